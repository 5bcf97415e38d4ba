#!/usr/bin/env python3
"""Writes runtime/PublicAPI.Unshipped.txt anew: the public members that are not in PublicAPI.Shipped.txt yet.

    python3 eng/public_api.py

The analyzer that guards the two files (RS0016, RS0017) knows the lines; the compiler's SARIF log carries them.
Read the difference before you commit it: it is what users of the package will see.
"""

import json
import pathlib
import subprocess
import tempfile

RUNTIME = pathlib.Path(__file__).resolve().parent.parent / "runtime"
HEADER = "#nullable enable\n"


def missing_lines(log):
    """The lines that RS0016 asks for."""
    results = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    for result in results:
        if result["ruleId"] == "RS0016":
            yield result["properties"]["customProperties"]["APIName"]


unshipped = RUNTIME / "PublicAPI.Unshipped.txt"
unshipped.write_text(HEADER, encoding="utf-8", newline="\n")
with tempfile.TemporaryDirectory() as folder:
    log = pathlib.Path(folder) / "build.sarif"
    command = ["dotnet", "build", str(RUNTIME), "--framework", "net10.0", "--no-incremental", "--nologo"]
    # The build fails on each missing line; what counts is the log.
    subprocess.run(
        [*command, f"-p:ErrorLog={log}%2Cversion=2.1", "-p:TreatWarningsAsErrors=false"], check=False, stdout=subprocess.DEVNULL)
    lines = sorted(set(missing_lines(log)))
unshipped.write_text(HEADER + "".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")
print(f"{len(lines)} public members are not shipped yet.")
