#!/usr/bin/env python3
"""Draws the icon of the packages, eng/icon.png: a white question mark, its dot a check mark's colour, on a blue square.

    python3 eng/icon.py eng/icon.png

Standard library only. The shape is drawn by distance: each pixel is as opaque as its distance to the shape says.
"""

import math
import struct
import sys
import zlib

SIZE = 128
BLUE, WHITE, GREEN = (32, 62, 120), (255, 255, 255), (120, 220, 140)


def rounded_square(x, y):
    """Signed distance to a square with rounded corners that fills the picture."""
    half, radius = SIZE / 2, 24
    dx = max(abs(x - half) - (half - radius), 0)
    dy = max(abs(y - half) - (half - radius), 0)
    return math.hypot(dx, dy) - radius


def question_mark(x, y):
    """Signed distance to the hook of a question mark: three quarters of a ring, and a stem below it."""
    cx, cy, ring, thickness = 64, 49, 22, 8
    angle = math.degrees(math.atan2(y - cy, x - cx))
    if -180 <= angle <= 90:
        hook = abs(math.hypot(x - cx, y - cy) - ring)
    else:
        hook = min(math.hypot(x - (cx - ring), y - cy), math.hypot(x - cx, y - (cy + ring)))
    stem = math.hypot(x - cx, y - min(max(y, cy + ring), cy + ring + 10))
    return min(hook, stem) - thickness


def dot(x, y):
    """Signed distance to the dot."""
    return math.hypot(x - 64, y - 104) - 9.5


def blend(below, above, distance):
    """Paints a colour where a signed distance is negative, with an edge one pixel wide."""
    share = min(max(0.5 - distance, 0), 1)
    return tuple(round(b + (a - b) * share) for b, a in zip(below, above))


def rows():
    for row in range(SIZE):
        line = bytearray([0])
        for column in range(SIZE):
            x, y = column + 0.5, row + 0.5
            colour = blend(blend(BLUE, WHITE, question_mark(x, y)), GREEN, dot(x, y))
            line += bytes(colour) + bytes([round(255 * min(max(0.5 - rounded_square(x, y), 0), 1))])
        yield bytes(line)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


with open(sys.argv[1], "wb") as file:
    file.write(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"".join(rows()), 9))
        + chunk(b"IEND", b"")
    )
