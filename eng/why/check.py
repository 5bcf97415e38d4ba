# Whether `gpu-checks why` names the cause of each difference between functions of NumPy and PyTorch. Argument: the tool.

import json
import os
import subprocess
import sys

FUNCTIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "functions.py")

CASES = [
    ("order", "loop", "backward", []),
    ("fusion", "loop", "fused", []),
    ("format", "loop", "in_double", []),
    ("format", "loop", "in_half", []),
    ("format", "loop", "rounded_inputs", []),
    ("format", "same", "bfloat16", []),
    ("function", "sigmoid", "torch_sigmoid", []),
    ("batch", "rows", "rows_alone", ["--input", "bxn", "--rows", "4"]),
    ("nondeterminism", "loop", "shuffled", []),
]

FAULTS = [
    ("raises", "ValueError: not today", 3),
    ("hangs", "did not answer within 2 seconds", 3),
    ("missing", "has no function 'missing'", 2),
]


def run(*arguments):
    found = subprocess.run(["dotnet", sys.argv[1], "why", *arguments, "--device", "cpu"], capture_output=True, text=True)
    return found.returncode, found.stdout, found.stderr


def name(function):
    return f"{FUNCTIONS}:{function}"


wrong = 0
for cause, first, second, options in CASES:
    code, output, errors = run(name(first), name(second), "--n", "20", "--format", "json", *options)
    causes = [found["cause"] for found in json.loads(output)["difference"]["causes"]] if output else errors
    print(f"{first} and {second}: {causes}")
    wrong += code != 1 or causes != [cause]
for function, message, expected in FAULTS:
    code, output, errors = run(name("loop"), name(function), "--timeout", "2")
    print(f"{function}: {errors.strip()}")
    wrong += code != expected or message not in errors or errors.count("\n") != 1
print(f"{wrong} wrong")
sys.exit(wrong > 0)
