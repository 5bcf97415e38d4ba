# Whether the lines that `gpu-checks tolerance` prints do what it says, in NumPy, PyTorch and pytest: correct dot products pass each of them,
# and bfloat16 inputs fail each absolute one where the report says that they are caught. Argument: the tool.

import fractions
import json
import os
import re
import subprocess
import sys
import tempfile

import numpy
import pytest
import torch

SIZES = [16, 64, 300]
SEEDS = range(1, 8)
CORRECT = {
    "left to right": lambda x, y: sum_in_order(x * y),
    "right to left": lambda x, y: sum_in_order((x * y)[::-1]),
    "numpy.dot": lambda x, y: numpy.dot(x, y),
    "torch.dot": lambda x, y: torch.dot(torch.from_numpy(x), torch.from_numpy(y)).numpy(),
}


def sum_in_order(addends):
    total = numpy.float32(0)
    for addend in addends:
        total += addend
    return total


def exact(x, y):
    return numpy.float32(float(sum(fractions.Fraction(float(a)) * fractions.Fraction(float(b)) for a, b in zip(x, y))))


def tolerance(folder, x, y):
    paths = [os.path.join(folder, "x.npy"), os.path.join(folder, "y.npy")]
    for path, numbers in zip(paths, (x, y)):
        numpy.save(path, numbers)
    arguments = ["--op", "dot", "--data", paths[0], "--data", paths[1], "--format", "json"]
    found = subprocess.run(["dotnet", sys.argv[1], "tolerance", *arguments], capture_output=True, text=True)
    if not found.stdout:
        sys.exit(found.stderr)
    return json.loads(found.stdout)["tolerance"]


def passes(line, actual, expected):
    """Runs a line as a test would, with tensors where it is one for tensors."""
    if "torch" in line:
        actual, expected = torch.tensor(actual), torch.tensor(expected)
    try:
        exec(line, {"numpy": numpy, "pytest": pytest, "torch": torch, "actual": actual, "expected": expected})
        return True
    except AssertionError:
        return False


ran = alarms = stand_ins = missed = 0
with tempfile.TemporaryDirectory() as folder:
    for size in SIZES:
        for seed in SEEDS:
            generator = numpy.random.default_rng(seed)
            x, y = (generator.standard_normal(size).astype(numpy.float32) for _ in range(2))
            report = tolerance(folder, x, y)
            expected = exact(x, y)
            rounded = [torch.from_numpy(numbers).bfloat16().float().numpy() for numbers in (x, y)]
            caught = any(item["name"] == "bfloat16-inputs" and item["caught"] for item in report["worstCase"]["standIns"])
            for line in (entry["line"] for entry in report["lines"] if entry["framework"] != "xunit"):
                for name, dot in CORRECT.items():
                    ran += 1
                    if not passes(line, dot(x, y), expected):
                        alarms += 1
                        print(f"n = {size}, seed {seed}: {name} fails {line}")
                if caught and re.search(r"\b(rtol|rel)=0\b", line):
                    stand_ins += 1
                    if passes(line, sum_in_order(rounded[0] * rounded[1]), expected):
                        missed += 1
                        print(f"n = {size}, seed {seed}: bfloat16 inputs pass {line}")
print(f"{ran} comparisons of correct results, {alarms} false alarms; {stand_ins} of bfloat16 inputs, {missed} missed")
sys.exit(not (ran and stand_ins) or alarms + missed > 0)
