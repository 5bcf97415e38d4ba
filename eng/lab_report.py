"""Judges a JSON report of gpu-checks lab made on PoCL beside the real NumPy and PyTorch: all of it ran, and every tree was proven.

A second report, of the orders and the pair on another BLAS, must name that BLAS and have its orders proven too.

usage: lab_report.py REPORT [--other-blas REPORT]
"""

import argparse
import json
import sys

LIBRARIES = ("numpy", "torch")
IMITATED_ARRAYS = 10_000
LONGEST_NUMPY_ARRAY = 100_000


def problems(report):
    """Yields each reason why the report does not show a complete run of the laboratory."""
    lab = report["laboratory"]
    kinds = {device["kind"] for device in report["devices"]}
    if not {"cpu", "opencl"} <= kinds:
        yield f"devices of kind {sorted(kinds)} only; left out: {report['leftOut']}"
    ids = {device["id"] for device in report["devices"]}
    yield from problems_of_both(report)
    for part in ("variation", "cure"):
        if {device["deviceId"] for device in lab[part]} != ids:
            yield f"{part} did not run on every device"


def problems_of_both(report):
    """Yields what is wrong with the orders and the pair."""
    lab = report["laboratory"]
    yield from lab["faults"]
    for failure in lab["failures"] + lab["orders"]["failures"]:
        yield f"no answer: {failure}"
    yield from problems_of_orders(lab["orders"])
    yield from problems_of_pair(lab["pair"], {device["id"] for device in report["devices"]})


def problems_of_orders(orders):
    """Yields each library whose order is not known, and each tree and imitation without its bits."""
    targets = orders["targets"]
    for library in LIBRARIES:
        if not any(target["target"].startswith(library + ".") for target in targets):
            yield f"{library} was not asked for its orders: {orders['notes']}"
    for target in targets:
        if target["tree"] is not None and target["arithmetic"] == "unknown":
            yield f"the tree of {target['target']} is not proven"
        if target["tree"] is None and target["target"].split(".")[0] in LIBRARIES:
            yield f"{target['target']} has no order: {target['whyNot']}"
    imitations = {found["target"]: found for found in orders["imitations"]}
    for library in LIBRARIES:
        found = imitations.get(f"{library}.sum")
        if found is None or found["arrays"] < IMITATED_ARRAYS or found["equal"] != found["arrays"]:
            yield f"the imitation of {library}.sum: {found}"
    if imitations.get("numpy.sum", {}).get("longest", 0) < LONGEST_NUMPY_ARRAY:
        yield "the imitation of numpy.sum was tried on short arrays only"


def problems_of_pair(pair, ids):
    """Yields each library that did not run, each order that is not proven, and each device that did not give a library's bits."""
    if pair is None or pair["python"] is None:
        yield "NumPy and PyTorch were not compared"
        return
    if len(pair["python"]["libraries"]) < len(LIBRARIES) or not any(comparison["isReal"] for comparison in pair["comparisons"]):
        yield f"not both libraries ran: {pair['notes']}"
    for order in pair["orders"]:
        for found in order["found"]:
            if found["arithmetic"] == "unknown" or found["equal"] != found["replayed"]:
                yield f"the order of {order['side']}, {order['inputs']} to {order['outputs']}, is not proven: {found['words']}"
    for imitation in pair["imitations"]:
        if imitation["whyNot"] is None and imitation["equal"] != imitation["compared"]:
            yield f"{imitation['device']} gave {imitation['equal']} of {imitation['compared']} bits of {imitation['side']} at width {imitation['width']}"
    if {imitation["device"] for imitation in pair["imitations"] if imitation["whyNot"] is None} != ids:
        yield "not every device imitated the libraries"


def problems_of_other_blas(other, report):
    """Yields what is wrong with a report on another BLAS."""
    yield from problems_of_both(other)
    files, first = blas_files(other), blas_files(report)
    if not files or files == first:
        yield f"the other report is not of another BLAS: {sorted(files)}, and {sorted(first)}"


def blas_files(report):
    """Returns the files of linear algebra that NumPy and PyTorch mapped."""
    python = (report["laboratory"]["pair"] or {}).get("python") or {"libraries": []}
    return {file for library in python["libraries"] for file in library["libraries"]}


def read(path):
    """Returns a report."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def describe(report):
    """Prints what a report found."""
    lab = report["laboratory"]
    print(f"lab: {len(lab['orders']['targets'])} orders, {sum(target['tree'] is not None for target in lab['orders']['targets'])} of them trees")
    for found in lab["orders"]["imitations"]:
        print(f"imitation of {found['target']}: {found['equal']} of {found['arrays']} arrays of up to {found['longest']}")
    if lab["pair"] is None:
        return
    equal = sum(found["equal"] for found in lab["pair"]["imitations"])
    print(f"imitated networks: {equal} of {sum(found['compared'] for found in lab['pair']['imitations'])} values have the libraries' bits")
    for comparison in lab["pair"]["comparisons"]:
        unequal = sum(cell["logits"]["unequal"] for cell in comparison["cells"])
        print(f"{comparison['first']} and {comparison['second']}: {unequal} logits differ ({', '.join(sorted(blas_files(report)))})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--other-blas")
    arguments = parser.parse_args()
    report = read(arguments.report)
    describe(report)
    found = list(problems(report))
    if arguments.other_blas:
        other = read(arguments.other_blas)
        describe(other)
        found += problems_of_other_blas(other, report)
    for problem in found:
        print("problem:", problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
