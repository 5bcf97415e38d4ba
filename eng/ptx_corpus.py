#!/usr/bin/env python3
"""What a CUDA device computes, bit for bit, for each PTX instruction, so that other implementations can be compared with it.

usage: ptx_corpus.py texts DIR                      write each PTX text into a folder, to assemble it
       ptx_corpus.py run FILE [--library LIBRARY]   run every text with a CUDA driver and write its results as JSON
       ptx_corpus.py compare FILE FILE              compare the results of two devices bit for bit

The driver is reached through its own library (libcuda.so.1), without any other dependency than Python.
"""

import argparse
import ctypes
import gzip
import itertools
import json
import math
import os
import struct
import sys

# ---------------------------------------------------------------------------------------------------------------------------------
# Operands: the edges of each format and a few numbers between them.


def bits32(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def bits64(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def mix(state):
    """One step of SplitMix64: the next state and 64 random bits."""
    state = (state + 0x9E3779B97F4A7C15) & (2**64 - 1)
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
    return state, z ^ (z >> 31)


def random_bits(seed, count, width):
    values = []
    for _ in range(count):
        seed, z = mix(seed)
        values.append(z >> (64 - width))
    return values


F32_FEW = [
    0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x3F800000, 0xBF800000, 0x3F800001, 0x3F7FFFFF,
    0x40490FDB, 0x7F7FFFFF, 0xFF7FFFFF, 0x7F800000, 0xFF800000, 0x7FC00000, 0x33800000, 0x4B800001,
]
F32 = F32_FEW + [
    0x807FFFFF, 0x80800000, 0x7F800001, 0xFFC12345, 0x7FFFFFFF, 0x3F000000, 0xBF000000, 0x3FC00000, 0x40200000, 0xC0200000,
    0x4B000001, 0x4B7FFFFF, 0xCB7FFFFF, 0x4EFFFFFF, 0x4F000000, 0xCF000000, 0xCF000001, 0x4F7FFFFF, 0x4F800000, 0x5EFFFFFF,
    0x5F000000, 0xDF000000, 0x5F800000, 0x3EAAAAAB, 0x3DCCCCCD, 0x42C80000, 0xC2C80000, 0x43160000, 0x42FF0000, 0x437F0000,
    0x00400000, 0x1F800000, 0x60000000, 0x33800001, 0xB3800000, 0x477FE000, 0x477FF000, 0x33000000, 0x387FC000,
]
F64_FEW = [
    0x0000000000000000, 0x8000000000000000, 0x0000000000000001, 0x000FFFFFFFFFFFFF, 0x0010000000000000, 0x3FF0000000000000,
    0xBFF0000000000000, 0x3FF0000000000001, 0x3FEFFFFFFFFFFFFF, 0x400921FB54442D18, 0x7FEFFFFFFFFFFFFF, 0xFFEFFFFFFFFFFFFF,
    0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000, 0x3CA0000000000000,
]
F64 = F64_FEW + [
    0x8000000000000001, 0x8010000000000000, 0x7FF0000000000001, 0xFFF8123456789ABC, 0x3FE0000000000000, 0xBFE0000000000000,
    0x3FF8000000000000, 0x4004000000000000, 0xC004000000000000, 0x4330000000000001, 0x41DFFFFFFFC00000, 0x41E0000000000000,
    0xC1E0000000000000, 0xC1E0000000200000, 0x41EFFFFFFFE00000, 0x41F0000000000000, 0x43DFFFFFFFFFFFFF, 0x43E0000000000000,
    0xC3E0000000000000, 0x43F0000000000000, 0x3FD5555555555555, 0x3FB999999999999A, 0x47EFFFFFE0000000, 0x47EFFFFFF0000000,
    0x47F0000000000000, 0x3810000000000000, 0x380FFFFFE0000000, 0x36A0000000000000, 0x3690000000000000, 0x3690000000000001,
    0x3FF0000010000000, 0x3FF0000030000000, 0x40EFFC0000000000, 0x1FF0000000000000, 0x6000000000000000,
]
F16 = [
    0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3C00, 0xBC00, 0x3C01, 0x3BFF, 0x4248, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00, 0x7E00,
    0x7C01, 0xFE12, 0x3800, 0x3E00, 0x6801, 0x1000, 0x3555, 0xC500, 0x5640,
]
BF16 = [
    0x0000, 0x8000, 0x0001, 0x8001, 0x007F, 0x0080, 0x3F80, 0xBF80, 0x3F81, 0x3F7F, 0x4049, 0x7F7F, 0xFF7F, 0x7F80, 0xFF80, 0x7FC0,
    0x7F81, 0xFFC1, 0x3F00, 0x3FC0, 0x4301, 0x3380, 0x3EAB, 0xC0A0, 0x42C8,
]
I64_FEW = [0, 1, 2, 3, 2**63, 2**63 - 1, 2**64 - 1, 2**32, 2**32 - 1, 0x0123456789ABCDEF, 0xFFFFFFFFFFFFFFF9, 64]
I64 = I64_FEW + [7, 31, 32, 33, 63, 65, 127, 128, 255, 256, 0x7FFFFFFF, 0x80000000, 2**63 + 1, 0xFEDCBA9876543210, 2**53 + 1, 2**24 + 1]
I32_FEW = [0, 1, 2, 3, 0x80000000, 0x7FFFFFFF, 0xFFFFFFFF, 0x10000, 0xFFFF, 0x12345678, 0xFFFFFFF9, 32]
I32 = I32_FEW + [7, 8, 31, 33, 63, 127, 128, 255, 256, 0x7FFF, 0x8000, 0x80000001, 0xFEDCBA98, 2**24 + 1, 2**23, 0xFFFFFF80, 0xFFFF8000]
I16 = [0, 1, 2, 3, 7, 15, 16, 17, 127, 128, 255, 256, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0xFFF9, 0x1234]

SETS = {
    "f32": ("b32", F32 + random_bits(1, 8, 32)),
    "f32-few": ("b32", F32_FEW),
    "f64": ("b64", F64 + random_bits(2, 8, 64)),
    "f64-few": ("b64", F64_FEW),
    "f16": ("b16", F16 + random_bits(3, 4, 16)),
    "f16-few": ("b16", F16[:16]),
    "bf16": ("b16", BF16 + random_bits(4, 4, 16)),
    "bf16-few": ("b16", BF16[:16]),
    "f16x2": ("b32", [low | F16[(7 * i + 3) % len(F16)] << 16 for i, low in enumerate(F16)]),
    "i64": ("b64", I64),
    "i64-few": ("b64", I64_FEW),
    "i32": ("b32", I32),
    "i32-few": ("b32", I32_FEW),
    "i16": ("b16", I16),
    "i16-few": ("b16", I16[:12] + [0xFFFF, 0xFFF9]),
    "shift": ("b32", [0, 1, 5, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 0x80000000, 0xFFFFFFFF]),
    "field": ("b32", [0, 1, 7, 16, 31, 32, 33, 63, 64, 255, 256, 257, 0x1020]),
    "nibbles": ("b32", [0, 0x3210, 0x7654, 0x0123, 0x4567, 0xBA98, 0xFEDC, 0x8888, 0xFFFF, 0x12345321]),
    "f32-random": ("b32", random_bits(5, 4096, 32)),
    "f32-near-1": ("b32", [0x3F800000 + (z - 2**22) for z in random_bits(6, 2048, 23)]),
    "f64-random": ("b64", random_bits(7, 2048, 64)),
    "lanes": ("b32", [(z & 0xFFFF) | lane << 24 for lane, z in enumerate(random_bits(8, 32, 32))]),
}

# ---------------------------------------------------------------------------------------------------------------------------------
# Cases: an instruction and the sets whose product it is tried on.


class Case:
    """A kernel that reads a, b, c (one number each per thread), runs its body and writes d, and e where the body has one."""

    def __init__(self, name, body, inputs, d="b32", e=None, sm=80, version="7.0", block=128, declarations=""):
        self.name, self.body, self.inputs, self.d, self.e = name, body, inputs, d, e
        self.sm, self.version, self.block, self.declarations = sm, version, block, declarations

    def rows(self):
        return list(itertools.product(*(SETS[name][1] for name in self.inputs)))

    def text(self):
        widths = {name: SETS[set_name][0] for name, set_name in zip("abc", self.inputs)}
        widths["d"] = self.d
        if self.e:
            widths["e"] = self.e
        sizes = {"b16": 2, "b32": 4, "b64": 8}
        lines = [
            f".version {self.version}",
            f".target sm_{self.sm}",
            ".address_size 64",
            "",
            ".visible .entry kernel(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .u64 pd, .param .u64 pe, .param .u32 pn)",
            "{",
            "    .reg .pred p, q, r;",
            "    .reg .b16 h<4>;",
            "    .reg .b32 i, n, s, t<8>;",
            "    .reg .b64 w, x, y<8>, aa, ab, ac, ad, ae;",
        ]
        lines += [f"    .reg .{width} {name};" for name, width in widths.items()]
        lines += ["    " + line for line in self.declarations.splitlines()]
        lines += [
            "    mov.u32 i, %ctaid.x;",
            "    mov.u32 n, %ntid.x;",
            "    mov.u32 s, %tid.x;",
            "    mad.lo.s32 i, i, n, s;",
            "    ld.param.u32 n, [pn];",
            "    setp.ge.u32 p, i, n;",
            "    @p bra END;",
        ]
        for name, width in widths.items():
            lines += [
                f"    ld.param.u64 a{name}, [p{name}];",
                f"    cvta.to.global.u64 a{name}, a{name};",
                f"    mad.wide.u32 a{name}, i, {sizes[width]}, a{name};",
            ]
        lines += [f"    ld.global.{widths[name]} {name}, [a{name}];" for name in "abc"[: len(self.inputs)]]
        lines += ["    " + line for line in self.body.splitlines()]
        lines += [f"    st.global.{widths[name]} [a{name}], {name};" for name in ("d", "e") if name in widths]
        lines += ["END:", "    ret;", "}", ""]
        return "\n".join(lines)


def float_cases():
    wide = {"f32": "b32", "f64": "b64", "f16": "b16"}
    rounding = ["rn", "rz", "rm", "rp"]
    for op in ("neg", "abs"):
        yield Case(f"{op}.f32", f"{op}.f32 d, a;", ["f32"])
        yield Case(f"{op}.ftz.f32", f"{op}.ftz.f32 d, a;", ["f32"])
        yield Case(f"{op}.f64", f"{op}.f64 d, a;", ["f64"], "b64")
        yield Case(f"{op}.f16", f"{op}.f16 d, a;", ["f16"], "b16")
        yield Case(f"{op}.bf16", f"{op}.bf16 d, a;", ["bf16"], "b16")
    for op in ("sqrt", "rcp"):
        for mode in rounding:
            for random in ("", "-random"):
                yield Case(f"{op}.{mode}.f32{random}", f"{op}.{mode}.f32 d, a;", ["f32" + random])
                yield Case(f"{op}.{mode}.f64{random}", f"{op}.{mode}.f64 d, a;", ["f64" + random], "b64")
            yield Case(f"{op}.{mode}.ftz.f32", f"{op}.{mode}.ftz.f32 d, a;", ["f32"])
    for kind in ("finite", "infinite", "number", "notanumber", "normal", "subnormal"):
        for t in ("f32", "f64"):
            yield Case(f"testp.{kind}.{t}", f"testp.{kind}.{t} p, a;\nselp.b32 d, 1, 0, p;", [t])
    for op in ("rcp", "rsqrt", "sqrt", "sin", "cos", "lg2", "ex2"):
        for ftz in ("", ".ftz"):
            name = f"{op}.approx{ftz}.f32"
            for s in ("f32", "f32-random", "f32-near-1"):
                yield Case(f"{name} ({s})", f"{name} d, a;", [s])
    for s in ("f32", "f32-random", "f32-near-1"):
        yield Case(f"tanh.approx.f32 ({s})", "tanh.approx.f32 d, a;", [s])
    for name in ("rcp.approx.ftz.f64", "rsqrt.approx.f64", "rsqrt.approx.ftz.f64"):
        for s in ("f64", "f64-random"):
            yield Case(f"{name} ({s})", f"{name} d, a;", [s], "b64")
    yield Case("ex2.approx.f16", "ex2.approx.f16 d, a;", ["f16"], "b16")
    yield Case("tanh.approx.f16", "tanh.approx.f16 d, a;", ["f16"], "b16")
    yield Case("tanh.approx.bf16", "tanh.approx.bf16 d, a;", ["bf16"], "b16", sm=90, version="7.8")
    yield Case("ex2.approx.ftz.bf16", "ex2.approx.ftz.bf16 d, a;", ["bf16"], "b16", sm=90, version="7.8")
    for op in ("add", "sub", "mul"):
        for modifier in ["", ".ftz", ".sat"] + [f".{m}" for m in rounding] + [f".{m}.ftz" for m in rounding] + [".rn.sat", ".rn.ftz.sat"]:
            yield Case(f"{op}{modifier}.f32", f"{op}{modifier}.f32 d, a, b;", ["f32", "f32"])
        for mode in [""] + [f".{m}" for m in rounding]:
            yield Case(f"{op}{mode}.f64", f"{op}{mode}.f64 d, a, b;", ["f64", "f64"], "b64")
        for modifier in ("", ".rn", ".ftz", ".sat", ".rn.ftz.sat"):
            yield Case(f"{op}{modifier}.f16", f"{op}{modifier}.f16 d, a, b;", ["f16", "f16"], "b16")
        yield Case(f"{op}.rn.f16x2", f"{op}.rn.f16x2 d, a, b;", ["f16x2", "f16x2"])
        yield Case(f"{op}.rn.bf16", f"{op}.rn.bf16 d, a, b;", ["bf16", "bf16"], "b16", sm=90, version="7.8")
    for modifier in [f".{m}" for m in rounding] + [".rn.ftz", ".approx", ".approx.ftz", ".full", ".full.ftz"]:
        yield Case(f"div{modifier}.f32", f"div{modifier}.f32 d, a, b;", ["f32", "f32"])
    for mode in rounding:
        yield Case(f"div.{mode}.f64", f"div.{mode}.f64 d, a, b;", ["f64", "f64"], "b64")
    for op in ("min", "max"):
        for modifier in ("", ".ftz", ".NaN", ".ftz.NaN"):
            yield Case(f"{op}{modifier}.f32", f"{op}{modifier}.f32 d, a, b;", ["f32", "f32"])
        yield Case(f"{op}.f64", f"{op}.f64 d, a, b;", ["f64", "f64"], "b64")
        for modifier in ("", ".ftz", ".NaN"):
            yield Case(f"{op}{modifier}.f16", f"{op}{modifier}.f16 d, a, b;", ["f16", "f16"], "b16")
        yield Case(f"{op}.bf16", f"{op}.bf16 d, a, b;", ["bf16", "bf16"], "b16")
        yield Case(f"{op}.NaN.bf16", f"{op}.NaN.bf16 d, a, b;", ["bf16", "bf16"], "b16")
    for t in ("f32", "f64"):
        yield Case(f"copysign.{t}", f"copysign.{t} d, a, b;", [t, t], wide[t])
    for compare in ("eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan"):
        for modifier, t in (("", "f32"), (".ftz", "f32"), ("", "f64"), ("", "f16")):
            yield Case(f"setp.{compare}{modifier}.{t}", f"setp.{compare}{modifier}.{t} p, a, b;\nselp.b32 d, 1, 0, p;", [t, t])
    for compare in ("lt", "geu"):
        yield Case(f"set.{compare}.u32.f32", f"set.{compare}.u32.f32 d, a, b;", ["f32", "f32"])
        yield Case(f"set.{compare}.f32.f32", f"set.{compare}.f32.f32 d, a, b;", ["f32", "f32"])
        yield Case(f"set.{compare}.ftz.f32.f32", f"set.{compare}.ftz.f32.f32 d, a, b;", ["f32", "f32"])
    yield Case("slct.f32.f32", "slct.f32.f32 d, a, b, c;", ["f32-few", "f32-few", "f32-few"])
    yield Case("slct.ftz.f32.f32", "slct.ftz.f32.f32 d, a, b, c;", ["f32-few", "f32-few", "f32-few"])
    yield Case("slct.f32.s32", "slct.f32.s32 d, a, b, c;", ["f32-few", "f32-few", "i32-few"])
    for modifier in [f".{m}" for m in rounding] + [f".{m}.ftz" for m in rounding] + [".rn.sat", ".rn.ftz.sat"]:
        yield Case(f"fma{modifier}.f32", f"fma{modifier}.f32 d, a, b, c;", ["f32-few"] * 3)
    for mode in rounding:
        yield Case(f"fma.{mode}.f64", f"fma.{mode}.f64 d, a, b, c;", ["f64-few"] * 3, "b64")
    for modifier in (".rn", ".rn.ftz", ".rn.sat", ".rn.relu"):
        yield Case(f"fma{modifier}.f16", f"fma{modifier}.f16 d, a, b, c;", ["f16-few"] * 3, "b16")
    yield Case("fma.rn.bf16", "fma.rn.bf16 d, a, b, c;", ["bf16-few"] * 3, "b16")
    # What the assembler contracts: a product and a sum without a rounding mode, with one, and across a move.
    for t, w in (("f32", "t0"), ("f64", "y0")):
        few = [f"{t}-few"] * 3
        yield Case(f"mul.{t} add.{t}", f"mul.{t} {w}, a, b;\nadd.{t} d, {w}, c;", few, wide[t])
        yield Case(f"mul.{t} sub.{t}", f"mul.{t} {w}, a, b;\nsub.{t} d, {w}, c;", few, wide[t])
        yield Case(f"mul.rn.{t} add.{t}", f"mul.rn.{t} {w}, a, b;\nadd.{t} d, {w}, c;", few, wide[t])
        yield Case(f"mul.{t} add.rn.{t}", f"mul.{t} {w}, a, b;\nadd.rn.{t} d, {w}, c;", few, wide[t])
        yield Case(f"mul.rn.{t} add.rn.{t}", f"mul.rn.{t} {w}, a, b;\nadd.rn.{t} d, {w}, c;", few, wide[t])
    # The same on numbers whose product is not exact, where contraction shows.
    for first, second in (("mul", "add"), ("mul.rn", "add"), ("mul", "add.rn"), ("mul.rn", "add.rn")):
        yield Case(f"{first}.f32 {second}.f32 (inexact)", f"{first}.f32 t2, a, a;\n{second}.f32 d, t2, 0fBF800000;", ["f32-near-1"])


def convert_cases():
    integers = ["s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64"]
    register = {"s64": "b64", "u64": "b64", "f64": "b64", "f16": "b16"}
    operand = {"s64": "i64", "u64": "i64"}
    for source, target in itertools.product(integers, integers):
        inputs, d = [operand.get(source, "i32")], register.get(target, "b32")
        if source != target:
            yield Case(f"cvt.{target}.{source}", f"cvt.{target}.{source} d, a;", inputs, d)
            # The assembler refuses to saturate what always fits.
            if int(target[1:]) <= int(source[1:]) or (source[0], target[0]) == ("s", "u"):
                yield Case(f"cvt.sat.{target}.{source}", f"cvt.sat.{target}.{source} d, a;", inputs, d)
    for source, target, mode in itertools.product(integers, ("f16", "f32", "f64"), ("rn", "rz", "rm", "rp")):
        name = f"cvt.{mode}.{target}.{source}"
        yield Case(name, f"{name} d, a;", [operand.get(source, "i32")], register.get(target, "b32"))
    for source, target, mode in itertools.product(("f16", "f32", "f64"), integers, ("rni", "rzi", "rmi", "rpi")):
        name = f"cvt.{mode}.{target}.{source}"
        yield Case(name, f"{name} d, a;", [source], register.get(target, "b32"))
    for target in integers:
        yield Case(f"cvt.rzi.ftz.{target}.f32", f"cvt.rzi.ftz.{target}.f32 d, a;", ["f32"], register.get(target, "b32"))
        yield Case(f"cvt.rzi.sat.{target}.f32", f"cvt.rzi.sat.{target}.f32 d, a;", ["f32"], register.get(target, "b32"))
    for source, target in (("f16", "f32"), ("f16", "f64"), ("f32", "f64")):
        yield Case(f"cvt.{target}.{source}", f"cvt.{target}.{source} d, a;", [source], register.get(target, "b32"))
    yield Case("cvt.ftz.f64.f32", "cvt.ftz.f64.f32 d, a;", ["f32"], "b64")
    for source, target in (("f32", "f16"), ("f64", "f32"), ("f64", "f16")):
        for mode in ("rn", "rz", "rm", "rp"):
            name = f"cvt.{mode}.{target}.{source}"
            yield Case(name, f"{name} d, a;", [source], register.get(target, "b32"))
    yield Case("cvt.rn.ftz.f16.f32", "cvt.rn.ftz.f16.f32 d, a;", ["f32"], "b16")
    yield Case("cvt.rn.ftz.f32.f64", "cvt.rn.ftz.f32.f64 d, a;", ["f64"])
    yield Case("cvt.rn.sat.f16.f32", "cvt.rn.sat.f16.f32 d, a;", ["f32"], "b16")
    for t in ("f16", "f32", "f64"):
        for mode in ("rni", "rzi", "rmi", "rpi"):
            name = f"cvt.{mode}.{t}.{t}"
            yield Case(name, f"{name} d, a;", [t], register.get(t, "b32"))
        yield Case(f"cvt.sat.{t}.{t}", f"cvt.sat.{t}.{t} d, a;", [t], register.get(t, "b32"))
    yield Case("cvt.ftz.f32.f32", "cvt.ftz.f32.f32 d, a;", ["f32"])
    for mode in ("rn", "rz"):
        yield Case(f"cvt.{mode}.bf16.f32", f"cvt.{mode}.bf16.f32 d, a;", ["f32"], "b16")
        yield Case(f"cvt.{mode}.bf16x2.f32", f"cvt.{mode}.bf16x2.f32 d, a, b;", ["f32-few", "f32-few"])
        yield Case(f"cvt.{mode}.f16x2.f32", f"cvt.{mode}.f16x2.f32 d, a, b;", ["f32-few", "f32-few"])
    yield Case("cvt.f32.bf16", "cvt.f32.bf16 d, a;", ["bf16"], sm=90, version="7.8")
    yield Case("cvt.rna.tf32.f32", "cvt.rna.tf32.f32 d, a;", ["f32"])
    for t in ("e4m3x2", "e5m2x2"):
        for s in ("f32", "f32-random"):
            pair = ["f32-few", "f32"] if s == "f32" else [s]
            operands = "a, b" if s == "f32" else "a, a"
            yield Case(f"cvt.rn.satfinite.{t}.f32 ({s})", f"cvt.rn.satfinite.{t}.f32 d, {operands};", pair, "b16", sm=90, version="8.1")
        yield Case(f"cvt.rn.f16x2.{t}", f"cvt.rn.f16x2.{t} d, a;", ["f16"], sm=90, version="8.1")


def integer_cases():
    sizes = {"16": ("b16", "i16", "h0"), "32": ("b32", "i32", "t0"), "64": ("b64", "i64", "y0")}
    double = {"16": "b32", "32": "b64"}
    for width, (register, operands, _) in sizes.items():
        for sign in "su":
            t = sign + width
            two, three = [operands, operands], [f"{operands}-few"] * 3
            for op in ("add", "sub", "mul.lo", "mul.hi", "div", "rem", "min", "max"):
                yield Case(f"{op}.{t}", f"{op}.{t} d, a, b;", two, register)
            for op in ("mad.lo", "mad.hi", "sad"):
                yield Case(f"{op}.{t}", f"{op}.{t} d, a, b, c;", three, register)
            if width in double:
                yield Case(f"mul.wide.{t}", f"mul.wide.{t} d, a, b;", two, double[width])
                c = {"16": "i32-few", "32": "i64-few"}[width]
                yield Case(f"mad.wide.{t}", f"mad.wide.{t} d, a, b, c;", three[:2] + [c], double[width])
            for compare in ("eq", "ne", "lt", "le", "gt", "ge") + (("lo", "ls", "hi", "hs") if sign == "u" else ()):
                yield Case(f"setp.{compare}.{t}", f"setp.{compare}.{t} p, a, b;\nselp.b32 d, 1, 0, p;", two)
            yield Case(f"shr.{t}", f"shr.{t} d, a, b;", [operands, "shift"], register)
            if width != "16":
                yield Case(f"bfe.{t}", f"bfe.{t} d, a, b, c;", [operands, "field", "field"], register)
                yield Case(f"bfind.{t}", f"bfind.{t} d, a;", [operands])
                yield Case(f"bfind.shiftamt.{t}", f"bfind.shiftamt.{t} d, a;", [operands])
        yield Case(f"neg.s{width}", f"neg.s{width} d, a;", [operands], register)
        yield Case(f"abs.s{width}", f"abs.s{width} d, a;", [operands], register)
        for op in ("and", "or", "xor"):
            yield Case(f"{op}.b{width}", f"{op}.b{width} d, a, b;", [operands, operands], register)
        for op in ("not", "cnot"):
            yield Case(f"{op}.b{width}", f"{op}.b{width} d, a;", [operands], register)
        yield Case(f"shl.b{width}", f"shl.b{width} d, a, b;", [operands, "shift"], register)
        yield Case(f"shr.b{width}", f"shr.b{width} d, a, b;", [operands, "shift"], register)
        yield Case(f"selp.b{width}", f"setp.lt.s{width} p, a, b;\nselp.b{width} d, a, b, p;", [operands, operands], register)
        if width != "16":
            for op in ("popc", "clz"):
                yield Case(f"{op}.b{width}", f"{op}.b{width} d, a;", [operands])
            yield Case(f"brev.b{width}", f"brev.b{width} d, a;", [operands], register)
            yield Case(f"bfi.b{width}", f"bfi.b{width} d, a, -1, b, c;", [operands, "field", "field"], register)
            yield Case(
                f"add.cc.u{width} addc.u{width}", f"add.cc.u{width} d, a, b;\naddc.u{width} e, a, b;", [operands, operands], register, register)
            yield Case(
                f"sub.cc.u{width} subc.u{width}", f"sub.cc.u{width} d, a, b;\nsubc.u{width} e, a, b;", [operands, operands], register, register)
            yield Case(
                f"mad.lo.cc.u{width} madc.hi.u{width}", f"mad.lo.cc.u{width} d, a, b, c;\nmadc.hi.u{width} e, a, b, 0;",
                [f"{operands}-few"] * 3, register, register)
    for op in ("add.sat.s32", "sub.sat.s32"):
        yield Case(op, f"{op} d, a, b;", ["i32", "i32"])
    yield Case("mad.hi.sat.s32", "mad.hi.sat.s32 d, a, b, c;", ["i32-few"] * 3)
    for sign, half in itertools.product("su", ("lo", "hi")):
        yield Case(f"mul24.{half}.{sign}32", f"mul24.{half}.{sign}32 d, a, b;", ["i32", "i32"])
        yield Case(f"mad24.{half}.{sign}32", f"mad24.{half}.{sign}32 d, a, b, c;", ["i32-few"] * 3)
    for first, second in itertools.product("su", "su"):
        yield Case(f"dp4a.{first}32.{second}32", f"dp4a.{first}32.{second}32 d, a, b, c;", ["i32-few"] * 3)
        yield Case(f"dp2a.lo.{first}32.{second}32", f"dp2a.lo.{first}32.{second}32 d, a, b, c;", ["i32-few"] * 3)
        yield Case(f"dp2a.hi.{first}32.{second}32", f"dp2a.hi.{first}32.{second}32 d, a, b, c;", ["i32-few"] * 3)
    for table in (0x00, 0x80, 0x96, 0xE8, 0xCA, 0xFE, 0x3C):
        yield Case(f"lop3.b32 {table:#04x}", f"lop3.b32 d, a, b, c, {table};", ["i32-few"] * 3)
    for side, mode in itertools.product("lr", ("clamp", "wrap")):
        yield Case(f"shf.{side}.{mode}.b32", f"shf.{side}.{mode}.b32 d, a, b, c;", ["i32-few", "i32-few", "shift"])
    for mode in ("", ".f4e", ".b4e", ".rc8", ".ecl", ".ecr", ".rc16"):
        yield Case(f"prmt.b32{mode}", f"prmt.b32{mode} d, a, b, c;", ["i32-few", "i32-few", "nibbles"])
    yield Case("fns.b32", "fns.b32 d, a, b, c;", ["i32-few", "i32-few", "i32-few"])
    for combine in ("and", "or", "xor"):
        yield Case(
            f"setp.lt.{combine}.s32 p|q", f"setp.gt.s32 r, c, 2;\nsetp.lt.{combine}.s32 p|q, a, b, r;\nselp.b32 d, 1, 0, p;\nselp.b32 e, 1, 0, q;",
            ["i32-few"] * 3, "b32", "b32")


def warp_cases():
    """Instructions of a whole warp: one case per operand, since every lane has the same one."""
    mask = "0xffffffff"
    for mode, offset, clamp in itertools.product(("up", "down", "bfly", "idx"), (0, 1, 5, 16, 31, 32, 33, 255), (0, 0x1F, 0x181F, 0x1C1F, 0x1800)):
        yield Case(
            f"shfl.sync.{mode}.b32 {offset} {clamp:#x}", f"shfl.sync.{mode}.b32 d|p, a, {offset}, {clamp}, {mask};\nselp.b32 e, 1, 0, p;",
            ["lanes"], "b32", "b32", block=32)
    yield Case("shfl.sync.idx.b32 by lane", f"and.b32 t0, a, 63;\nshfl.sync.idx.b32 d|p, a, t0, 31, {mask};\nselp.b32 e, 1, 0, p;", ["lanes"], "b32", "b32", block=32)
    yield Case("shfl.sync.down.b32 by lane", f"and.b32 t0, a, 7;\nshfl.sync.down.b32 d|p, a, t0, 31, {mask};\nselp.b32 e, 1, 0, p;", ["lanes"], "b32", "b32", block=32)
    for threshold in (0, 0x8000, 0xFFFFFFFF):
        head = f"and.b32 t0, a, 0xffff;\nsetp.lt.u32 p, t0, {threshold};\n"
        for op in ("all", "any", "uni"):
            yield Case(f"vote.sync.{op}.pred {threshold:#x}", f"{head}vote.sync.{op}.pred q, p, {mask};\nselp.b32 d, 1, 0, q;", ["lanes"], block=32)
        yield Case(f"vote.sync.ballot.b32 {threshold:#x}", f"{head}vote.sync.ballot.b32 d, p, {mask};", ["lanes"], block=32)
    yield Case("match.any.sync.b32", f"and.b32 t0, a, 3;\nmatch.any.sync.b32 d, t0, {mask};", ["lanes"], block=32)
    yield Case("match.all.sync.b32", f"and.b32 t0, a, 3;\nmatch.all.sync.b32 d|p, t0, {mask};\nselp.b32 e, 1, 0, p;", ["lanes"], "b32", "b32", block=32)
    yield Case("match.any.sync.b64", f"and.b32 t0, a, 3;\ncvt.u64.u32 y0, t0;\nmatch.any.sync.b64 d, y0, {mask};", ["lanes"], block=32)
    for op in ("add", "min", "max"):
        for t in ("s32", "u32"):
            yield Case(f"redux.sync.{op}.{t}", f"xor.b32 t0, a, 0x80000000;\nredux.sync.{op}.{t} d, t0, {mask};", ["lanes"], block=32)
    for op in ("and", "or", "xor"):
        yield Case(f"redux.sync.{op}.b32", f"redux.sync.{op}.b32 d, a, {mask};", ["lanes"], block=32)
    half = "setp.lt.u32 p, s, 16;\nmov.u32 d, 0;\n@!p bra DONE;\n"
    yield Case("shfl.sync.down.b32 half a warp", f"{half}shfl.sync.down.b32 d, a, 8, 31, 0xffff;\nDONE:", ["lanes"], block=32)
    yield Case("vote.sync.ballot.b32 half a warp", f"{half}setp.ne.u32 q, a, 0;\nvote.sync.ballot.b32 d, q, 0xffff;\nDONE:", ["lanes"], block=32)
    for register in ("laneid", "tid.x", "tid.y", "ntid.x", "ntid.y", "ctaid.x", "nctaid.x", "nctaid.z", "lanemask_eq", "lanemask_le", "lanemask_lt", "lanemask_ge", "lanemask_gt"):
        yield Case(f"mov.u32 %{register}", f"mov.u32 d, %{register};", ["lanes"], block=32)
    yield Case("bar.red.popc.u32", "and.b32 t0, a, 1;\nsetp.eq.u32 p, t0, 1;\nbar.red.popc.u32 d, 0, p;", ["lanes"], block=32)
    for op in ("and", "or"):
        yield Case(f"bar.red.{op}.pred", f"and.b32 t0, a, 1;\nsetp.eq.u32 p, t0, 1;\nbar.red.{op}.pred q, 0, p;\nselp.b32 d, 1, 0, q;", ["lanes"], block=32)
    yield Case(
        "shared memory behind a barrier", "mov.u32 t0, tile;\nmad.lo.u32 t1, s, 4, t0;\nst.shared.u32 [t1], a;\nbar.sync 0;\nsub.u32 t2, 31, s;\n"
        "mad.lo.u32 t1, t2, 4, t0;\nld.shared.u32 d, [t1];", ["lanes"], block=32, declarations=".shared .align 4 .b8 tile[128];")
    yield Case(
        "a loop of each lane's length", "and.b32 t0, a, 127;\nadd.u32 t0, t0, 1;\nmov.u32 d, 0;\nLOOP:\nsetp.eq.u32 p, t0, 1;\n@p bra DONE;\nand.b32 t1, t0, 1;\n"
        "setp.eq.u32 q, t1, 1;\n@q bra ODD;\nshr.u32 t0, t0, 1;\nbra NEXT;\nODD:\nmad.lo.u32 t0, t0, 3, 1;\nNEXT:\nadd.u32 d, d, 1;\nbra LOOP;\nDONE:",
        ["lanes"], block=32)


def memory_cases():
    shared = ".shared .align 8 .b8 tile[1024];"
    for space in ("global", "shared"):
        place = "" if space == "global" else "mov.u32 t6, tile;\nmad.lo.u32 t7, s, 8, t6;\n"
        address = "[ae]" if space == "global" else "[t7]"
        declarations = shared if space == "shared" else ""

        def case(name, op, t, register, inputs, body=None, space=space, place=place, address=address, declarations=declarations, **more):
            text = f"{place}st.{space}.{register} {address}, a;\n" + (body or f"atom.{space}.{op}.{t} d, {address}, b;") + f"\nld.volatile.{space}.{register} e, {address};"
            return Case(name, text, inputs, register, register, declarations=declarations, **more)

        for t, register, operands in (("u32", "b32", "i32"), ("s32", "b32", "i32"), ("u64", "b64", "i64"), ("s64", "b64", "i64")):
            for op in ("add", "min", "max") if t != "s64" else ("min", "max"):
                yield case(f"atom.{space}.{op}.{t}", op, t, register, [operands, operands])
        for t, register, operands in (("b32", "b32", "i32"), ("b64", "b64", "i64")):
            for op in ("and", "or", "xor", "exch"):
                yield case(f"atom.{space}.{op}.{t}", op, t, register, [operands, operands])
            yield case(
                f"atom.{space}.cas.{t}", "cas", t, register, [f"{operands}-few"] * 3, f"atom.{space}.cas.{t} d, {address}, b, c;")
        for op in ("inc", "dec"):
            yield case(f"atom.{space}.{op}.u32", op, "u32", "b32", ["i32", "i32"])
        yield case(f"atom.{space}.add.f32", "add", "f32", "b32", ["f32", "f32"])
        yield case(f"atom.{space}.add.f64", "add", "f64", "b64", ["f64", "f64"])
        yield case(f"atom.{space}.add.noftz.f16", "add.noftz", "f16", "b16", ["f16", "f16"])
        yield case(f"atom.{space}.add.noftz.f16x2", "add.noftz", "f16x2", "b32", ["f16x2", "f16x2"])
        yield case(f"red.{space}.add.f32", "", "", "b32", ["f32", "f32"], f"red.{space}.add.f32 {address}, b;\nmov.b32 d, 0;")
        yield case(f"red.{space}.add.f64", "", "", "b64", ["f64", "f64"], f"red.{space}.add.f64 {address}, b;\nmov.b64 d, 0;")
        yield case(f"red.{space}.add.u32", "", "", "b32", ["i32", "i32"], f"red.{space}.add.u32 {address}, b;\nmov.b32 d, 0;")
    for t in ("u8", "s8", "u16", "s16"):
        yield Case(f"ld.global.{t} of a word", f"st.global.b64 [ae], a;\nld.global.{t} d, [ae];\nmov.b64 e, 0;", ["i64"], "b32", "b64")
        yield Case(f"ld.global.{t} into 64 bits", f"st.global.b64 [ae], a;\nld.global.{t} d, [ae+1];\nmov.b64 e, 0;" if t[1:] == "8" else f"st.global.b64 [ae], a;\nld.global.{t} d, [ae+2];\nmov.b64 e, 0;", ["i64"], "b64", "b64")
    yield Case("ld.global.v2.b32", "st.global.b64 [ae], a;\nld.global.v2.b32 {t0, t1}, [ae];\nxor.b32 d, t0, t1;\nmov.b64 e, 0;", ["i64"], "b32", "b64")
    yield Case("st.global.v2.b32", "mov.b64 {t0, t1}, a;\nst.global.v2.b32 [ae], {t1, t0};\nld.global.b64 e, [ae];\nmov.b32 d, 0;", ["i64"], "b32", "b64")
    yield Case("st.global.u8", "st.global.b64 [ae], a;\nst.global.u8 [ae+3], b;\nld.global.b64 e, [ae];\nmov.b32 d, 0;", ["i64", "i32"], "b32", "b64")
    yield Case("st.local ld.local", "mov.u64 y0, stack;\nst.local.b64 [y0+8], a;\nld.local.u32 d, [y0+12];\nmov.b64 e, 0;", ["i64"], "b32", "b64", declarations=".local .align 8 .b8 stack[32];")


def all_cases():
    cases = list(itertools.chain(float_cases(), convert_cases(), integer_cases(), warp_cases(), memory_cases()))
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1][:5]
    return cases


# ---------------------------------------------------------------------------------------------------------------------------------
# Matrix instructions: each lane loads its registers of A, B and C and stores those of D.

MATRIX = [
    # name, registers of A, B, C and D, the format of the operands, of the accumulator, sm, version
    ("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32", 2, 1, 4, 4, "f16", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32", 4, 2, 4, 4, "f16", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k16.row.col.f16.f16.f16.f16", 4, 2, 2, 2, "f16", "f16", 80, "7.0"),
    ("mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32", 2, 1, 4, 4, "bf16", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32", 4, 2, 4, 4, "bf16", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32", 2, 1, 4, 4, "tf32", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32", 4, 2, 4, 4, "tf32", "f32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32", 4, 2, 4, 4, "e4m3", "f32", 90, "8.4"),
    ("mma.sync.aligned.m16n8k32.row.col.f32.e5m2.e5m2.f32", 4, 2, 4, 4, "e5m2", "f32", 90, "8.4"),
    ("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32", 4, 2, 4, 4, "s8", "s32", 80, "7.0"),
    ("mma.sync.aligned.m16n8k32.row.col.satfinite.s32.u8.s8.s32", 4, 2, 4, 4, "s8", "s32", 80, "7.0"),
    ("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64", 1, 1, 2, 2, "f64", "f64", 80, "7.0"),
    ("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64", 4, 2, 4, 4, "f64", "f64", 90, "7.8"),
    ("mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64", 8, 4, 4, 4, "f64", "f64", 90, "7.8"),
]

MATRIX_WARPS = 40

# Bits of the exponent and of the fraction of each format; tf32 lies in the upper 19 bits of a word.
LAYOUTS = {"f16": (5, 10), "bf16": (8, 7), "tf32": (8, 10), "f32": (8, 23), "f64": (11, 52), "e4m3": (4, 3), "e5m2": (5, 2)}


def matrix_number(layout, style, z):
    """A number of a format from 64 random bits. Styles: near 1, within 2^±8, any exponent, any bits, powers of two that cancel."""
    exponent_bits, fraction_bits = LAYOUTS[layout]
    bias = 2 ** (exponent_bits - 1) - 1
    sign, fraction, spread = z & 1, (z >> 1) & (2**fraction_bits - 1), z >> 56
    if style == 0:
        exponent = bias - spread % 2
    elif style == 1:
        exponent = max(0, min(2 * bias, bias - 8 + spread % 17))
    elif style == 2:
        exponent = (z >> 52) % (2 * bias + 1)
    elif style == 3:
        exponent = (z >> 52) % (2 * bias + 2)
    else:
        exponent, fraction = max(0, min(2 * bias, bias - 12 + spread % 25)), 0
    return sign << (exponent_bits + fraction_bits) | exponent << fraction_bits | fraction


def matrix_registers(layout, count, style, seed):
    """Registers of one lane: packed numbers of a narrow format, one number of a wide one."""
    words = []
    for _ in range(count):
        word = 0
        packed = {"f16": 2, "bf16": 2, "e4m3": 4, "e5m2": 4, "s8": 4}.get(layout, 1)
        for place in range(packed):
            seed, z = mix(seed)
            if layout == "s8":
                value = z & 255
            elif layout == "s32":
                value = z & 0xFFFFFFFF if style == 3 else (z & 0xFFFFF)
            else:
                value = matrix_number(layout, style, z)
                if layout == "tf32":
                    value <<= 13
            word |= value << (place * (32 // packed) if packed > 1 else 0)
        words.append(word)
    return seed, words


def matrix_inputs(index, shape):
    """The registers of every warp, lane by lane: those of A, then B, then C."""
    _, a, b, c, _, operand, accumulator, _, _ = shape
    seed, words = 1000 + index, []
    for warp in range(MATRIX_WARPS):
        style = warp % 5
        for _ in range(32):
            for layout, count in ((operand, a), (operand, b), (accumulator, c)):
                seed, values = matrix_registers(layout, count, style, seed)
                words += values
    return words


def matrix_text(shape):
    name, a, b, c, d, operand, accumulator, sm, version = shape
    wide_operand, wide_accumulator = operand == "f64", accumulator == "f64"
    size = 8 if wide_operand else 4
    t = "b64" if wide_operand else "b32"
    value = {"f64": "f64", "f32": "f32"}.get(accumulator, "b32")
    kind = "f64" if wide_operand else "b32"
    group = lambda letter, count: "{" + ", ".join(f"{letter}{i}" for i in range(count)) + "}"
    lines = [
        f".version {version}", f".target sm_{sm}", ".address_size 64", "",
        ".visible .entry kernel(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .u64 pd, .param .u64 pe, .param .u32 pn)", "{",
        "    .reg .b32 i, n, s;", "    .reg .b64 aa, ad;",
        f"    .reg .{kind} a<{a}>, b<{b}>;", f"    .reg .{value} c<{c}>, d<{d}>;",
        "    mov.u32 i, %ctaid.x;", "    mov.u32 n, %ntid.x;", "    mov.u32 s, %tid.x;", "    mad.lo.s32 i, i, n, s;",
        "    ld.param.u64 aa, [pa];", "    cvta.to.global.u64 aa, aa;", f"    mad.wide.u32 aa, i, {(a + b + c) * size}, aa;",
        "    ld.param.u64 ad, [pd];", "    cvta.to.global.u64 ad, ad;", f"    mad.wide.u32 ad, i, {d * size}, ad;",
    ]
    offset = 0
    for letter, count, kind in (("a", a, kind), ("b", b, kind), ("c", c, value)):
        for i in range(count):
            lines.append(f"    ld.global.{kind} {letter}{i}, [aa+{offset}];")
            offset += size
    lines.append(f"    {name} {group('d', d)}, {group('a', a)}, {group('b', b)}, {group('c', c)};")
    lines += [f"    st.global.{value} [ad+{i * size}], d{i};" for i in range(d)]
    lines += ["    ret;", "}", ""]
    return "\n".join(lines)


# ---------------------------------------------------------------------------------------------------------------------------------
# Atomic sums of six addends: which of the sums that an order can give does a device show?

ADDENDS = [0x4B800000, 0x3F800000, 0xCB800000, 0x3F800001, 0x3EAAAAAB, 0x33800000]  # 2^24, 1, -2^24, 1 + ulp, 1/3, 2^-24


def atomic_text(per):
    """Six threads add one number each into one place: of six blocks, of six warps of a block, or of one warp."""
    who = {"blocks": "mov.u32 t, %ctaid.x;\n    rem.u32 k, t, 6;\n    div.u32 t, t, 6;",
           "warps": "mov.u32 k, %tid.x;\n    and.b32 n, k, 31;\n    shr.u32 k, k, 5;\n    setp.ne.u32 p, n, 0;\n    @p bra END;\n    mov.u32 t, %ctaid.x;",
           "lanes": "mov.u32 k, %tid.x;\n    mov.u32 t, %ctaid.x;"}[per]
    return f""".version 7.0
.target sm_80
.address_size 64

.visible .entry kernel(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .u64 pd, .param .u64 pe, .param .u32 pn)
{{
    .reg .pred p;
    .reg .b32 t, k, n, v;
    .reg .b64 aa, ad;
    {who}
    ld.param.u64 aa, [pa];
    cvta.to.global.u64 aa, aa;
    mad.wide.u32 aa, k, 4, aa;
    ld.global.b32 v, [aa];
    ld.param.u64 ad, [pd];
    cvta.to.global.u64 ad, ad;
    mad.wide.u32 ad, t, 4, ad;
    red.global.add.f32 [ad], v;
END:
    ret;
}}
"""


# ---------------------------------------------------------------------------------------------------------------------------------
# A driver: the few functions of libcuda that running a text takes.


class DriverError(Exception):
    pass


class Driver:
    BUFFER = 1 << 24

    def __init__(self, library):
        self._lib = ctypes.CDLL(library)
        self._call("cuInit", 0)
        device, context = ctypes.c_int(), ctypes.c_void_p()
        self._call("cuDeviceGet", ctypes.byref(device), 0)
        name, version = ctypes.create_string_buffer(128), ctypes.c_int()
        self._call("cuDeviceGetName", name, 128, device)
        self._call("cuDriverGetVersion", ctypes.byref(version))
        self.name, self.version = name.value.decode(), version.value
        major, minor = ctypes.c_int(), ctypes.c_int()
        self._call("cuDeviceGetAttribute", ctypes.byref(major), 75, device)
        self._call("cuDeviceGetAttribute", ctypes.byref(minor), 76, device)
        self.architecture = major.value * 10 + minor.value
        self._call("cuCtxCreate_v2", ctypes.byref(context), 0, device)
        self._buffers = []
        for _ in range(5):
            pointer = ctypes.c_uint64()
            self._call("cuMemAlloc_v2", ctypes.byref(pointer), ctypes.c_size_t(self.BUFFER))
            self._buffers.append(pointer)

    def _call(self, function, *arguments):
        result = getattr(self._lib, function)(*arguments)
        if result != 0:
            text = ctypes.c_char_p()
            self._lib.cuGetErrorString(result, ctypes.byref(text))
            raise DriverError(f"{function}: error {result}, {text.value.decode() if text.value else 'unknown'}")

    def run(self, text, inputs, sizes, grid, block, count):
        """Runs a kernel on buffers a, b, c and returns the bytes of d and e."""
        module, function = ctypes.c_void_p(), ctypes.c_void_p()
        self._call("cuModuleLoadData", ctypes.byref(module), ctypes.c_char_p(text.encode()))
        try:
            self._call("cuModuleGetFunction", ctypes.byref(function), module, b"kernel")
            for pointer, data in zip(self._buffers, inputs):
                if data:
                    self._call("cuMemcpyHtoD_v2", pointer, data, ctypes.c_size_t(len(data)))
            for pointer, size in zip(self._buffers[3:], sizes):
                if size:
                    self._call("cuMemsetD8_v2", pointer, ctypes.c_ubyte(0), ctypes.c_size_t(size))
            values = [ctypes.c_uint64(pointer.value) for pointer in self._buffers] + [ctypes.c_uint32(count)]
            parameters = (ctypes.c_void_p * 6)(*(ctypes.cast(ctypes.byref(value), ctypes.c_void_p) for value in values))
            self._call("cuLaunchKernel", function, grid, 1, 1, block, 1, 1, 0, None, parameters, None)
            self._call("cuCtxSynchronize")
            results = []
            for pointer, size in zip(self._buffers[3:], sizes):
                data = ctypes.create_string_buffer(max(size, 1))
                if size:
                    self._call("cuMemcpyDtoH_v2", data, pointer, ctypes.c_size_t(size))
                results.append(data.raw[:size])
            return results
        finally:
            self._lib.cuModuleUnload(module)


WIDTHS = {"b16": (2, "H"), "b32": (4, "I"), "b64": (8, "Q")}


def packed(width, values):
    return struct.pack(f"<{len(values)}{WIDTHS[width][1]}", *values)


def hexadecimal(width, data):
    """Numbers as hexadecimal digits, each in the order that one writes them in, without separators."""
    size, letter = WIDTHS[width]
    return "".join(f"{value:0{2 * size}x}" for value in struct.unpack(f"<{len(data) // size}{letter}", data))


def run_case(driver, case):
    rows = case.rows()
    columns = list(zip(*rows))
    inputs = [packed(SETS[name][0], column) for name, column in zip(case.inputs, columns)]
    sizes = [len(rows) * WIDTHS[case.d][0], len(rows) * WIDTHS[case.e][0] if case.e else 0]
    d, e = driver.run(case.text(), inputs, sizes, math.ceil(len(rows) / case.block), case.block, len(rows))
    result = {"d": hexadecimal(case.d, d)}
    if case.e:
        result["e"] = hexadecimal(case.e, e)
    return result


def write_report(report, path):
    """Writes JSON, compressed where the name ends in .gz. The same report gives the same bytes."""
    data = (json.dumps(report, indent=0) + "\n").encode()
    with open(path, "wb") as file:
        file.write(gzip.compress(data, 9, mtime=0) if path.endswith(".gz") else data)


# What an older device does not execute is skipped, with the reason.
def reason_to_skip(driver, sm):
    return {"skipped": f"needs sm_{sm}"} if driver.architecture < sm else None


def run(library, path):
    driver = Driver(library)
    report = {
        "device": driver.name, "architecture": f"sm_{driver.architecture}", "driver": driver.version,
        "sets": {name: {"width": width, "values": hexadecimal(width, packed(width, values))} for name, (width, values) in SETS.items()},
        "cases": [], "matrices": [], "atomics": [],
    }
    failures = 0
    for case in all_cases():
        entry = {"name": case.name, "inputs": case.inputs, "block": case.block, "ptx": case.text()}
        try:
            entry |= reason_to_skip(driver, case.sm) or run_case(driver, case)
        except DriverError as error:
            entry["error"] = str(error)
            failures += 1
            print(f"{case.name}: {error}", file=sys.stderr)
        report["cases"].append(entry)
    for index, shape in enumerate(MATRIX):
        width = "b64" if shape[5] == "f64" else "b32"
        words = matrix_inputs(index, shape)
        entry = {"name": shape[0], "registers": shape[1:5], "operand": shape[5], "accumulator": shape[6], "ptx": matrix_text(shape)}
        count = MATRIX_WARPS * 32
        try:
            if skipped := reason_to_skip(driver, shape[7]):
                entry |= skipped
            else:
                d, _ = driver.run(entry["ptx"], [packed(width, words)], [count * shape[4] * WIDTHS[width][0], 0], MATRIX_WARPS, 32, count)
                entry |= {"inputs": hexadecimal(width, packed(width, words)), "d": hexadecimal(width, d)}
        except DriverError as error:
            entry["error"] = str(error)
            failures += 1
            print(f"{shape[0]}: {error}", file=sys.stderr)
        report["matrices"].append(entry)
    for per in ("blocks", "warps", "lanes") if driver.architecture >= 80 else ():
        entry = {"per": per, "addends": hexadecimal("b32", packed("b32", ADDENDS)), "ptx": atomic_text(per), "orders": []}
        seen = {}
        for order in itertools.permutations(ADDENDS) if per == "lanes" else itertools.islice(itertools.permutations(ADDENDS), 0, 720, 24):
            sums = 20_000 if per != "lanes" else 64
            grid, block = {"blocks": (6 * sums, 1), "warps": (sums, 192), "lanes": (sums, 6)}[per]
            d, _ = driver.run(atomic_text(per), [packed("b32", list(order))], [4 * sums, 0], grid, block, sums)
            counts = {}
            for value in struct.unpack(f"<{sums}I", d):
                counts[value] = counts.get(value, 0) + 1
            for value, times in counts.items():
                seen[value] = seen.get(value, 0) + times
            entry["orders"].append({"order": hexadecimal("b32", packed("b32", list(order))), "sums": {f"{v:08x}": n for v, n in sorted(counts.items())}})
        entry["sums"] = {f"{v:08x}": n for v, n in sorted(seen.items())}
        report["atomics"].append(entry)
        print(f"atomic sums of six {per}: {len(seen)} results")
    write_report(report, path)
    skipped = sum("skipped" in entry for entry in report["cases"] + report["matrices"])
    print(f"{driver.name}: {len(report['cases'])} instructions, {len(report['matrices'])} matrix instructions, {failures} failed, "
          f"{skipped} need a newer architecture than sm_{driver.architecture}")
    return 1 if failures else 0


def read_report(path):
    with open(path, "rb") as file:
        data = file.read()
    return json.loads(gzip.decompress(data) if path.endswith(".gz") else data)


# Functions whose last bits PTX leaves open.
def is_approximate(name):
    return ".approx" in name or name.startswith("div.full")


def results_of(width, case, place):
    digits = 2 * WIDTHS[width][0]
    return [case[place][i : i + digits] for i in range(0, len(case[place]), digits)]


# Which of two NaNs a sum keeps depends on the order in which the assembler names its operands; binary64 alone shows it.
def both_nan(width, a, b):
    return width == "b64" and all(int(number, 16) & (2**63 - 1) > 0x7FF << 52 for number in (a, b))


def widths_of(case, cases):
    """The places of a result and the width of each."""
    if "registers" in case:
        return [("d", "b64" if case["accumulator"] == "f64" else "b32")]
    return [(place, getattr(cases[case["name"]], place)) for place in ("d", "e") if place in case]


# PTX does not document the sums of floating-point matrix instructions, and each generation of devices has its own.
def is_of_a_generation(case):
    return case.get("operand") not in (None, "s8", "f64")


def compare(expected_path, actual_path):
    """Compares the bits of two devices. A text that only one of them ran is named, unless the other is too old for it. Approximate functions
    may differ, and so may the matrix instructions of two architectures."""
    expected, actual = read_report(expected_path), read_report(actual_path)
    cases = {case.name: case for case in all_cases()}
    others = {case["name"]: case for case in actual["cases"] + actual["matrices"]}
    texts, results, wrong, approximate, nans, missing, skipped, generations = 0, 0, 0, 0, 0, 0, 0, 0
    for case in expected["cases"] + expected["matrices"]:
        name, other = case["name"], others.get(case["name"])
        if other is not None and ("skipped" in case or "skipped" in other):
            skipped += 1
            continue
        if other is None or other["ptx"] != case["ptx"] or "error" in case or "error" in other:
            print(f"not compared: {name}")
            missing += 1
            continue
        texts += 1
        for place, width in widths_of(case, cases):
            pairs = list(zip(results_of(width, case, place), results_of(width, other, place), strict=True))
            different = [(a, b) for a, b in pairs if a != b]
            results += len(pairs)
            if is_approximate(name):
                approximate += len(different)
                continue
            if is_of_a_generation(case) and expected["architecture"] != actual["architecture"]:
                generations += bool(different)
                continue
            payloads = sum(both_nan(width, a, b) for a, b in different)
            nans += payloads
            if len(different) > payloads:
                print(f"other bits: {name}: {len(different) - payloads} of {len(pairs)}, the first {different[0][0]} and {different[0][1]}")
                wrong += 1
    print(f"{expected['device']} and {actual['device']}: {texts} texts with {results} results; {wrong} with other bits, {missing} not compared; "
          f"{approximate} results of approximate functions and {nans} NaNs differ")
    if skipped or generations:
        print(f"{expected['architecture']} and {actual['architecture']}: {skipped} texts need the newer of them, {generations} matrix instructions differ")
    return 1 if wrong or missing else 0


def write_texts(folder):
    os.makedirs(folder, exist_ok=True)
    texts = [(case.name, case.text()) for case in all_cases()] + [(shape[0], matrix_text(shape)) for shape in MATRIX]
    texts += [(f"atomic sums of six {per}", atomic_text(per)) for per in ("blocks", "warps", "lanes")]
    for index, (name, text) in enumerate(texts):
        with open(os.path.join(folder, f"{index:04}.ptx"), "w", encoding="utf-8") as file:
            file.write(f"// {name}\n{text}")
    print(f"{len(texts)} texts")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    texts = commands.add_parser("texts", help="write each PTX text into a folder")
    texts.add_argument("folder")
    runs = commands.add_parser("run", help="run every text and write the results")
    runs.add_argument("file")
    runs.add_argument("--library", default="libcuda.so.1", help="the CUDA driver (default: libcuda.so.1)")
    compares = commands.add_parser("compare", help="compare the results of two devices bit for bit")
    compares.add_argument("expected")
    compares.add_argument("actual")
    arguments = parser.parse_args()
    if arguments.command == "texts":
        return write_texts(arguments.folder)
    if arguments.command == "compare":
        return compare(arguments.expected, arguments.actual)
    return run(arguments.library, arguments.file)


if __name__ == "__main__":
    sys.exit(main())
