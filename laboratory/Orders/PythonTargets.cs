// The sums and products of an installed NumPy and PyTorch, asked through its script.

using QuizKit.Laboratory.Python;

namespace QuizKit.Laboratory.Orders;

/// <summary>The sums and products of an installed Python.</summary>
internal sealed class PythonTargets
{
    private readonly PythonClient _python;

    private PythonTargets(PythonClient python)
    {
        _python = python;
        var numpy = python.LoadNumpy();
        var torch = python.LoadTorch();
        Numpy = numpy.Version!;
        Torch = torch.Version;
        Missing = torch.WhyNot(python.Interpreter);
        All = [.. (numpy.Operations ?? []).Concat(torch.Operations ?? []).Select(operation => TargetOf(operation, torch.Cuda))];
    }

    /// <summary>The version of NumPy.</summary>
    public string Numpy { get; }

    /// <summary>The version of PyTorch, or null where there is none.</summary>
    public string? Torch { get; }

    /// <summary>Why there is no PyTorch, or null where there is.</summary>
    public string? Missing { get; }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<OrderTarget> All { get; }

    /// <summary>Asks a Python for what it has; the notes say in one line each what it lacks.</summary>
    /// <param name="service">The Python.</param>
    /// <returns>The targets, or null where there is no NumPy that can be asked.</returns>
    public static (PythonTargets? Python, IReadOnlyList<string> Notes) Open(ILineService service)
    {
        try
        {
            var python = new PythonTargets(new PythonClient(service, CancellationToken.None));
            return (python, python.Missing is null ? [] : [python.Missing]);
        }
        catch (PythonException exception)
        {
            return (null, [$"without NumPy and PyTorch: {exception.Message} `--python PATH` names another interpreter."]);
        }
    }

    /// <summary>Returns a library's sum of the numbers of <see cref="OrderSamples.Hashed"/>.</summary>
    /// <param name="operation">The sum: <c>numpy.sum</c> or <c>torch.sum</c>.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="length">How many there are.</param>
    public float SumOfHashes(string operation, uint seed, int length) => Ask(new { command = "compute-hashed", operation, seed, length });

    private OrderTarget TargetOf(string operation, string? cuda)
    {
        var place = operation.Split('.')[0] switch
        {
            "numpy" => $"NumPy {Numpy}",
            "torch" => $"PyTorch {Torch}",
            _ => $"PyTorch {Torch}, {cuda}",
        };
        return new OrderTarget(
            operation,
            place,
            operation.EndsWith(".sum", StringComparison.Ordinal) ? OrderOperation.Sum : OrderOperation.Dot,
            (a, b) => Ask(new { command = "compute", operation, a = PythonClient.Encode(a), b = PythonClient.Encode(b) }))
        {
            Samples = (seed, count, length) =>
            {
                _python.Send(new { command = "compute-samples", operation, seed, count, length });
                return _python.ReadArrays(1, count)[0];
            },
        };
    }

    private float Ask(object request)
    {
        _python.Send(request);
        return _python.ReadArrays(1, 1)[0][0];
    }
}
