"""Judges a JSON report of gpu-checks made on PoCL: something ran on it, and nothing failed.

usage: opencl_report.py REPORT
"""

import collections
import json
import sys

MEASURED = {"confirmed", "qualified", "refuted", "not-observed"}


def problems(report):
    """Yields each reason why the report does not show a complete run on PoCL."""
    devices = report["devices"]
    # PoCL calls its platform by its full name.
    if not any("Portable Computing Language" in device["platform"] for device in devices):
        yield f"no PoCL device among {[device['platform'] for device in devices]}; left out: {report.get('leftOut', [])}"
    opencl = {device["id"] for device in devices if device["kind"] == "opencl"}
    outcomes = report["outcomes"]
    for outcome in outcomes:
        if outcome["verdict"] == "error":
            yield f"{outcome['claim']} on {outcome['device']} failed: {outcome.get('finding', '')}"
    executed = [outcome for outcome in outcomes if outcome["device"] in opencl and outcome["evidence"] == "executed-on-device"]
    if not any(outcome["verdict"] in MEASURED for outcome in executed):
        yield "no check was executed"
    if not any(kernel["language"] == "opencl-c" for outcome in executed for kernel in outcome["kernels"]):
        yield "no OpenCL C was inspected"
    comparison = report["crossDevice"]
    if comparison is None or not any(pair["exactMeasurements"] for pair in comparison["comparisons"]):
        yield "PoCL was not compared with the CPU accelerator"
    else:
        for pair in comparison["comparisons"]:
            for found in pair["disagreements"]:
                yield f"{pair['claim']}: {found['what']} is {found['first']} on {pair['first']} and {found['second']} on {pair['second']}"


def main():
    with open(sys.argv[1], encoding="utf-8-sig") as file:
        report = json.load(file)
    counts = collections.Counter(outcome["verdict"] for outcome in report["outcomes"])
    print("OpenCL on PoCL:", ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())) or "no outcome")
    found = list(problems(report))
    for problem in found:
        print("problem:", problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
