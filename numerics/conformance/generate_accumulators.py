#!/usr/bin/env python3
# Generates accumulators.json: exact sums as bytes, by rational arithmetic and an encoder that shares nothing with the library.
"""Usage: python3 generate_accumulators.py [--check]

Writes accumulators.json beside this file. With --check, writes nothing and fails if the file would change.
"""

import json
import pathlib
import random
import sys
import zlib
from fractions import Fraction

sys.dont_write_bytecode = True
from generate import Format  # noqa: E402

OUTPUT = pathlib.Path(__file__).with_name("accumulators.json")
F64, F32 = Format("binary64", 53, 11), Format("binary32", 24, 8)
LOWEST = Fraction(2) ** -2148
INF, NAN, MINUS, ONE, GREATEST = F64.infinity, F64.nan, F64.sign, F64.exact(1), F64.greatest

vectors, malformed = [], []


def kind_of(value, bits):
    """Which of the five counts a term belongs to; value is None for a term that is not finite."""
    if value is None:
        magnitude = bits & (MINUS - 1)
        return 2 if magnitude > INF else 1 if bits & MINUS else 0
    return 4 if value == 0 and bits & MINUS else 3


def product(a, b):
    """The exact value of a product and a bit pattern with its kind and sign."""
    x, y = F64.decode(a), F64.decode(b)
    sign = (a ^ b) & MINUS
    if x is not None and y is not None:
        return x * y, sign
    is_nan = any(value & (MINUS - 1) > INF for value in (a, b)) or x == 0 or y == 0
    return None, NAN if is_nan else sign | INF


def encode(total, counts, first=None, words=None, flags=None, listed=None, version=1, magic=b"QKEA", extra=b""):
    """The bytes of a sum. The other arguments make malformed ones, with a checksum that is right."""
    magnitude = abs(total) / LOWEST
    assert magnitude.denominator == 1
    number, digits = magnitude.numerator, []
    while number:
        digits.append(number % 2**32)
        number //= 2**32
    skipped = 0
    while digits and digits[0] == 0:
        digits.pop(0)
        skipped += 1
    digits = digits if words is None else words
    start = skipped if first is None else first
    kinds = [kind for kind in range(5) if counts[kind]] if listed is None else listed
    mask = sum(1 << kind for kind in kinds) + (0x80 if total < 0 else 0) if flags is None else flags
    body = magic + bytes([version, mask, start, len(digits)])
    body += b"".join((counts[kind] % 2**64).to_bytes(8, "little") for kind in kinds)
    body += b"".join(word.to_bytes(4, "little") for word in digits) + extra
    return body + zlib.crc32(body).to_bytes(4, "little")


def rounded(form, total, counts):
    plus, minus = counts[0] > 0 or counts[1] < 0, counts[1] > 0 or counts[0] < 0
    if counts[2] or (plus and minus):
        return "nan"
    if plus or minus:
        result = form.infinity if plus else form.sign | form.infinity
    elif total == 0:
        result = form.sign if counts[3] == 0 and counts[4] > 0 else 0
    else:
        result = form.encode(total) | (form.sign if total < 0 else 0)
    return f"{result:0{form.width // 4}x}"


def text(item):
    bits, times = item if isinstance(item, tuple) else (item, 1)
    return f"{bits:016x}" + (f"*{times}" if times > 1 else "")


def add(kind, reason, added=(), subtracted=(), products=(), less_products=()):
    total, counts = Fraction(0), [0] * 5
    for terms, sign in ((added, 1), (subtracted, -1)):
        for item in terms:
            bits, times = item if isinstance(item, tuple) else (item, 1)
            value = F64.decode(bits)
            total += sign * times * (value or 0)
            counts[kind_of(value, bits)] += sign * times
    for terms, sign in ((products, 1), (less_products, -1)):
        for a, b in terms:
            value, bits = product(a, b)
            total += sign * (value or 0)
            counts[kind_of(value, bits)] += sign
    vector = {"id": f"{kind}-{sum(v['kind'] == kind for v in vectors) + 1}", "kind": kind}
    for name, terms in (("added", added), ("subtracted", subtracted)):
        if terms:
            vector[name] = [text(item) for item in terms]
    for name, terms in (("addedProducts", products), ("subtractedProducts", less_products)):
        if terms:
            vector[name] = [[text(a), text(b)] for a, b in terms]
    vector |= {"bytes": encode(total, counts).hex(), "binary64": rounded(F64, total, counts), "binary32": rounded(F32, total, counts),
               "exact": str(total), "reason": reason}
    vectors.append(vector)


def two(exponent):
    return F64.exact(Fraction(2) ** exponent)


def plain():
    add("empty", "no terms")
    for value, reason in ((ONE, "1"), (MINUS | ONE, "-1"), (F64.exact(Fraction(7, 2)), "3.5"), (1, "the smallest number"), (MINUS | 1, "the smallest negative number"),
                          (GREATEST, "the largest number"), (MINUS | GREATEST, "the most negative number"), (F64.exact(Fraction(1)) + 1, "1 and an ulp")):
        add("one", reason, [value])
    add("cancelled", "1 - 1 as two terms: no words, a count of 2", [ONE, MINUS | ONE])
    add("cancelled", "thousands of terms", [(ONE, 5000), (MINUS | ONE, 4999)])
    add("cancelled", "what a loop loses", [two(100), ONE, MINUS | two(100)])
    add("many", "a thousand thirds", [(F64.encode(Fraction(1, 3)), 1000)])
    add("many", "sums beyond the largest number", [(GREATEST, 3)])
    add("many", "a sum beyond the largest number comes back", [(GREATEST, 3), (MINUS | GREATEST, 2)])


def words():
    for exponent in list(range(-1074, 1024, 61)) + [-1074, -1073, 1022, 1023]:
        add("word", f"2^{exponent}: one bit of one word", [two(exponent)])
        add("word", f"-2^{exponent}", [MINUS | two(exponent)])
    for low, high in ((-1074, 1023), (-100, 900), (0, 31), (0, 32), (-4, 28), (-5, 27)):
        add("span", f"2^{high} + 2^{low}: zeros between two words", [two(high), two(low)])
        add("span", f"2^{high} - 2^{low}: ones between two words", [two(high), MINUS | two(low)])
        add("span", f"2^{low} - 2^{high}", [two(low), MINUS | two(high)])
    for factor in (F64.decode(GREATEST), Fraction(2) ** 1000, Fraction(2) ** -537):
        bits = F64.exact(factor)
        add("product", "a square beyond binary64", products=[(bits, bits)])
        add("product", "a negative one", products=[(bits, MINUS | bits)])
    add("product", "the smallest product, 2^-2148", products=[(1, 1)])
    add("product", "the smallest product and the largest", products=[(1, 1), (GREATEST, GREATEST)])
    add("product", "the largest product, and less the smallest", products=[(GREATEST, GREATEST)], less_products=[(1, 1)])
    add("product", "a product taken back", [ONE], products=[(GREATEST, GREATEST), (1, 1)], less_products=[(GREATEST, GREATEST), (1, 1)])
    add("product", "products with their own rounding errors", products=[(ONE + 1, ONE + 1), (ONE + 1, MINUS | ONE)])


def rounding():
    half, crumb = two(-53), 1
    for odd in (0, 1):
        add("rounding", "half an ulp: a tie", [ONE + odd, half])
        add("rounding", "half an ulp and a crumb", [ONE + odd, half, crumb])
        add("rounding", "half an ulp less a crumb", [ONE + odd, half, MINUS | crumb])
        add("rounding", "negative: a tie", [MINUS | ONE + odd, MINUS | half])
    add("rounding", "a carry into the next binade", [F64.exact(Fraction(2)) - 1, half])
    add("rounding", "the largest number and just less than half an ulp", [GREATEST, two(969)])
    add("rounding", "half an ulp above the largest number: infinity", [GREATEST, two(970)])
    add("rounding", "just below the tie at infinity", [GREATEST, two(970), MINUS | crumb])
    add("rounding", "half of the smallest number: a tie, to zero", products=[(two(-537), two(-538))])
    add("rounding", "and a crumb", products=[(two(-537), two(-538)), (1, 1)])
    add("rounding", "minus half of the smallest number: -0, from a sum that is not zero", products=[(MINUS | two(-537), two(-538))])
    add("rounding", "one and a half of the smallest number: to 2", [1], products=[(two(-537), two(-538))])
    add("rounding", "the largest subnormal number and half: to the smallest normal one", [F64.exact(Fraction(2) ** -1022) - 1], products=[(two(-537), two(-538))])
    add("rounding", "half an ulp of binary32 and a crumb: what two roundings lose", [ONE, two(-24), two(-80)])


def kinds():
    zero, minus = 0, MINUS
    add("zero", "-0", [minus])
    add("zero", "+0", [zero])
    add("zero", "a million -0", [(minus, 1_000_000)])
    add("zero", "-0 and +0", [minus, zero])
    add("zero", "-0, and +0 that left", [minus, zero], [zero])
    add("zero", "-0, and 1 that left", [minus, ONE], [ONE])
    add("zero", "-0 that left", [minus], [minus])
    add("zero", "-0 that was not added", [], [minus])
    add("zero", "1 that was not added", [], [ONE])
    add("zero", "zero products of both signs", products=[(minus, ONE), (zero, ONE)])
    add("zero", "a product that is -0", products=[(minus, ONE)])
    for infinity, name in ((INF, "infinity"), (minus | INF, "-infinity")):
        add("non-finite", name, [infinity])
        add("non-finite", f"{name} and 1", [infinity, ONE])
        add("non-finite", f"{name} that left, and 1", [infinity, ONE], [infinity])
        add("non-finite", f"{name} that was not added: the other one", [ONE], [infinity])
        add("non-finite", f"two of {name}, of which one left", [infinity, infinity, ONE], [infinity])
    add("non-finite", "infinities of both signs", [INF, minus | INF])
    add("non-finite", "infinities of both signs, of which one left", [INF, minus | INF], [INF])
    add("non-finite", "a NaN", [NAN])
    add("non-finite", "a NaN that left", [NAN, ONE], [minus | NAN | 5])
    add("non-finite", "a NaN that was not added", [ONE], [NAN])
    add("non-finite", "every kind of term", [INF, minus | INF, NAN, ONE, minus])
    add("non-finite", "every kind of term, and all but a number left", [INF, minus | INF, NAN, ONE, minus], [INF, minus | INF, NAN, minus])
    add("non-finite", "infinite and undefined products", products=[(INF, ONE), (INF, zero)])
    add("non-finite", "an infinite product that left", [ONE], products=[(INF, minus | ONE)], less_products=[(INF, minus | ONE)])


def random_sums():
    rng = random.Random(23)
    for count in (2, 3, 10, 40):
        for low, high in ((0, 2047), (1020, 1027), (0, 3), (2044, 2047), (980, 1060)):
            for _ in range(2):
                values = [rng.getrandbits(1) << 63 | rng.randrange(low, high) << 52 | rng.getrandbits(52) for _ in range(count)]
                add("random", f"{count} numbers", values)
        values = [rng.getrandbits(1) << 63 | rng.randrange(0, 2047) << 52 | rng.getrandbits(52) for _ in range(count)]
        add("random", f"{count} numbers, and others that leave", values, values[count // 2:] + [MINUS | two(3)])
        pairs = [(rng.getrandbits(1) << 63 | rng.randrange(0, 2047) << 52 | rng.getrandbits(52), rng.randrange(0, 2047) << 52 | rng.getrandbits(52)) for _ in range(count)]
        add("random", f"{count} products", products=pairs)


def spoil():
    one = [0, 0, 0, 1, 0]
    good = encode(Fraction(1), one)

    def bad(name, data, reason):
        malformed.append({"id": name, "bytes": data.hex(), "reason": reason})

    bad("nothing", b"", "no bytes")
    bad("foreign", b"\x89PNG\r\n\x1a\n" + good[8:], "another format")
    bad("half-magic", good[:3], "cut off in the first field")
    bad("no-version", good[:4], "cut off before the version")
    bad("version-0", encode(Fraction(1), one, version=0), "there is no version 0")
    bad("version-2", encode(Fraction(1), one, version=2), "a later version")
    bad("no-header", good[:7], "cut off in the header")
    bad("no-words", good[:16], "cut off before the words")
    bad("no-checksum", good[:-4], "cut off before the checksum")
    bad("longer", good + b"\0", "a byte follows")
    bad("checksum", good[:-1] + bytes([good[-1] ^ 1]), "another checksum")
    bad("reserved-5", encode(Fraction(1), one, flags=0x28), "bit 5 of the flags is not used")
    bad("reserved-6", encode(Fraction(1), one, flags=0x48), "bit 6 of the flags is not used")
    bad("negative-zero", encode(Fraction(0), one, flags=0x88), "a sum of zero has no sign")
    bad("zero-first", encode(Fraction(0), one, first=5), "without words, the first word is 0")
    bad("count-0", encode(Fraction(1), [0] * 5, listed=[3]), "a count of 0 is left out")
    bad("low-zero", encode(Fraction(1), one, first=66, words=[0, 16]), "a first word of 0 is left out")
    bad("high-zero", encode(Fraction(1), one, words=[16, 0]), "a last word of 0 is left out")
    bad("only-zero", encode(Fraction(1), one, words=[0]), "a word of 0 is left out")
    bad("too-many-words", encode(Fraction(1), one, first=135, words=[1]), "the last word has index 134")
    bad("too-many-words-2", encode(Fraction(1), one, first=255, words=[1] * 255), "more words than a sum has")
    bad("too-large", encode(Fraction(1), one, first=134, words=[1 << 30]), "a magnitude of 2^2170")
    bad("too-large-2", encode(Fraction(-1), one, first=134, words=[2**32 - 1]), "a magnitude of more than 2^2171")
    bad("too-many-terms", encode(Fraction(1), [0, 0, 0, 1 << 62, 0]), "2^62 terms")
    bad("too-many-terms-2", encode(Fraction(1), [1 << 61, -(1 << 61), 0, 0, 0]), "2^62 terms, of two kinds")
    bad("too-many-terms-3", encode(Fraction(1), [0, 0, 0, -(1 << 63), 0]), "-2^63 terms")
    bad("missing-count", encode(Fraction(1), one, flags=0x18), "a count that is not there")
    bad("surplus-count", encode(Fraction(1), one, flags=0x00), "a count that has no bit")


def main():
    for part in (plain, words, rounding, kinds, random_sums, spoil):
        part()
    lines = [",\n".join(json.dumps(vector) for vector in part) for part in (vectors, malformed)]
    output = '{\n"version": 1,\n"vectors": [\n' + lines[0] + '\n],\n"malformed": [\n' + lines[1] + "\n]\n}\n"
    if "--check" in sys.argv[1:]:
        if OUTPUT.read_text() != output:
            sys.exit(f"{OUTPUT.name} is not what generate_accumulators.py writes: run python3 {pathlib.Path(__file__).name}")
        return
    OUTPUT.write_text(output)
    print(f"{len(vectors)} vectors, {len(malformed)} malformed, {len(output):,} bytes")


main()
