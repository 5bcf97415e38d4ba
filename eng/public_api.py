#!/usr/bin/env python3
"""Rewrites the PublicAPI.Unshipped files of each library: the public members that are not in its PublicAPI.Shipped files yet.

    python3 eng/public_api.py

The analyzer that guards these files (RS0016, RS0017) knows the lines; the compiler's SARIF log carries them.
Read the difference before you commit it: it is what users of the packages will see.
"""

import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Frameworks whose public members are in PublicAPI.Unshipped.txt, and, where later ones have more, the file of those.
LIBRARIES = {
    "runtime": {"net10.0": "PublicAPI.Unshipped.txt"},
    "loading": {"net10.0": "PublicAPI.Unshipped.txt"},
    "aspnetcore": {"net10.0": "PublicAPI.Unshipped.txt"},
    "blazor": {"net10.0": "PublicAPI.Unshipped.txt"},
    "numerics/memory": {"netstandard2.0": "PublicAPI.Unshipped.txt", "net10.0": "PublicAPI.Unshipped.net8.0.txt"},
    "numerics/gpu": {"net10.0": "PublicAPI.Unshipped.txt"},
    "emulator": {"net10.0": "PublicAPI.Unshipped.txt"},
}
HEADER = "#nullable enable\n"


def missing_lines(log):
    """The lines that RS0016 asks for."""
    results = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    for result in results:
        if result["ruleId"] == "RS0016":
            yield result["properties"]["customProperties"]["APIName"]


def build_and_find(library, framework):
    """Builds a library for a framework and returns the lines that are still missing."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "build.sarif"
        command = ["dotnet", "build", str(ROOT / library), "--framework", framework, "--no-incremental", "--nologo"]
        # The build fails on each missing line; what counts is the log.
        subprocess.run(
            [*command, f"-p:ErrorLog={log}%2Cversion=2.1", "-p:TreatWarningsAsErrors=false"], check=False, stdout=subprocess.DEVNULL)
        return set(missing_lines(log))


for library, files in LIBRARIES.items():
    for name in files.values():
        (ROOT / library / name).write_text(HEADER, encoding="utf-8", newline="\n")
    for framework, name in files.items():
        lines = set()
        while True:
            # Two members at one place, such as a record and its constructor, come one after the other.
            missing = build_and_find(library, framework) - lines
            if not missing:
                break
            lines |= missing
            text = HEADER + "".join(line + "\n" for line in sorted(lines))
            (ROOT / library / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{library}, {framework}: {len(lines)} public members are not shipped yet.")
