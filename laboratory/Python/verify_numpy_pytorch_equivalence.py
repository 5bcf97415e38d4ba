# The chapter's network with the same float32 weights through the installed NumPy and the installed PyTorch.
# Runs behind python_answer.py; its status is "compared". Arguments: SEED EXAMPLES


def main():
    seed, examples = int(sys.argv[1]), int(sys.argv[2])
    numpy = load("numpy")
    torch = load("torch")

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

    with torch.no_grad():
        t = torch.from_numpy(x)
        for i, (weights, biases) in enumerate(layers):
            s = torch.nn.functional.linear(t, torch.from_numpy(weights), torch.from_numpy(biases))
            t = torch.relu(s) if i < len(layers) - 1 else torch.sigmoid(s)
    from_torch = t.numpy()
    logits_torch = s.numpy()

    difference = numpy.abs(from_numpy.astype(numpy.float64) - from_torch.astype(numpy.float64))
    finish(
        status="compared",
        python=sys.version.split()[0],
        numpy=numpy.__version__,
        torch=torch.__version__,
        examples=examples,
        dtypes=[str(from_numpy.dtype), str(from_torch.dtype)],
        unequal=int((from_numpy != from_torch).sum()),
        unequal_logits=int((logits_numpy != logits_torch).sum()),
        largest=float(difference.max()),
        within_1e_6=bool((difference <= 1e-6).all()),
    )


main()
