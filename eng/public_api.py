#!/usr/bin/env python3
"""Rewrites PublicAPI.Unshipped.txt of each library: the public members that are not in its PublicAPI.Shipped.txt yet.

    python3 eng/public_api.py

The analyzer that guards the two files (RS0016, RS0017) knows the lines; the compiler's SARIF log carries them.
Read the difference before you commit it: it is what users of the packages will see.
"""

import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIBRARIES = ["runtime", "numerics/memory", "numerics/gpu", "emulator"]
HEADER = "#nullable enable\n"


def missing_lines(log):
    """The lines that RS0016 asks for."""
    results = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    for result in results:
        if result["ruleId"] == "RS0016":
            yield result["properties"]["customProperties"]["APIName"]


def build_and_find(library):
    """Builds a library and returns the lines that are still missing."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "build.sarif"
        command = ["dotnet", "build", str(ROOT / library), "--framework", "net10.0", "--no-incremental", "--nologo"]
        # The build fails on each missing line; what counts is the log.
        subprocess.run(
            [*command, f"-p:ErrorLog={log}%2Cversion=2.1", "-p:TreatWarningsAsErrors=false"], check=False, stdout=subprocess.DEVNULL)
        return set(missing_lines(log))


for library in LIBRARIES:
    unshipped = ROOT / library / "PublicAPI.Unshipped.txt"
    lines = set()
    while True:
        text = HEADER + "".join(line + "\n" for line in sorted(lines))
        unshipped.write_text(text, encoding="utf-8", newline="\n")
        # Two members at one place, such as a record and its constructor, come one after the other.
        missing = build_and_find(library) - lines
        if not missing:
            break
        lines |= missing
    print(f"{library}: {len(lines)} public members are not shipped yet.")
