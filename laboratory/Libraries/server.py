# Answers questions with the installed NumPy and PyTorch: one line of JSON for each line of JSON, until the input ends.
# Argument: the name of the interpreter, for messages.
# A request names a command (see COMMANDS) and its arguments. The "status" of an answer is "ok" or the command's own word for success,
# "missing" (a module is not installed), "broken" (it does not load) or "error". Arrays are little-endian binary32 in base64, numbers binary64. A tensor
# of hashed numbers is five words: two pairs (multiplier, offset) of uint32, and the bits of a binary32 scale. No statistics here: .NET
# computes them from the numbers.

import base64
import hashlib
import importlib.util
import inspect
import json
import os
import signal
import struct
import sys

CHUNK = 1 << 16
ROWS = 8

numpy = None
torch = None
mapped = set()  # the libraries that were mapped into memory with NumPy
cuda = None  # the name of the GPU that PyTorch uses
networks = []
functions = []  # those of the user's files, in the order in which they were opened


class Unavailable(Exception):
    """A module that is missing or broken; its argument is the answer."""


def load(name):
    try:
        return __import__(name)
    except ModuleNotFoundError as error:
        # A module that lacks one of its own dependencies is broken, not missing.
        raise Unavailable(dict(status="missing" if error.name == name else "broken", module=name, message=str(error)))
    except BaseException as error:  # a damaged installation can raise anything, most often an OSError
        raise Unavailable(dict(status="broken", module=name, message=f"{type(error).__name__}: {error}"))


def load_numpy():
    global numpy
    numpy = load("numpy")
    numpy.seterr(over="ignore")
    if not networks:
        ones = numpy.ones((2, 2), numpy.float32)
        ones @ ones  # a BLAS may be loaded at its first use
        mapped.update(libraries())
        networks.append(Network(
            "numpy", lambda a, w, b: a @ w.T + b, lambda z: numpy.maximum(z, numpy.float32(0)), lambda z: 1 / (1 + numpy.exp(-z))))
    return dict(
        interpreter=sys.argv[1] if len(sys.argv) > 1 else None,
        python=sys.version.split()[0],
        version=numpy.__version__,
        blas=blas_of_numpy(),
        libraries=sorted(mapped),
        operations=[name for name in [*OPERATIONS, *ROW_OPERATIONS] if name.startswith("numpy.")],
    )


def load_torch():
    global torch, cuda
    module = load("torch")
    cuda_missing = None
    try:
        module.set_grad_enabled(False)
        module.nn.functional.linear(module.ones(2, 2), module.ones(2, 2), module.ones(2))
    except BaseException as error:
        raise Unavailable(dict(status="broken", module="torch", message=f"{type(error).__name__}: {error}"))
    try:
        if module.cuda.is_available():
            module.nn.functional.linear(module.ones(2, 2).cuda(), module.ones(2, 2).cuda(), module.ones(2).cuda()).cpu()
            cuda = module.cuda.get_device_name()
    except BaseException as error:  # a device that this PyTorch has no code for
        cuda_missing = f"{type(error).__name__}: {error}"
    if torch is None and numpy is not None:
        networks.append(torch_network("torch", module.from_numpy))
        if cuda is not None:
            networks.append(torch_network("torch-cuda", lambda a: module.from_numpy(a).cuda()))
    torch = module
    return dict(
        version=torch.__version__,
        blas=blas_of_torch(),
        libraries=sorted(libraries() - mapped),
        cuda=cuda,
        cuda_missing=cuda_missing,
        operations=[
            name for name in [*OPERATIONS, *ROW_OPERATIONS]
            if name.startswith("torch.") or (cuda is not None and name.startswith("torch-cuda."))],
    )


def libraries():
    # The linear algebra libraries that this process has mapped, where the system provides a list (Linux).
    names = ("blas", "blis", "mkl", "accelerate", "armpl", "atlas")
    files = mapped_files()
    return {os.path.basename(os.path.realpath(file)) for file in files if any(name in os.path.basename(file).lower() for name in names)}


def mapped_files():
    try:
        with open("/proc/self/maps") as maps:
            return {line.split(maxsplit=5)[5].strip() for line in maps if len(line.split(maxsplit=5)) == 6}
    except OSError:
        return set()


def blas_of_numpy():
    try:
        blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{blas['name']} {blas.get('version', '')}".strip()
    except Exception:
        try:
            return ", ".join(numpy.__config__.get_info("blas_opt")["libraries"])  # before NumPy 1.25
        except Exception:
            return None


def blas_of_torch():
    try:
        text = torch.__config__.show()
        found = [word.split("=")[1].strip(", \n") for word in text.split() if word.startswith("BLAS_INFO=")]
        found += [line.strip(" -").split(" for ")[0] for line in text.splitlines() if "Math Kernel Library" in line]
        return ", ".join(found) or None
    except Exception:
        return None


def matrix(a):
    # The operand in the last row; the other rows make it a real product.
    return numpy.concatenate([numpy.ones((ROWS - 1, len(a)), a.dtype), a[None, :]])


def torch_matrix(a):
    return torch.cat([torch.ones((ROWS - 1, len(a)), dtype=a.dtype, device=a.device), a[None, :]])


# Products a @ w.T of matrices of one format; the w of a product with a vector has one row.
PRODUCTS = {
    "matvec": lambda a, w: a @ w[0],
    "matmul": lambda a, w: a @ w.T,
}
TORCH_PRODUCTS = {
    "matvec": lambda a, w: torch.mv(a, w[0]),
    "matmul": lambda a, w: torch.mm(a, w.T),
}

# Sums and dot products of arrays of one format.
SUMS = {
    "numpy.sum": lambda a, b: numpy.sum(a),
    "numpy.dot": lambda a, b: numpy.dot(a, b),
    "numpy.matvec": lambda a, b: PRODUCTS["matvec"](matrix(a), b[None, :])[-1],
    "numpy.matmul": lambda a, b: PRODUCTS["matmul"](matrix(a), matrix(b))[-1, -1],
    "numpy.sum-rows": lambda a, b: matrix(a).sum(axis=1)[-1],
    "numpy.sum-columns": lambda a, b: numpy.ascontiguousarray(matrix(a).T).sum(axis=0)[-1],
    "numpy.cumsum": lambda a, b: numpy.cumsum(a)[-1],
}
TORCH_SUMS = {
    "sum": lambda a, b: a.sum(),
    "dot": lambda a, b: torch.dot(a, b),
    "matvec": lambda a, b: TORCH_PRODUCTS["matvec"](torch_matrix(a), b[None, :])[-1],
    "matmul": lambda a, b: TORCH_PRODUCTS["matmul"](torch_matrix(a), torch_matrix(b))[-1, -1],
    "sum-rows": lambda a, b: torch_matrix(a).sum(dim=1)[-1],
    "sum-columns": lambda a, b: torch_matrix(a).T.contiguous().sum(dim=0)[-1],
    "cumsum": lambda a, b: torch.cumsum(a, 0)[-1],
}

# Operations that turn a row into a row, and add inside.
SOFTMAX = {
    "numpy": lambda x: (lambda e: e / e.sum())(numpy.exp(x - x.max())),
    "torch": lambda x: torch.softmax(x, 0),
    "torch-cuda": lambda x: torch.softmax(x, 0),
}
LAYER_NORM = {"torch.layer-norm": lambda x: torch.nn.functional.layer_norm(x, x.shape)}
LAYER_NORM_FORMATS = ["", ".binary64"]

# The names of formats in the names of operations, which have none for binary32, and what the libraries call them.
FORMATS = {"": "float32", ".binary64": "float64", ".binary16": "float16", ".bfloat16": "bfloat16"}


offset = None  # how many bytes behind a multiple of 64 operands begin; None: wherever they are


def placed(array):
    if offset is None:
        return array
    buffer = numpy.empty(array.nbytes + 128, numpy.uint8)
    start = (offset - buffer.ctypes.data) % 64
    view = buffer[start:start + array.nbytes].view(array.dtype).reshape(array.shape)
    view[:] = array
    return view


def in_numpy(compute, dtype):
    def call(*operands):
        result = compute(*(placed(x.astype(dtype)) for x in operands))
        if str(result.dtype) != dtype:
            raise TypeError(f"the result is of type {result.dtype}, not {dtype}")
        return result.astype("<f8")
    return call


def in_torch(compute, dtype, device):
    def call(*operands):
        # NumPy has no bfloat16: numbers of this format pass as binary32, which holds them.
        result = compute(*(
            torch.from_numpy(placed(x.astype("float32" if dtype == "bfloat16" else dtype))).to(device, getattr(torch, dtype)) for x in operands))
        if str(result.dtype) != "torch." + dtype:
            raise TypeError(f"the result is of type {result.dtype}, not {dtype}")
        return result.double().cpu().numpy()
    return call


# What each operation computes, for operands of binary64, which holds the numbers of every format. A product also gives one element.
OPERATIONS, MATRICES, ROW_OPERATIONS = {}, {}, {}
for suffix, dtype in FORMATS.items():
    if dtype != "bfloat16":
        ROW_OPERATIONS["numpy.softmax" + suffix] = in_numpy(SOFTMAX["numpy"], dtype)
    for name, compute in SUMS.items():
        if dtype != "bfloat16":
            OPERATIONS[name + suffix] = in_numpy(compute, dtype)
    for name, compute in PRODUCTS.items():
        if dtype != "bfloat16":
            MATRICES["numpy." + name + suffix] = in_numpy(compute, dtype)
for name, compute in LAYER_NORM.items():
    for suffix in LAYER_NORM_FORMATS:
        ROW_OPERATIONS[name + suffix] = in_torch(compute, FORMATS[suffix], "cpu")
for library, device in (("torch", "cpu"), ("torch-cuda", "cuda")):
    for suffix, dtype in FORMATS.items():
        ROW_OPERATIONS[library + ".softmax" + suffix] = in_torch(SOFTMAX[library], dtype, device)
        for name, compute in TORCH_SUMS.items():
            OPERATIONS[library + "." + name + suffix] = in_torch(compute, dtype, device)
        for name, compute in TORCH_PRODUCTS.items():
            MATRICES[library + "." + name + suffix] = in_torch(compute, dtype, device)


def compute(operation, count, a, b, **place):
    # One result for each row of the operands; numbers of any format pass as binary64. A sum has no second operand.
    a, b = (numpy.frombuffer(base64.b64decode(text), "<f8").reshape(count, -1) for text in (a, b))
    global offset
    offset = place.get("offset")
    try:
        results = [OPERATIONS[operation](x, y) for x, y in zip(a, b)]
    finally:
        offset = None
    return dict(numbers=base64.b64encode(numpy.array(results, "<f8").tobytes()).decode())


def multiply(operation, shape, count, a, w):
    # Products a @ w.T, all elements of each. Where an operand has one row for each product, all rows of its matrix are the same.
    m, k, n = shape
    a, w = (numpy.frombuffer(base64.b64decode(text), "<f8").reshape(count, -1, k) for text in (a, w))
    results = [
        MATRICES[operation](*(numpy.ascontiguousarray(numpy.broadcast_to(x, (rows, k))) for x, rows in ((left, m), (right, n))))
        for left, right in zip(a, w)]
    return dict(numbers=base64.b64encode(numpy.array(results, "<f8").tobytes()).decode())


def apply(operation, count, x):
    # A row of results for each row.
    rows = numpy.frombuffer(base64.b64decode(x), "<f8").reshape(count, -1)
    results = [ROW_OPERATIONS[operation](row) for row in rows]
    return dict(numbers=base64.b64encode(numpy.array(results, "<f8").tobytes()).decode())


def compute_hashed(operation, seed, length):
    return dict(arrays=[encode(numpy.float32(OPERATIONS[operation](hashes(seed, length), numpy.empty(0))))])


def hashes(seed, length):
    # The same numbers as OrderSamples.Hashed: three multiplications a number, all modulo 2**32.
    h = numpy.arange(length, dtype=numpy.uint32) * numpy.uint32(0x9E3779B1) + numpy.uint32(seed)
    h = (h ^ (h >> numpy.uint32(15))) * numpy.uint32(0x85EBCA77)
    h = (h ^ (h >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE3D)
    significand = ((h >> numpy.uint32(8)).astype(numpy.int64) - 2**23).astype(numpy.float32)
    return numpy.ldexp(significand, (h & numpy.uint32(15)).astype(numpy.int32) - 30).astype(numpy.float32)


class Network:
    def __init__(self, name, linear, relu, sigmoid):
        self.name, self.linear, self.relu, self.sigmoid = name, linear, relu, sigmoid
        self.activations = None


def torch_network(name, tensor):
    return Network(
        name,
        lambda a, w, b: torch.nn.functional.linear(tensor(a), tensor(w), tensor(b)).cpu().numpy(),
        lambda z: torch.relu(tensor(z)).cpu().numpy(),
        lambda z: torch.sigmoid(tensor(z)).cpu().numpy())


def digest(tensor, count):
    return dict(digest=hashlib.sha256(numbers(tensor, (count,)).astype("<f4").tobytes()).hexdigest())


def probe(library, shape, axis, pairs):
    # a @ W.T + b of ones, with 2^127 and -2^127 where the pairs of int32 say.
    pairs = numpy.frombuffer(base64.b64decode(pairs), "<i4").reshape(-1, 2)
    return dict(arrays=[encode(network_of(library).linear(*masked(*shape, axis, pairs)))])


def product(library, shape, inputs, weights, biases):
    # a @ W.T + b of hashed numbers.
    m, k, n = shape
    return dict(arrays=[encode(network_of(library).linear(numbers(inputs, (m, k)), numbers(weights, (n, k)), numbers(biases, (n,))))])


def rows(library, operation, shape, filled, seed):
    # Equal rows through an operation: runs of results with the same bits. The numbers are those of BatchProblem.
    m, k, n = shape
    a = numpy.zeros((m, k), numpy.float32)
    a[:, :filled] = hashes(seed, filled)
    network = network_of(library)
    if operation == "linear":
        w = numpy.zeros((n, k), numpy.float32)
        w[:, :filled] = hashes((seed + 1) % 2**32, n * filled).reshape(n, filled)
        y = network.linear(a, w, numpy.zeros(n, numpy.float32))
    else:
        y = network.sigmoid(a)[:, :filled]
    y = numpy.ascontiguousarray(y)
    bits = y.view(numpy.uint32)
    starts = [0, *(numpy.flatnonzero((bits[1:] != bits[:-1]).any(axis=1)) + 1).tolist()]
    return dict(arrays=[encode(y[i]) for i in starts], counts=[end - start for start, end in zip(starts, [*starts[1:], m])])


def threads(library, count):
    # Sets the number of threads; the message says why it cannot.
    if library == "numpy":
        return dict(message=set_threads_of_blas(count))
    if library == "torch":
        torch.set_num_threads(count)
        return {}
    return dict(message=f"{library} runs on a GPU: it has no number of threads to set")


def set_threads_of_blas(count):
    import ctypes
    names = [prefix + "openblas_set_num_threads" + suffix for prefix in ("", "scipy_") for suffix in ("", "64_", "_64", "_64_")]
    for path in mapped_files():
        if "blas" not in os.path.basename(path).lower():
            continue
        library = ctypes.CDLL(path)
        for name in names:
            if hasattr(library, name):
                getattr(library, name)(ctypes.c_int(count))
                return None
    return f"the BLAS of NumPy ({blas_of_numpy()}) has no setting of threads that is known here: it keeps its own"


def begin(shape, inputs):
    # The inputs of a network, for every library.
    x = numbers(inputs, shape)
    for network in networks:
        network.activations = x
    return {}


def layer(outputs, weights, biases):
    # The next hidden layer: the pre-activations of each library.
    results = []
    for network, z in pre_activations(outputs, weights, biases):
        network.activations = network.relu(z)
        results.append(z)
    return dict(arrays=[encode(z) for z in results])


def head(weights, biases):
    # An output on top of the last layer: the logits and the outputs of each library.
    results = []
    for network, z in pre_activations(1, weights, biases):
        results += [z, network.sigmoid(z)]
    return dict(arrays=[encode(z) for z in results])


def pre_activations(outputs, weights, biases):
    w = numbers(weights, (outputs, networks[0].activations.shape[1]))
    b = numbers(biases, (outputs,))
    return [(network, network.linear(network.activations, w, b)) for network in networks]


def network_of(library):
    return next(network for network in networks if network.name == library)


def encode(z):
    if str(z.dtype) != "float32":
        raise TypeError(f"the result is of type {z.dtype}, not float32")
    return base64.b64encode(z.astype("<f4").tobytes()).decode()


def numbers(tensor, shape):
    # The same numbers as PairTensor: integers modulo 2**32, an exact sum of four halves, and one rounded multiplication.
    words = [int(word) for word in tensor.split()]
    keys = [numpy.uint32(word) for word in words[:4]]
    scale = numpy.frombuffer(struct.pack("<I", words[4]), "<f4").astype(numpy.float32)[0]
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


def masked(m, k, n, axis, pairs):
    # One probe per column (in the weights) or row (in the inputs); -1 stands for no probe; index k is the bias.
    a, w, b = numpy.ones((m, k), numpy.float32), numpy.ones((n, k), numpy.float32), numpy.ones(n, numpy.float32)
    operand, places = (w, numpy.arange(n)) if axis == "columns" else (a, numpy.arange(m))
    for sign, end in ((1, 0), (-1, 1)):
        mask, at = numpy.float32(sign * 2.0**127), pairs[:, end]
        inside, bias = (at >= 0) & (at < k), at == k
        operand[places[inside], at[inside]] = mask
        if axis == "columns":
            b[bias] = mask
        elif bias.any():
            b[:] = mask  # the rows share their biases: either all probes have the bias at their second end, or none has it
    return a, w, b


def compare_networks(seed, examples, batch):
    # The chapter's network with the same binary32 weights through NumPy and PyTorch, which have been loaded.
    widths = [10, 64, 32, 1]
    random = numpy.random.RandomState(seed % 2**32)
    x = random.standard_normal((examples, widths[0])).astype(numpy.float32)
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        weights = (random.standard_normal((outputs, inputs)) * (2 / inputs) ** 0.5).astype(numpy.float32)
        biases = (random.standard_normal(outputs) * 0.1).astype(numpy.float32)
        layers.append((weights, biases))

    a = x
    for i, (weights, biases) in enumerate(layers):
        z = a @ weights.T + biases
        a = numpy.maximum(z, numpy.float32(0)) if i < len(layers) - 1 else 1 / (1 + numpy.exp(-z))
    from_numpy = a
    logits_numpy = z

    t = torch.from_numpy(x)
    for i, (weights, biases) in enumerate(layers):
        s = torch.nn.functional.linear(t, torch.from_numpy(weights), torch.from_numpy(biases))
        t = torch.relu(s) if i < len(layers) - 1 else torch.sigmoid(s)
    from_torch = t.numpy()
    logits_torch = s.numpy()

    difference = numpy.abs(from_numpy.astype(numpy.float64) - from_torch.astype(numpy.float64))
    return dict(
        status="compared",
        python=sys.version.split()[0],
        numpy=numpy.__version__,
        torch=torch.__version__,
        examples=examples,
        dtypes=[str(from_numpy.dtype), str(from_torch.dtype)],
        unequal=int((from_numpy != from_torch).sum()),
        unequal_logits=int((logits_numpy != logits_torch).sum()),
        largest=float(difference.max()),
        typical=float(numpy.percentile(difference.reshape(-1, batch).max(axis=1), 50)),
        within_1e_6=bool((difference <= 1e-6).all()),
    )


def gradients():
    # What zero_grad() leaves in .grad, and whether backward() adds to it.
    with torch.enable_grad():
        return gradient_states()


def differentiation_modes():
    # How often backward() visits each operation of a network, and the same gradient by torch.func.jvp and by the chain rule.
    with torch.enable_grad():
        return visits_and_gradients()


def visits_and_gradients():
    torch.manual_seed(1)
    x, targets = torch.randn(24, 3, dtype=torch.float64), torch.randn(24, 1, dtype=torch.float64)
    shapes = [(5, 3), (5,), (1, 5), (1,)]
    parameters = [torch.randn(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]
    count = sum(parameter.numel() for parameter in parameters)
    evaluations = 0

    def loss_of(w1, b1, w2, b2):
        nonlocal evaluations
        evaluations += 1
        hidden = torch.tanh(x @ w1.T + b1)
        return ((hidden @ w2.T + b2 - targets) ** 2).mean()

    loss = loss_of(*parameters)
    visits, seen, waiting = {}, set(), [loss.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        visits[node] = 0

        def count_visit(*_, node=node):
            visits[node] += 1

        node.register_prehook(count_visit)
        waiting.extend(following for following, _ in node.next_functions)
    loss.backward()
    reverse_evaluations, evaluations = evaluations, 0

    # Backpropagation as in the chapter: deltas from the last layer to the first, and their products with the activations.
    w1, b1, w2, b2 = (parameter.detach() for parameter in parameters)
    hidden = torch.tanh(x @ w1.T + b1)
    delta2 = 2 * (hidden @ w2.T + b2 - targets) / len(x)
    delta1 = (delta2 @ w2) * (1 - hidden**2)
    by_hand = [delta1.T @ x, delta1.sum(0), delta2.T @ hidden, delta2.sum(0)]

    forward = []
    if hasattr(torch, "func") and hasattr(torch.func, "jvp"):
        for i, parameter in enumerate(parameters):
            for j in range(parameter.numel()):
                tangents = [torch.zeros_like(other) for other in parameters]
                tangents[i].view(-1)[j] = 1
                forward.append(torch.func.jvp(loss_of, tuple(p.detach() for p in parameters), tuple(tangents))[1])

    found = torch.cat([parameter.grad.reshape(-1) for parameter in parameters])
    scale = float(found.abs().max())

    def largest(others):
        return float((found - others).abs().max()) / scale

    return dict(
        status="differentiated",
        python=sys.version.split()[0],
        torch=torch.__version__,
        parameters=count,
        operations=len(visits),
        most_visits=max(visits.values()),
        least_visits=min(visits.values()),
        reverse_evaluations=reverse_evaluations,
        off_backpropagation=largest(torch.cat([gradient.reshape(-1) for gradient in by_hand])),
        forward_evaluations=evaluations,
        off_forward=largest(torch.stack(forward)) if forward else 0.0,
    )


def gradients_of(parameters):
    return [parameter.grad for parameter in parameters]


def gradient_state(parameters):
    found = gradients_of(parameters)
    if all(gradient is None for gradient in found):
        return "none"
    if all(gradient is not None and not gradient.any() for gradient in found):
        return "zeros"
    return "other"


def gradient_states():
    torch.manual_seed(1)
    x, targets = torch.randn(24, 3), torch.randn(24, 1)

    def model():
        torch.manual_seed(2)
        return torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 1))

    def backward(network, rows):
        torch.nn.functional.mse_loss(network(x[rows]), targets[rows]).backward()

    before, by_default, not_to_none = {}, {}, {}
    for name in ["SGD", "Adam", "RMSprop"]:
        for states, arguments in [(by_default, {}), (not_to_none, {"set_to_none": False})]:
            network = model()
            optimizer = getattr(torch.optim, name)(network.parameters(), lr=0.1)
            backward(network, slice(None))
            before[name] = gradient_state(network.parameters())
            optimizer.zero_grad(**arguments)
            states[name] = gradient_state(network.parameters())

    # The gradient after a reset of either kind, and what a step does to a parameter without a gradient and to one whose gradient is 0.
    after_reset, unused = {}, {}
    for name, settings in [
        ("SGD", {"momentum": 0.9, "weight_decay": 0.1}),
        ("Adam", {"weight_decay": 0.1}),
        ("RMSprop", {"momentum": 0.9, "weight_decay": 0.1}),
    ]:
        moved, gradients_after = {}, {}
        for state, arguments in [("none", {"set_to_none": True}), ("zeros", {"set_to_none": False})]:
            network = model()
            optimizer = getattr(torch.optim, name)(network.parameters(), lr=0.1, **settings)
            backward(network, slice(None))
            optimizer.zero_grad(**arguments)
            backward(network, slice(0, 12))
            gradients_after[state] = [gradient.clone() for gradient in gradients_of(network.parameters())]
            optimizer.step()
            optimizer.zero_grad(**arguments)
            before_step = [parameter.detach().clone() for parameter in network.parameters()]
            optimizer.step()
            moved[state] = sum(not torch.equal(a, b) for a, b in zip(before_step, network.parameters()))
        after_reset[name] = all(torch.equal(a, b) for a, b in zip(gradients_after["none"], gradients_after["zeros"]))
        unused[name] = [moved["none"], moved["zeros"]]

    first, second, both = model(), model(), model()
    backward(first, slice(0, 12))
    backward(second, slice(12, 24))
    backward(both, slice(0, 12))
    backward(both, slice(12, 24))
    pairs = zip(gradients_of(first.parameters()), gradients_of(second.parameters()), gradients_of(both.parameters()))
    return dict(
        status="asked",
        python=sys.version.split()[0],
        torch=torch.__version__,
        before=before,
        by_default=by_default,
        not_to_none=not_to_none,
        same_after_reset=after_reset,
        moved_without_gradient=unused,
        accumulates=all(torch.equal(a + b, sum_of_both) for a, b, sum_of_both in pairs),
    )


def open_function(path, name):
    # A function of a file of the user's, and the number of arrays that it takes.
    spec = importlib.util.spec_from_file_location("studied_" + str(len(functions)), path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    try:
        spec.loader.exec_module(module)
    except BaseException as error:  # what a file of the user's raises, SystemExit among it
        return dict(status="raised", message=f"{path} does not load: {type(error).__name__}: {error}")
    function = getattr(module, name, None)
    if not callable(function):
        known = sorted(key for key, value in vars(module).items() if callable(value) and not key.startswith("_"))
        return dict(status="raised", message=f"{path} has no function '{name}'. It has: {', '.join(known) or 'none'}.")
    functions.append(function)
    return dict(function=len(functions) - 1, inputs=inputs_of(function))


def inputs_of(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a function of C code that does not say
        return None
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(parameter.kind in positional and parameter.default is inspect.Parameter.empty for parameter in parameters)


def call_function(function, shapes, inputs):
    # The results in binary64, which holds those of any usual format.
    arrays = [
        numpy.frombuffer(base64.b64decode(text), "<f4").astype(numpy.float32).reshape(shape) for shape, text in zip(shapes, inputs)]
    try:
        result = functions[function](*arrays)
        if hasattr(result, "detach"):  # a tensor of PyTorch, bfloat16 among its formats
            result = result.detach().cpu().double().numpy()
        values = numpy.asarray(result)
        if values.dtype.kind not in "fiub":
            raise TypeError(f"it returns {values.dtype}, not numbers")
        return dict(numbers=base64.b64encode(values.astype("<f8").tobytes()).decode())
    except BaseException as error:
        return dict(status="raised", message=f"{type(error).__name__}: {error}")


LOADERS = {"numpy": load_numpy, "torch": load_torch}

COMMANDS = {
    "load": lambda library: LOADERS[library](),
    "open-function": open_function,
    "call-function": call_function,
    "compute": compute,
    "compute-hashed": compute_hashed,
    "multiply": multiply,
    "apply": apply,
    "digest": digest,
    "probe": probe,
    "product": product,
    "rows": rows,
    "threads": threads,
    "begin": begin,
    "layer": layer,
    "head": head,
    "compare-networks": compare_networks,
    "gradients": gradients,
    "differentiation-modes": differentiation_modes,
}


def answer(line):
    try:
        request = json.loads(line)
        return {"status": "ok", **COMMANDS[request.pop("command")](**request)}
    except Unavailable as unavailable:
        return unavailable.args[0]
    except Exception as error:
        return dict(status="error", message=f"{type(error).__name__}: {error}")


def main():
    # Ctrl-C, and the SIGTERM of a scheduler, reach the whole group of processes; the one that started this decides what they mean.
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, signal.SIG_IGN)

    # What a library prints must not mix with the answers: they get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print('{"status": "ready"}', file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), file=answers, flush=True)


main()
