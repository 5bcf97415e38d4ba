# Linear layers and whole networks in the installed NumPy and PyTorch, for as long as it is asked. Runs behind python_answer.py.
# It writes a line on NumPy and a line on PyTorch, so that one that does not load is told from the other; then it answers each line with
# a line. Numbers travel as little-endian float32 in base64. No statistics here: what is made of the numbers is made elsewhere.
# Argument: --without-torch, where PyTorch is known to hang or to end the interpreter.
#
#   digest COUNT TENSOR                       the SHA-256 of COUNT numbers of a tensor
#   probe LIBRARY M K N columns|rows PAIRS    a @ W.T + b of ones, with 2^127 and -2^127 where the pairs of int32 say
#   product LIBRARY M K N TENSOR TENSOR TENSOR    a @ W.T + b of hashed numbers
#   begin M K TENSOR                          the inputs of a network
#   layer N TENSOR TENSOR                     its next hidden layer: the pre-activations of each library
#   head TENSOR TENSOR                        an output on top of it: the logits and the outputs of each library
#
# A TENSOR is five words: two pairs (multiplier, offset) of uint32, and the bits of a float32 scale.

import base64
import hashlib
import os
import struct

CHUNK = 1 << 16


def main():
    numpy = load("numpy")
    ones = numpy.ones((2, 2), numpy.float32)
    ones @ ones  # a BLAS may be loaded at its first use
    mapped = libraries()
    print(json.dumps({
        "status": "ready",
        "python": sys.version.split()[0],
        "version": numpy.__version__,
        "blas": blas_of_numpy(numpy),
        "libraries": sorted(mapped),
    }), flush=True)

    torch, cuda, missing, cuda_missing = None, None, "it was not tried", None
    if "--without-torch" not in sys.argv:
        try:
            import torch
            torch.set_grad_enabled(False)
            torch.nn.functional.linear(torch.ones(2, 2), torch.ones(2, 2), torch.ones(2))
            missing = None
        except BaseException as error:  # absent, or damaged in any way: NumPy is worth having without it
            torch = None
            missing = f"{type(error).__name__}: {error}"
    if torch is not None:
        try:
            if torch.cuda.is_available():
                torch.nn.functional.linear(torch.ones(2, 2).cuda(), torch.ones(2, 2).cuda(), torch.ones(2).cuda()).cpu()
                cuda = torch.cuda.get_device_name()
        except BaseException as error:  # a device that this PyTorch has no code for
            cuda_missing = f"{type(error).__name__}: {error}"
    print(json.dumps({
        "status": "ready" if torch is not None else "missing",
        "version": torch.__version__ if torch is not None else None,
        "blas": blas_of_torch(torch) if torch is not None else None,
        "libraries": sorted(libraries() - mapped),
        "cuda": cuda,
        "cudaMissing": cuda_missing,
        "message": missing,
    }), flush=True)

    networks = [Network("numpy", lambda a, w, b: a @ w.T + b, lambda z: numpy.maximum(z, numpy.float32(0)), lambda z: 1 / (1 + numpy.exp(-z)))]
    if torch is not None:
        tensor = torch.from_numpy
        networks.append(Network(
            "torch",
            lambda a, w, b: torch.nn.functional.linear(tensor(a), tensor(w), tensor(b)).numpy(),
            lambda z: torch.relu(tensor(z)).numpy(),
            lambda z: torch.sigmoid(tensor(z)).numpy()))
    if cuda is not None:
        def on_cuda(a):
            return torch.from_numpy(a).cuda()
        networks.append(Network(
            "torch-cuda",
            lambda a, w, b: torch.nn.functional.linear(on_cuda(a), on_cuda(w), on_cuda(b)).cpu().numpy(),
            lambda z: torch.relu(on_cuda(z)).cpu().numpy(),
            lambda z: torch.sigmoid(on_cuda(z)).cpu().numpy()))
    by_name = {network.name: network for network in networks}

    def tensor_of(words, shape):
        return numbers(numpy, words, shape)

    def answer(command, words):
        if command == "digest":
            return hashlib.sha256(tensor_of(words[1:], (int(words[0]),)).astype("<f4").tobytes()).hexdigest()
        if command == "probe":
            m, k, n = map(int, words[1:4])
            pairs = numpy.frombuffer(base64.b64decode(words[5]), "<i4").reshape(-1, 2)
            return encode(by_name[words[0]].linear(*masked(numpy, m, k, n, words[4], pairs)))
        if command == "product":
            m, k, n = map(int, words[1:4])
            return encode(by_name[words[0]].linear(tensor_of(words[4:9], (m, k)), tensor_of(words[9:14], (n, k)), tensor_of(words[14:19], (n,))))
        if command == "begin":
            x = tensor_of(words[2:], (int(words[0]), int(words[1])))
            for network in networks:
                network.activations = x
            return "ok"
        weights = tensor_of(words[-10:-5], (int(words[0]) if command == "layer" else 1, networks[0].activations.shape[1]))
        biases = tensor_of(words[-5:], (len(weights),))
        results = []
        for network in networks:
            with numpy.errstate(over="ignore"):
                z = network.linear(network.activations, weights, biases)
                if command == "head":
                    results += [z, network.sigmoid(z)]
                else:
                    network.activations = network.relu(z)
                    results += [z]
        return " ".join(map(encode, results))

    for line in sys.stdin:
        try:
            command, *words = line.split()
            print(answer(command, words), flush=True)
        except Exception as error:
            print(f"error {type(error).__name__}: {error}".replace("\n", " "), flush=True)


class Network:
    def __init__(self, name, linear, relu, sigmoid):
        self.name, self.linear, self.relu, self.sigmoid = name, linear, relu, sigmoid
        self.activations = None


def encode(z):
    if str(z.dtype) != "float32":
        raise TypeError(f"the result is of {z.dtype}, not of float32")
    return base64.b64encode(z.astype("<f4").tobytes()).decode()


def numbers(numpy, words, shape):
    # The same numbers as PairTensor: integers modulo 2**32, an exact sum of four halves, and one rounded multiplication.
    keys = [numpy.uint32(int(word)) for word in words[:4]]
    scale = numpy.frombuffer(struct.pack("<I", int(words[4])), "<f4").astype(numpy.float32)[0]
    values = numpy.empty(int(numpy.prod(shape)), numpy.float32)
    for start in range(0, len(values), CHUNK):
        index = numpy.arange(start, min(start + CHUNK, len(values)), dtype=numpy.uint32)
        total = numpy.full(len(index), -131070, numpy.int32)
        for multiplier, offset in (keys[:2], keys[2:]):
            h = index * multiplier + offset
            h = (h ^ (h >> numpy.uint32(15))) * numpy.uint32(0x85EBCA77)
            h = (h ^ (h >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE3D)
            h ^= h >> numpy.uint32(16)
            total += (h & numpy.uint32(0xFFFF)).astype(numpy.int32) + (h >> numpy.uint32(16)).astype(numpy.int32)
        values[start:start + len(index)] = total.astype(numpy.float32) * scale
    return values.reshape(shape)


def masked(numpy, m, k, n, axis, pairs):
    # One probe a column (in the weights) or a row (in the inputs); -1 is no probe; index k is the bias.
    a, w, b = numpy.ones((m, k), numpy.float32), numpy.ones((n, k), numpy.float32), numpy.ones(n, numpy.float32)
    if axis == "columns":
        for sign, end in ((1, 0), (-1, 1)):
            mask, places, at = numpy.float32(sign * 2.0**127), numpy.arange(n), pairs[:, end]
            inside, bias = (at >= 0) & (at < k), at == k
            w[places[inside], at[inside]] = mask
            b[bias] = mask
    else:
        # The rows share their biases: either all probes have the bias at their second end, or none has it.
        for sign, end in ((1, 0), (-1, 1)):
            mask, places, at = numpy.float32(sign * 2.0**127), numpy.arange(m), pairs[:, end]
            inside = (at >= 0) & (at < k)
            a[places[inside], at[inside]] = mask
            if (at == k).any():
                b[:] = mask
    return a, w, b


def libraries():
    # The linear algebra that this process has mapped, where the system says (Linux).
    names = ("blas", "blis", "mkl", "accelerate", "armpl", "atlas")
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split(maxsplit=5)[5].strip() for line in maps if len(line.split(maxsplit=5)) == 6}
    except OSError:
        return set()
    return {os.path.basename(os.path.realpath(file)) for file in files if any(name in os.path.basename(file).lower() for name in names)}


def blas_of_numpy(numpy):
    try:
        blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{blas['name']} {blas.get('version', '')}".strip()
    except Exception:
        try:
            return ", ".join(numpy.__config__.get_info("blas_opt")["libraries"])  # before NumPy 1.25
        except Exception:
            return None


def blas_of_torch(torch):
    try:
        text = torch.__config__.show()
        found = [word.split("=")[1].strip(", \n") for word in text.split() if word.startswith("BLAS_INFO=")]
        found += [line.strip(" -").split(" for ")[0] for line in text.splitlines() if "Math Kernel Library" in line]
        return ", ".join(found) or None
    except Exception:
        return None


main()
