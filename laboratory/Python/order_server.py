# Adds numbers up in the installed NumPy and PyTorch for as long as it is asked. Runs behind python_answer.py.
# The first line that it writes says what there is. Then each line it reads is "OPERATION A B", two arrays of little-endian float32 in
# base64, and each line it writes is the bits of the result in hexadecimal, or "error" and why.

import base64
import struct


def main():
    numpy = load("numpy")
    try:
        import torch
    except BaseException as error:  # absent, or damaged in any way: NumPy's orders are worth having without it
        torch = None
        missing = f"{type(error).__name__}: {error}"

    ROWS = 8

    def matrix(a):
        # The operand in the last row; the others are what a real product would have there.
        return numpy.concatenate([numpy.ones((ROWS - 1, len(a)), numpy.float32), a[None, :]])

    operations = {
        "numpy.sum": lambda a, b: numpy.sum(a),
        "numpy.dot": lambda a, b: numpy.dot(a, b),
        "numpy.matvec": lambda a, b: (matrix(a) @ b)[-1],
        "numpy.matmul": lambda a, b: (matrix(a) @ matrix(b).T)[-1, -1],
    }
    if torch is not None:
        torch.set_grad_enabled(False)
        operations.update({
            "torch.sum": lambda a, b: torch.from_numpy(a).sum().item(),
            "torch.dot": lambda a, b: torch.dot(torch.from_numpy(a), torch.from_numpy(b)).item(),
            "torch.matvec": lambda a, b: torch.mv(torch.from_numpy(matrix(a)), torch.from_numpy(b))[-1].item(),
            "torch.matmul": lambda a, b: torch.mm(torch.from_numpy(matrix(a)), torch.from_numpy(matrix(b)).T)[-1, -1].item(),
        })
        if torch.cuda.is_available():
            def cuda(a):
                return torch.from_numpy(a).cuda()
            operations.update({
                "torch-cuda.sum": lambda a, b: cuda(a).sum().item(),
                "torch-cuda.dot": lambda a, b: torch.dot(cuda(a), cuda(b)).item(),
                "torch-cuda.matvec": lambda a, b: torch.mv(cuda(matrix(a)), cuda(b))[-1].item(),
                "torch-cuda.matmul": lambda a, b: torch.mm(cuda(matrix(a)), cuda(matrix(b)).T)[-1, -1].item(),
            })

    print(json.dumps({
        "status": "ready",
        "python": sys.version.split()[0],
        "numpy": numpy.__version__,
        "torch": torch.__version__ if torch is not None else None,
        "cuda": torch.cuda.get_device_name() if torch is not None and torch.cuda.is_available() else None,
        "lanes": lanes(torch),
        "message": missing if torch is None else None,
        "operations": list(operations),
    }), flush=True)

    for line in sys.stdin:
        try:
            name, a, b = line.split(" ")
            if name.endswith("-of-hashes"):
                name, a, b = name.removesuffix("-of-hashes"), hashes(numpy, int(a), int(b)), None
            else:
                a, b = (numpy.frombuffer(base64.b64decode(text), "<f4").astype(numpy.float32) for text in (a, b))
            print(struct.pack(">f", float(operations[name](a, b))).hex(), flush=True)
        except Exception as error:
            print(f"error {type(error).__name__}: {error}".replace("\n", " "), flush=True)


def lanes(torch):
    # PyTorch compiles its kernels for several instruction sets and takes the best that the processor has.
    if torch is None or not hasattr(torch.backends, "cpu"):
        return None
    return {"DEFAULT": 8, "AVX2": 8, "AVX512": 16}.get(torch.backends.cpu.get_cpu_capability())


def hashes(numpy, seed, length):
    # The same numbers as OrderSamples.Hashed: three multiplications a number, all modulo 2**32.
    with numpy.errstate(over="ignore"):
        h = numpy.arange(length, dtype=numpy.uint32) * numpy.uint32(0x9E3779B1) + numpy.uint32(seed)
        h = (h ^ (h >> numpy.uint32(15))) * numpy.uint32(0x85EBCA77)
        h = (h ^ (h >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE3D)
    significand = ((h >> numpy.uint32(8)).astype(numpy.int64) - 2**23).astype(numpy.float32)
    return numpy.ldexp(significand, (h & numpy.uint32(15)).astype(numpy.int32) - 30).astype(numpy.float32)


main()
