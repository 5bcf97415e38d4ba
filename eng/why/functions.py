# Functions of NumPy and PyTorch for check.py.

import numpy as np

rng = np.random.default_rng()


def loop(x, y):
    total = np.float32(0)
    for a, b in zip(x, y):
        total += a * b
    return total


def backward(x, y):
    return loop(x[::-1], y[::-1])


def fused(x, y):
    # A product of two binary32 numbers is exact in binary64; the sum is rounded to binary32, twice at worst.
    total = np.float32(0)
    for a, b in zip(x, y):
        total = np.float32(np.float64(total) + np.float64(a) * np.float64(b))
    return total


def in_double(x, y):
    return np.float32(np.dot(x.astype(np.float64), y.astype(np.float64)))


def in_half(x, y):
    return np.dot(x.astype(np.float16), y.astype(np.float16))


def rounded_inputs(x, y):
    return loop(x.astype(np.float16).astype(np.float32), y.astype(np.float16).astype(np.float32))


def shuffled(x, y):
    order = rng.permutation(len(x))
    return loop(x[order], y[order])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def torch_sigmoid(x):
    import torch

    return torch.sigmoid(torch.from_numpy(x.copy()))


def rows(x):
    # Whole pairs of rows from the right, a last one from the left.
    pairs = len(x) // 2 * 2
    return np.array([sum_of(row[::-1]) if i < pairs else sum_of(row) for i, row in enumerate(x)], np.float32)


def rows_alone(x):
    return np.array([sum_of(row) for row in x], np.float32)


def sum_of(row):
    return loop(row, np.ones_like(row))


def bfloat16(x):
    import torch

    return torch.from_numpy(x.copy()).to(torch.bfloat16)


def same(x):
    return x


def raises(x, y):
    raise ValueError("not today")


def hangs(x, y):
    while True:
        pass
