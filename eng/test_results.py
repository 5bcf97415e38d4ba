"""Sums the test result files (.trx) in a folder, and names each project of which no test ran.

usage: test_results.py FOLDER [PROJECT...]

Prints three numbers: the tests that passed, that failed and that did not run. The exit code is 1 where a named project has no result.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

FAILED = ("failed", "error", "timeout", "aborted")


def local_name(element):
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def read(folder):
    """Returns the counters of all files, summed, and the assemblies that tests came from."""
    counters, assemblies = {}, set()
    for path in pathlib.Path(folder).glob("*.trx"):
        for element in ElementTree.parse(path).iter():
            if local_name(element) == "Counters":
                for name, value in element.attrib.items():
                    counters[name] = counters.get(name, 0) + int(value)
            elif local_name(element) == "UnitTest":
                # The path is written in lower case, with the separators of the machine.
                assemblies.add(pathlib.PureWindowsPath(element.attrib["storage"]).stem.lower())
    return counters, assemblies


def main(folder, *projects):
    counters, assemblies = read(folder)
    print(counters.get("passed", 0), sum(counters.get(name, 0) for name in FAILED), counters.get("notExecuted", 0))
    without = [project for project in projects if project.lower() not in assemblies]
    for project in without:
        print(f"no test of {project} ran")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
