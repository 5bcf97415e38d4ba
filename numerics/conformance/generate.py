#!/usr/bin/env python3
# Generates exact-sums.json: vectors for exact sums and dot products, with answers by rational arithmetic.
"""Usage: python3 generate.py [--check]

Writes exact-sums.json beside this file. With --check, writes nothing and fails if the file would change.
"""

import json
import pathlib
import random
import struct
import sys
from fractions import Fraction

OUTPUT = pathlib.Path(__file__).with_name("exact-sums.json")


class Format:
    """A binary format of IEEE 754 with an encoding of its own, so that nothing here depends on the processor's rounding."""

    def __init__(self, name, precision, exponent_bits):
        self.name, self.precision, self.exponent_bits = name, precision, exponent_bits
        self.width = precision + exponent_bits
        self.sign = 1 << (self.width - 1)
        self.bias = (1 << (exponent_bits - 1)) - 1
        self.least = 2 - (1 << (exponent_bits - 1)) - (precision - 1)
        self.infinity = ((1 << exponent_bits) - 1) << (precision - 1)
        self.nan = self.infinity | (1 << (precision - 2))
        self.greatest = self.infinity - 1

    def decode(self, bits):
        """Returns the value, or None if it is not finite."""
        magnitude = bits & (self.sign - 1)
        if magnitude >= self.infinity:
            return None
        exponent, fraction = magnitude >> (self.precision - 1), magnitude & ((1 << (self.precision - 1)) - 1)
        significand = fraction if exponent == 0 else fraction | (1 << (self.precision - 1))
        value = significand * Fraction(2) ** (self.least + max(exponent - 1, 0))
        return -value if bits & self.sign else value

    def encode(self, value):
        """Rounds to nearest, ties to even. A value that is zero has no sign."""
        sign, value = (self.sign, -value) if value < 0 else (0, value)
        if value == 0:
            return 0
        top = value.numerator.bit_length() - value.denominator.bit_length()
        while value >= Fraction(2) ** (top + 1):
            top += 1
        while value < Fraction(2) ** top:
            top -= 1
        unit = max(self.least, top - self.precision + 1)
        significand = round(value / Fraction(2) ** unit)  # Python rounds a tie to even.
        bits = ((unit - self.least) << (self.precision - 1)) + significand
        return sign | min(bits, self.infinity)

    def exact(self, value):
        bits = self.encode(Fraction(value))
        assert self.decode(bits) == value, (self.name, value)
        return bits

    def text(self, bits):
        return f"{bits:0{self.width // 4}x}"

    def is_nan(self, bits):
        return bits & (self.sign - 1) > self.infinity

    def is_infinite(self, bits):
        return bits & (self.sign - 1) == self.infinity

    def is_zero(self, bits):
        return bits & (self.sign - 1) == 0


F32, F64 = Format("binary32", 24, 8), Format("binary64", 53, 11)
FORMATS = (F64, F32)
vectors = []


def answer(form, terms):
    """terms: lists of factors, one or two each, with repetitions."""
    total, infinities, negative_zeros, count = Fraction(0), set(), True, 0
    for factors, repetitions in terms:
        sign = 0
        for bits in factors:
            sign ^= bits & form.sign
        count += repetitions
        if any(form.is_nan(bits) for bits in factors):
            return "nan"
        is_zero = any(form.is_zero(bits) for bits in factors)
        if any(form.is_infinite(bits) for bits in factors):
            if is_zero:
                return "nan"
            infinities.add(sign)
            negative_zeros = False
            continue
        negative_zeros = negative_zeros and is_zero and sign != 0
        product = Fraction(1)
        for bits in factors:
            product *= form.decode(bits)
        total += product * repetitions
    if len(infinities) == 2:
        return "nan"
    if infinities:
        return form.text(infinities.pop() | form.infinity)
    if total == 0:
        return form.text(form.sign if count and negative_zeros else 0)
    return form.text((form.sign if total < 0 else 0) | form.encode(abs(total)))


def add(kind, form, reason, *columns):
    """Each column is a list of bit patterns or (bit pattern, repetitions)."""
    columns = [[item if isinstance(item, tuple) else (item, 1) for item in column] for column in columns]
    terms = [([item[0] for item in row], row[0][1]) for row in zip(*columns, strict=True)]
    vector = {"id": f"{kind}-{sum(v['kind'] == kind for v in vectors) + 1}", "kind": kind}
    vector["operation"] = "sum" if len(columns) == 1 else "dot"
    vector["format"] = form.name
    for name, column in zip(("values",) if len(columns) == 1 else ("a", "b"), columns, strict=True):
        vector[name] = [form.text(bits) + (f"*{times}" if times > 1 else "") for bits, times in column]
    vector["expected"] = answer(form, terms)
    vector["reason"] = reason
    vectors.append(vector)


def numbers(form, *values):
    return [form.exact(value) for value in values]


def two(power):
    return Fraction(2) ** power


def both_signs(kind, form, reason, values):
    add(kind, form, reason, numbers(form, *values))
    add(kind, form, reason + "; negated", numbers(form, *[-value for value in values]))


def negative_totals(form):
    kind, most = "negative-total", form.decode(form.greatest)
    least, p = two(form.least), form.precision
    for values, reason in (
        ([-1], "a negative total of one number: an implementation that takes the magnitude of its limbs once too often fails"),
        ([-most], "the most negative finite number alone"),
        ([-most, most, -most], "the most negative finite number after cancellation"),
        ([-most / 2, -most / 2], "two halves of the most negative number"),
        ([-least], "the smallest negative number"),
        ([-least, -least, -least], "a negative subnormal total"),
        ([-1, -1], "-2: a power of two, whose limbs below are zero in two's complement"),
        ([-1, two(-p)], "just above -1: the tie goes to -1, an even significand, from inside"),
        ([-1, -two(-p)], "just below -1: a tie"),
        ([-1, -two(-p), -two(-3 * p)], "beyond a tie, downwards"),
        ([-1, -two(-p), two(-3 * p)], "short of a tie, downwards"),
        ([1, -2], "a negative total of numbers of both signs"),
        ([two(40), -two(40), -3], "a negative total after cancellation"),
        ([-3, two(form.least), -two(form.least)], "a negative total whose crumbs cancel"),
        ([-two(31)], "a limb of 32 bits: its highest bit"),
        ([-two(32)], "a limb of 32 bits: the next one"),
        ([-two(32), 1], "a borrow from the next limb"),
        ([-two(64), 1], "a borrow through two limbs"),
        ([two(64), -two(65), -two(-40)], "a borrow through limbs of ones"),
    ):
        add(kind, form, reason, numbers(form, *values))


def single_numbers(form):
    for bits in (1, 2, (1 << (form.precision - 1)) - 1, 1 << (form.precision - 1), (1 << (form.precision - 1)) + 1, form.greatest,
                 form.greatest - 1, form.exact(1), form.exact(1) - 1, form.exact(1) + 1):
        add("identity", form, "one number is its own sum", [bits])
        add("identity", form, "one number is its own sum", [form.sign | bits])


def zeros(form):
    minus, one, p = form.sign, form.exact(1), form.precision
    for values, reason in (
        ([], "no numbers: +0 (Math.sumPrecise gives -0)"), ([0], "+0"), ([minus], "-0 alone keeps its sign"),
        ([minus, minus], "-0 and -0"), ([minus, 0], "-0 and +0 give +0"), ([0, minus], "+0 and -0 give +0"),
        ([one, form.sign | one], "an exact zero is +0"), ([form.sign | one, one], "an exact zero is +0"),
        ([minus, one, form.sign | one], "an exact zero is +0, whatever zeros are among the numbers"),
        ([(minus, 40)], "many -0"), ([(minus, 40), 0], "many -0, and one +0 at the end"), ([(minus, 1500)], "-0 in more than one block"),
        ([(minus, 1500), 0, (minus, 9)], "one +0 among many -0"), ([form.greatest, form.sign | form.greatest], "the largest numbers cancel"),
        ([1, form.sign | 1], "the smallest numbers cancel"), ([minus, 1], "-0 and the smallest number"),
    ):
        add("signed-zero", form, reason, values)
    for a, b, reason in (
        ([minus], [one], "-0 times 1 is -0"), ([minus], [form.sign | one], "-0 times -1 is +0"), ([0], [form.sign | one], "0 times -1 is -0"),
        ([minus, minus], [one, form.sign | one], "-0 and +0"), ([one, one], [one, form.sign | one], "products that cancel give +0"),
        ([minus, 0], [0, minus], "-0 times 0 twice"),
    ):
        add("signed-zero", form, reason, a, b)
    tiny = form.exact(two(form.least))
    add("signed-zero", form, "a product that underflows is not a zero: it cancels to +0", [tiny, tiny], [form.sign | tiny, tiny])
    add("signed-zero", form, "a negative total that rounds to zero is -0", [tiny], [form.sign | tiny])
    add("signed-zero", form, "a positive total that rounds to zero is +0", [tiny, minus], [tiny, one])


def ties(form):
    p = form.precision
    for power in (0, 32, 63, -20, form.bias - 1, 2 - form.bias + p):
        unit = two(power - p + 1)
        crumb = max(two(form.least), unit / two(90))
        for odd, what in ((0, "an even"), (1, "an odd")):
            base = two(power) + odd * unit
            both_signs("tie", form, f"half an ulp above {what} significand", [base, unit / 2])
            both_signs("double-rounding", form, f"half an ulp and a crumb far below, {what} significand", [base, unit / 2, crumb])
            both_signs("double-rounding", form, f"half an ulp less a crumb far below, {what} significand", [base, unit / 2, -crumb])
    for parts in (2, 3, 30, 33):
        halves = [two(-p - 1 - i) for i in range(parts)]
        both_signs("tie", form, f"half an ulp in {parts + 1} parts", [1, *halves, halves[-1]])
        both_signs("double-rounding", form, f"half an ulp in {parts} parts, short by the last", [1, *halves])
    for distance in (1, 2, 10, 11, 30, 31, 32, 33, 63, 64, 65, 100):
        if -p - distance >= form.least:
            both_signs("double-rounding", form, f"a crumb {distance} bits below half an ulp decides", [1, two(-p), two(-p - distance)])
            both_signs("double-rounding", form, f"a crumb {distance} bits below half an ulp decides against it, odd significand",
                       [1 + two(1 - p), two(-p), -two(-p - distance)])
    for distance in range(6, 50):
        both_signs("double-rounding", form, f"two crumbs decide, {distance} and 120 bits below half an ulp: one must not undo the other",
                   [1, two(-p), two(-p - distance), two(-p - 120)])


def carries(form):
    p, most = form.precision, form.decode(form.greatest)
    ulp_of_most = two(form.bias - p + 1)
    for values, reason in (
        ([2 - two(1 - p), two(-p)], "all ones and half an ulp: the carry goes into the exponent"),
        ([2 - two(1 - p), two(1 - p)], "all ones and an ulp: exact, in the next binade"),
        ([2 - two(1 - p), two(-p), -two(-2 * p)], "all ones and less than half an ulp"),
        ([two(32) - 1 if p > 32 else two(24) - 1, 1], "a carry out of a significand of ones"),
        ([two(31), two(31)], "a carry into a limb of 32 bits"), ([two(63), two(63)], "a carry into the third limb of 32 bits"),
        ([most, ulp_of_most / 2], "half an ulp above the largest number: infinity"),
        ([most, ulp_of_most / 2, -two(form.least)], "less than half an ulp above the largest number"),
        ([most, ulp_of_most / 4], "a quarter of an ulp above the largest number"),
        ([most, ulp_of_most / 2, -ulp_of_most / 2], "half an ulp above the largest number on the way"),
        ([most, most, -most], "an overflow in between"), ([most, most, -most, -most, 1], "an overflow in between, and 1 is left"),
        ([most] * 8 + [-most] * 7, "an overflow in between, of eight numbers"), ([most, most], "an overflow of the result"),
        ([most / 2, most / 2, two(form.least)], "the largest number and a crumb"),
    ):
        both_signs("carry", form, reason, values)
    for top in (31, 32, 63, 64, 95, 96, 97, 120):
        low = top - 2 * p
        both_signs("carry", form, f"2^{top} less 2^{low}: a borrow through every bit between", [two(top), -two(low)])
        both_signs("carry", form, f"2^{top} from ones and a last carry", [two(top) - two(top - p), two(top - p - 1), two(top - p - 1)])
    if form is F64:
        both_signs("carry", form, "a carry through sixty limbs", [two(1000), -two(-900), two(-900)])
        both_signs("carry", form, "a borrow through sixty limbs", [two(1000), -two(-900)])


def subnormal(form):
    least, normal = two(form.least), two(form.least + form.precision - 1)
    for values, reason in (
        ([normal, -least], "the largest subnormal number"), ([normal - least, least], "the smallest normal number, by a carry"),
        ([normal - least, normal - least], "two subnormal numbers with a normal sum"), ([normal * 3, -normal * 2, -least], "down to a subnormal number"),
        ([least] * 5, "five smallest numbers"), ([normal, least], "the smallest normal number and the smallest one"), ([1, -1, least], "the smallest number is left"),
        ([two(form.bias), least, -two(form.bias)], "the smallest number is left of the largest power"),
        ([normal * 2, least], "a tie does not occur: the ulp is the least number still"), ([normal * 4, least], "half an ulp: to even"),
        ([normal * 4, least * 3], "one and a half ulps: to even, upwards"), ([normal * 8, least * 3], "less than half an ulp"),
    ):
        both_signs("subnormal", form, reason, values)
    half = -form.least // 2
    b = two(form.least + half)
    for factor, reason in ((Fraction(1, 2), "half the smallest number: a tie, to zero"), (Fraction(3, 2), "one and a half: to 2"),
                           (Fraction(5, 2), "two and a half: to 2"), (Fraction(1, 4), "a quarter of the smallest number"), (Fraction(3, 4), "three quarters: to 1")):
        x, y = two(-half - 3), b * factor * 8
        add("subnormal", form, reason + ", of a product", numbers(form, x), numbers(form, y))
        add("subnormal", form, reason + ", of a negative product", numbers(form, -x), numbers(form, y))
        add("subnormal", form, reason + ", and a crumb", numbers(form, x, least), numbers(form, y, least))
        add("subnormal", form, reason + ", less a crumb", numbers(form, x, least), numbers(form, y, -least))


def non_finite(form):
    inf, nan, minus, one = form.infinity, form.nan, form.sign, form.exact(1)
    for values, reason in (
        ([inf], "an infinity"), ([minus | inf], "a negative infinity"), ([inf, inf], "infinities of one sign"), ([inf, minus | inf], "infinities of both signs"),
        ([inf, one, minus | form.greatest], "an infinity and numbers"), ([minus | inf, form.greatest, form.greatest], "an infinity outweighs an overflow"),
        ([form.greatest, form.greatest, minus | inf], "an overflow on the way does not make an infinity"),
        ([nan], "a NaN"), ([minus | nan], "a NaN with its sign set"), ([nan | 1], "a NaN with a payload"), ([form.infinity | 1], "a signaling NaN"),
        ([minus | form.infinity | 1], "a signaling NaN with its sign set"), ([2 * form.sign - 1], "a NaN of ones"), ([nan, inf], "a NaN and an infinity"),
        ([one, nan, one], "a NaN between numbers"), ([inf, minus | inf, nan], "all of it"), ([0, inf, minus], "an infinity among zeros"),
        ([(one, 1100), inf], "an infinity in the second block"), ([(one, 1100), nan, (one, 40)], "a NaN in the second block"),
        ([(one, 2000), inf, (one, 2000), minus | inf, one], "infinities of both signs, blocks apart"), ([(one, 30), minus | inf], "an infinity at the end"),
    ):
        add("non-finite", form, reason, values)
    for a, b, reason in (
        ([inf], [one], "infinity times 1"), ([inf], [minus | one], "infinity times -1"), ([inf], [0], "infinity times 0 is a NaN"),
        ([minus], [inf], "-0 times infinity is a NaN"), ([nan], [0], "a NaN times 0"), ([one], [nan], "1 times a NaN"),
        ([inf, one], [one, minus | inf], "infinite products of both signs"), ([minus | inf], [minus | inf], "the product of two negative infinities"),
        ([form.greatest, inf], [form.greatest, minus | one], "an infinity outweighs a product that overflows"),
    ):
        add("non-finite", form, reason, a, b)


def products(form):
    p, most, least = form.precision, form.decode(form.greatest), two(form.least)
    ulp = two(1 - p)
    for a, b, reason in (
        ([1 + ulp, -1], [1 - ulp, 1], "what a rounded product loses"), ([1 + ulp, -(1 + 2 * ulp)], [1 + ulp, 1], "the lowest bit of a square"),
        ([most, most], [most, -most], "products beyond the range cancel"), ([most, most, 3], [2, -2, 5], "products overflow in between"),
        ([most], [most], "a product overflows"), ([-most], [most], "a product overflows downwards"), ([most, 1], [1, -1], "the largest number less 1"),
        ([least, 1], [least, 1], "1 and the smallest product"), ([1, least], [1, -least], "1 less the smallest product"),
        ([1, ulp / 2, least], [1, 1, least], "half an ulp and the smallest product"), ([1, ulp / 2, least], [1, 1, -least], "half an ulp less the smallest product"),
        ([1 + ulp, ulp / 2, least], [1, 1, -least], "an odd significand, half an ulp less the smallest product"),
        ([2 - ulp], [2 - ulp], "the square of ones"), ([2 - ulp, -4, 4], [2 - ulp, 1, ulp], "the square of ones, cancelled to its last bits"),
    ):
        add("product", form, reason, numbers(form, *a), numbers(form, *b))
        add("product", form, reason + "; negated", numbers(form, *[-x for x in a]), numbers(form, *b))
    # Products near the limit below which the error of a product is not a number of the format.
    rng = random.Random(20)
    for _ in range(16):
        scale = rng.randrange(-485, -475) if form is F64 else rng.randrange(-70, -50)
        count = rng.randrange(1, 40)
        a = [form.encode((Fraction(rng.getrandbits(p)) / two(p) + 1) * two(scale) * rng.choice((-1, 1))) for _ in range(count)]
        b = [form.encode((Fraction(rng.getrandbits(p)) / two(p) + 1) * two(scale) * rng.choice((-1, 1))) for _ in range(count)]
        add("product", form, "random products near the limit of the error term", a, b)


def random_number(form, rng, low, high):
    fraction = rng.getrandbits(form.precision - 1)
    return (rng.getrandbits(1) * form.sign) | (rng.randrange(low, high) << (form.precision - 1)) | fraction


def random_vectors(form):
    rng = random.Random(7 if form is F64 else 8)
    last = (1 << form.exponent_bits) - 1
    for count in (1, 3, 7, 8, 9, 16, 17, 33, 70, 100):
        for low, high, reason in ((0, last, "any exponents"), (form.bias - 2, form.bias + 2, "similar magnitudes"), (0, 3, "subnormal numbers and the next"),
                                  (last - 2, last, "the largest numbers"), (form.bias - 40, form.bias + 40, "eighty powers of two")):
            values = [random_number(form, rng, low, high) for _ in range(count)]
            add("random", form, f"{count} random numbers: {reason}", values)
        values = [random_number(form, rng, 0, last) for _ in range(count)]
        values = values + [bits ^ form.sign for bits in values] + [random_number(form, rng, 0, form.bias)]
        rng.shuffle(values)
        add("cancellation", form, f"{count} random numbers, their negatives, and one more", values)
        a = [random_number(form, rng, 0, last) for _ in range(count)]
        b = [random_number(form, rng, 0, last) for _ in range(count)]
        add("random", form, f"{count} random products: any exponents", a, b)
        a = [random_number(form, rng, form.bias - 3, form.bias + 3) for _ in range(count)]
        b = [random_number(form, rng, form.bias - 3, form.bias + 3) for _ in range(count)]
        add("random", form, f"{count} random products: similar magnitudes", a, b)


def long_arrays(form):
    one, minus, p = form.exact(1), form.sign, form.precision
    ulp = form.exact(two(1 - p))
    half = form.exact(two(-p))
    for values, reason in (
        ([(one, 1023)], "1,023 ones"), ([(one, 1024)], "1,024 ones"), ([(one, 1025)], "1,025 ones"), ([(minus | one, 4097)], "4,097 negative ones"),
        ([one, (half, 1024)], "1, and 1,024 halves of its ulp: a loop never moves"), ([one, (half, 1023), form.exact(two(-3 * p))], "and a crumb in another block"),
        ([(one, 20000), (minus | one, 20000), 1], "20,000 ones, as many negative ones, and the smallest number"),
        ([(form.greatest, 3000), (minus | form.greatest, 2999)], "thousands of the largest number: overflow in between"),
        ([(one, 2000), form.exact(two(60)), (one, 2000), form.exact(-two(60))], "an outlier in a later block"),
        ([(one, 1030), form.greatest, (one, 1030), minus | form.greatest], "the largest number in the second block"),
        ([(form.exact(two(20)), 17000), (ulp, 17000), (1, 17000)], "magnitudes that drop from block to block"),
        ([(1, 5000)], "5,000 smallest numbers"), ([(one, 1024), (form.exact(two(-30)), 1024), (form.exact(two(-60)), 1024), (form.exact(two(-100)), 1024)], "ever smaller blocks"),
        ([(one | 1, 2047), minus | form.exact(2047)], "the last bits of 2,047 numbers"),
        ([(one, 1024), (form.exact(Fraction(15, 2)), 15360)], "sixteen blocks whose integers need more than 64 bits"),
        ([(form.exact(1 + two(1 - p)), 16384), (ulp, 1)], "16,384 numbers with a last bit"),
    ):
        add("long", form, reason, values)
        negated = [(item[0] ^ minus, item[1]) if isinstance(item, tuple) else item ^ minus for item in values]
        add("long", form, reason + "; negated", negated)
        ones = [(one, item[1]) if isinstance(item, tuple) else one for item in values]
        add("long", form, reason + "; as products", values, ones)


def main():
    for form in FORMATS:
        negative_totals(form)
    for part in (single_numbers, zeros, ties, carries, subnormal, non_finite, products, long_arrays, random_vectors):
        for form in FORMATS:
            part(form)
    seen = set()
    unique = [v for v in vectors if (key := json.dumps({k: v[k] for k in v if k not in ("id", "reason", "kind")})) not in seen and not seen.add(key)]
    head = '{\n"version": 1,\n"vectors": [\n'
    text = head + ",\n".join(json.dumps(vector) for vector in unique) + "\n]\n}\n"
    if "--check" in sys.argv[1:]:
        if OUTPUT.read_text() != text:
            sys.exit(f"{OUTPUT.name} is not what generate.py writes: run python3 {pathlib.Path(__file__).name}")
        return
    OUTPUT.write_text(text)
    print(f"{len(unique)} vectors, {len(text):,} bytes")


if __name__ == "__main__":
    main()
