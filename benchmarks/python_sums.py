#!/usr/bin/env python3
"""Times the sums and dot products of Python and NumPy on numbers in +-1/2, as the C# benchmarks take them.

    sudo eng/pocl-chroot.sh run -- python3 benchmarks/python_sums.py

Prints a Markdown table in nanoseconds: the least of 15 repetitions of at least 20 ms each.
"""

import math
import random
import sys
import timeit

import numpy

LENGTHS = [8, 64, 1024, 4096, 32_768, 262_144, 16_777_216]


def nanoseconds(call):
    timer = timeit.Timer(call)
    number, seconds = timer.autorange()
    while seconds < 0.02:
        number *= 2
        seconds = timer.timeit(number)
    if number > 1:
        number = max(1, round(number * 0.02 / seconds))
    return min(timer.repeat(15, number)) / number * 1e9


def main():
    generator = random.Random(1)
    print(f"Python {sys.version.split()[0]}, NumPy {numpy.__version__}\n")
    print("| N | math.fsum | numpy.sum | math.sumprod | numpy.dot |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for length in LENGTHS:
        a = [generator.random() - 0.5 for _ in range(length)]
        b = [generator.random() - 0.5 for _ in range(length)]
        x, y = numpy.array(a), numpy.array(b)
        times = [
            nanoseconds(lambda: math.fsum(a)),
            nanoseconds(lambda: numpy.sum(x)),
            nanoseconds(lambda: math.sumprod(a, b)),
            nanoseconds(lambda: numpy.dot(x, y)),
        ]
        print(f"| {length:,} | " + " | ".join(f"{time:,.0f}" for time in times) + " |")


if __name__ == "__main__":
    main()
