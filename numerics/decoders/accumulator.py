#!/usr/bin/env python3
# Decodes the bytes of an exact accumulator: numerics/accumulator-format.md in a page of Python.
"""Usage: python3 accumulator.py HEX...    prints each sum as binary64, rounded once, and as an exact fraction
       python3 accumulator.py --check      compares the decoder with conformance/accumulators.json

As a module: decode(data) returns an Accumulator, and raises ValueError for bytes that are not one.
"""

import json
import math
import pathlib
import struct
import sys
import zlib
from collections import namedtuple
from fractions import Fraction

LOWEST_EXPONENT = -2148
WORDS = 135
LIMIT = 1 << 62
NEGATIVE, RESERVED = 0x80, 0x60


class Accumulator(namedtuple("Accumulator", "exact positive_infinities negative_infinities nans others negative_zeros")):
    """The sum of the finite terms as a Fraction, and how many terms of each kind there are."""

    def rounded(self):
        """Returns the sum as a float: binary64, to nearest, ties to even."""
        plus = self.positive_infinities > 0 or self.negative_infinities < 0
        minus = self.negative_infinities > 0 or self.positive_infinities < 0
        if self.nans != 0 or (plus and minus):
            return math.nan
        if plus or minus:
            return math.inf if plus else -math.inf
        if self.exact == 0:
            return -0.0 if self.others == 0 and self.negative_zeros > 0 else 0.0
        sign = -1 if self.exact < 0 else 1
        try:
            return math.copysign(self.exact.numerator / self.exact.denominator, sign)  # The quotient of two ints is rounded once.
        except OverflowError:
            return sign * math.inf


def decode(data):
    """Returns the accumulator that the bytes hold."""

    def require(condition, what):
        if not condition:
            raise ValueError(f"not an exact accumulator: {what}")

    require(data[:4] == b"QKEA", "the bytes do not begin with QKEA")
    require(len(data) > 4 and data[4] == 1, "the byte at offset 4 is not version 1")
    require(len(data) >= 8, "the header is cut off")
    flags, first, count = data[5], data[6], data[7]
    require(flags & RESERVED == 0, "the byte at offset 5 has bits that are not used")
    require(first + count <= WORDS, "there are too many words")
    kinds = [kind for kind in range(5) if flags >> kind & 1]
    words = 8 + 8 * len(kinds)
    end = words + 4 * count
    require(len(data) == end + 4, f"there are {len(data)} bytes, not {end + 4}")
    require(zlib.crc32(data[:end]) == int.from_bytes(data[end:], "little"), f"the checksum at offset {end} is wrong")
    counts = [0] * 5
    for kind, value in zip(kinds, struct.unpack_from(f"<{len(kinds)}q", data, 8)):
        require(value != 0, "a count of 0 is not left out")
        counts[kind] = value
    require(sum(map(abs, counts)) < LIMIT, "there are too many terms")
    magnitude = int.from_bytes(data[words:end], "little")
    if count == 0:
        require(first == 0 and not flags & NEGATIVE, "a sum of zero has a sign or a first word")
    else:
        require(data[words:words + 4] != bytes(4) and data[end - 4:end] != bytes(4), "a first or last word of 0 is not left out")
    magnitude <<= 32 * first
    require(magnitude < 1 << 32 * WORDS - 2, "the sum is too large")
    return Accumulator((-magnitude if flags & NEGATIVE else magnitude) * Fraction(2) ** LOWEST_EXPONENT, *counts)


def bits(number):
    return "nan" if math.isnan(number) else struct.pack(">d", number).hex()


def check():
    """Returns what is wrong, after a line that says how much was compared."""
    path = pathlib.Path(__file__).parent.parent / "conformance" / "accumulators.json"
    file, wrong, refused = json.loads(path.read_text()), [], 0
    for vector in file["vectors"]:
        data = bytes.fromhex(vector["bytes"])
        sum_of_terms = decode(data)
        actual = bits(sum_of_terms.rounded()), str(sum_of_terms.exact)
        if actual != (vector["binary64"], vector["exact"]):
            wrong.append(f'{vector["id"]}: {actual}, not {vector["binary64"]}, {vector["exact"]}')
        for changed in [data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:] for at in range(len(data))] + [data[:-1], data + b"\0"]:
            refused += is_refused(changed, vector["id"] + " with a change", wrong)
    for vector in file["malformed"]:
        refused += is_refused(bytes.fromhex(vector["bytes"]), vector["id"], wrong)
    print(f'{len(file["vectors"])} accumulators, {refused} malformed ones refused, {len(wrong)} wrong')
    if len(file["vectors"]) < 100 or len(file["malformed"]) < 10:
        wrong.append(f"{path} has too few vectors to prove anything")
    return wrong


def is_refused(data, name, wrong):
    try:
        decode(data)
    except ValueError:
        return 1
    wrong.append(f"{name}: was not refused")
    return 0


def main(arguments):
    if arguments == ["--check"]:
        wrong = check()
        return "\n".join(wrong) if wrong else 0
    if not arguments:
        return __doc__
    for text in arguments:
        try:
            accumulator = decode(bytes.fromhex(text))
        except ValueError as error:
            return str(error)
        rounded = accumulator.rounded()
        has_exact = not any(accumulator[1:4])  # No infinity and no NaN.
        print(f"{rounded!r} {bits(rounded)}" + (f" exactly {accumulator.exact}" if has_exact else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
