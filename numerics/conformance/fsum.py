#!/usr/bin/env python3
# Runs the binary64 sums of exact-sums.json through Python's math.fsum, and names its documented differences.
"""Usage: python3 fsum.py. Fails on a difference that is not documented."""

import json
import math
import pathlib
import struct
import sys

vectors = json.loads(pathlib.Path(__file__).with_name("exact-sums.json").read_text())["vectors"]
same, overflows, invalid, zeros, wrong = 0, 0, 0, 0, []
for vector in vectors:
    if vector["operation"] != "sum" or vector["format"] != "binary64":
        continue
    values = []
    for text in vector["values"]:
        bits, _, times = text.partition("*")
        values += [struct.unpack(">d", bytes.fromhex(bits))[0]] * int(times or 1)
    expected = math.nan if vector["expected"] == "nan" else struct.unpack(">d", bytes.fromhex(vector["expected"]))[0]
    try:
        actual = math.fsum(values)
    except OverflowError:
        overflows += 1  # Documented: an intermediate or a final overflow is an error.
        continue
    except ValueError:
        if not math.isnan(expected):
            wrong.append(vector["id"])
        invalid += 1  # Documented: infinities of both signs are an error.
        continue
    if struct.pack(">d", actual) == struct.pack(">d", expected) or (math.isnan(actual) and math.isnan(expected)):
        same += 1
    elif actual == expected == 0:
        zeros += 1  # Older versions give +0 for negative zeros.
    else:
        wrong.append(f'{vector["id"]}: {actual.hex()}, not {expected.hex()}')
print(f"{same} the same; {overflows} overflow in between, {invalid} infinities of both signs, {zeros} signs of zeros; {len(wrong)} wrong")
if wrong:
    sys.exit("\n".join(wrong))
