# What the installed PyTorch does with .grad: what zero_grad() leaves there, and whether backward() adds to it.
# Runs behind python_answer.py; its status is "asked".


def gradients(parameters):
    return [parameter.grad for parameter in parameters]


def state(parameters):
    found = gradients(parameters)
    if all(gradient is None for gradient in found):
        return "none"
    if all(gradient is not None and not gradient.any() for gradient in found):
        return "zeros"
    return "other"


def main():
    torch = load("torch")
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
            before[name] = state(network.parameters())
            optimizer.zero_grad(**arguments)
            states[name] = state(network.parameters())

    first, second, both = model(), model(), model()
    backward(first, slice(0, 12))
    backward(second, slice(12, 24))
    backward(both, slice(0, 12))
    backward(both, slice(12, 24))
    pairs = zip(gradients(first.parameters()), gradients(second.parameters()), gradients(both.parameters()))

    finish(
        status="asked",
        python=sys.version.split()[0],
        torch=torch.__version__,
        before=before,
        by_default=by_default,
        not_to_none=not_to_none,
        accumulates=all(torch.equal(a + b, sum_of_both) for a, b, sum_of_both in pairs),
    )


main()
