// The sums and products of the libraries that hosts have loaded.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

/// <summary>A library that multiplies matrices.</summary>
/// <param name="Client">Asks its host.</param>
/// <param name="Id">Its name in requests.</param>
/// <param name="Place">The library with its version, and its device.</param>
internal sealed record LoadedLayers(LibraryClient Client, string Id, string Place);

/// <summary>The sums and products of libraries in other programs.</summary>
internal sealed class LibraryTargets
{
    /// <summary>The numbers of a request, at most.</summary>
    private const int MostNumbers = 1 << 18;

    private readonly List<OrderTarget> _all = [];
    private readonly List<ProductTarget> _products = [];
    private readonly List<RowTarget> _rows = [];
    private readonly List<LoadedLayers> _layers = [];
    private readonly Dictionary<string, string> _missing = [];
    private readonly Dictionary<string, LibraryClient> _clients = [];

    private LibraryTargets(ILineService service)
    {
        OpenPython(new LibraryClient(service, LibraryHost.Python, CancellationToken.None));
        OpenDotNet(new LibraryClient(service, LibraryHost.DotNet, CancellationToken.None));
    }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<OrderTarget> All => _all;

    /// <summary>The products among them, with all their elements.</summary>
    public IReadOnlyList<ProductTarget> Products => _products;

    /// <summary>The operations on rows, which add inside.</summary>
    public IReadOnlyList<RowTarget> Rows => _rows;

    /// <summary>The libraries that multiply matrices.</summary>
    public IReadOnlyList<LoadedLayers> Layers => _layers;

    /// <summary>What is missing and why, one line each.</summary>
    public IReadOnlyList<string> Notes => [.. _missing.Values.Distinct()];

    /// <summary>Returns why a library, or an operation of one, is missing, or null where it has another reason or none.</summary>
    public string? WhyNot(string name) => _missing.GetValueOrDefault(name.Split('.')[0].ToLowerInvariant());

    /// <summary>Asks the hosts what they have.</summary>
    public static LibraryTargets Open(ILineService service) => new(service);

    /// <summary>Returns a library's sum of the numbers of <see cref="OrderSamples.Hashed"/>.</summary>
    /// <param name="operation">The sum: <c>numpy.sum</c> or <c>torch.sum</c>.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="length">How many there are.</param>
    public float SumOfHashes(string operation, uint seed, int length) =>
        Ask(_clients[operation], new { command = "compute-hashed", operation, seed, length });

    /// <summary>Sets the number of threads of a library; returns why it cannot, in one line, or null.</summary>
    /// <param name="operation">An operation of the library.</param>
    /// <param name="count">The number of threads.</param>
    /// <exception cref="LibraryException">The library did not answer.</exception>
    public string? SetThreads(string operation, int count)
    {
        var client = _clients[operation];
        client.Send(new { command = "threads", library = operation.Split('.')[0], count });
        return client.Read<ThreadsReply>().Message;
    }

    private void OpenPython(LibraryClient python)
    {
        try
        {
            LibraryName numpy = python.Host.Libraries[0], torch = python.Host.Libraries[1];
            Add(python, numpy, python.Require(numpy));
            var loaded = python.Load(torch);
            if (loaded.WhyNot(torch, python.Name) is { } whyNot) _missing.Add(torch.Id, whyNot);
            else Add(python, torch, loaded);
        }
        catch (LibraryException exception)
        {
            foreach (var library in python.Host.Libraries)
                _missing.TryAdd(library.Id, $"without NumPy and PyTorch: {exception.Message} `--python PATH` names another interpreter.");
        }
    }

    private void OpenDotNet(LibraryClient host)
    {
        foreach (var library in host.Host.Libraries)
        {
            LoadedLibrary loaded;
            try
            {
                loaded = host.Load(library);
            }
            catch (LibraryException exception)
            {
                _missing.Add(library.Id, $"without {library.Name}: {exception.Message}");
                continue;
            }

            if (loaded.Version is not null) Add(host, library, loaded);
            else _missing.Add(library.Id, loaded.WhyNot(library, host.Name)!);
        }
    }

    private void Add(LibraryClient client, LibraryName library, LoadedLibrary loaded)
    {
        var version = $"{library.Name} {loaded.Version}";
        if (library.HasLayers) _layers.Add(new LoadedLayers(client, library.Id, version));
        if (loaded.Cuda is { } cuda) _layers.Add(new LoadedLayers(client, library.Id + "-cuda", $"{version}, {cuda}"));
        foreach (var operation in loaded.Operations ?? [])
        {
            var place = version;
            if (!operation.StartsWith(library.Id + ".", StringComparison.Ordinal)) place += ", " + loaded.Cuda;
            _clients[operation] = client;
            var target = TargetOf(client, operation, place);
            var kind = operation.Split('.')[1];
            if (kind is "softmax" or "layer-norm")
            {
                AddRows(client, operation, place, target.Format, kind == "softmax" ? OrderOperation.Softmax : OrderOperation.LayerNorm);
                continue;
            }

            _all.Add(target);
            if (kind is "matvec" or "matmul")
            {
                _products.Add(new ProductTarget(
                    operation, place, target.Format, kind == "matvec", (shape, calls) => MultiplyAll(client, operation, shape, calls)));
            }
        }
    }

    /// <summary>Adds an operation on rows; that of binary32 comes before those of shorter formats.</summary>
    private void AddRows(LibraryClient client, string operation, string place, BinaryRounding format, OrderOperation kind) =>
        _rows.Add(new RowTarget(operation, place, format, rows => ApplyAll(client, operation, rows))
        {
            Operation = kind,
            InBinary32 = format.Precision < BinaryRounding.Binary32.Precision
                ? _rows.Find(row => operation == $"{row.Id}.{format.Name}") : null,
        });

    private static OrderTarget TargetOf(LibraryClient client, string operation, string place)
    {
        var parts = operation.Split('.');
        var format = parts.Length > 2 ? OrderFormats.Of(parts[2]) : BinaryRounding.Binary32;
        var kind = parts[1] is "dot" or "matvec" or "matmul" ? OrderOperation.Dot : OrderOperation.Sum;
        return new OrderTarget(operation, place, kind, format, calls => ComputeAll(client, operation, kind, calls))
        {
            ComputeAt = client.Host == LibraryHost.Python && !operation.Contains("-cuda.", StringComparison.Ordinal)
                ? (calls, offset) => ComputeAll(client, operation, kind, calls, offset)
                : null,
        };
    }

    /// <summary>Asks for results, so many at a time that a request stays a few megabytes.</summary>
    private static double[] ComputeAll(
        LibraryClient client, string operation, OrderOperation kind, IReadOnlyList<OrderOperands> calls, int? offset = null)
    {
        var results = new List<double>(calls.Count);
        while (results.Count < calls.Count)
        {
            var length = calls[results.Count].A.Length;
            List<OrderOperands> some = [.. calls.Skip(results.Count).Take(Math.Max(1, MostNumbers / length))];
            var a = LibraryClient.Encode([.. some.SelectMany(call => call.A)]);
            var b = kind == OrderOperation.Sum ? "" : LibraryClient.Encode([.. some.SelectMany(call => call.B)]);
            if (offset is null) client.Send(new { command = "compute", operation, count = some.Count, a, b });
            else client.Send(new { command = "compute", operation, count = some.Count, a, b, offset });
            results.AddRange(client.ReadNumbers(some.Count));
        }

        return [.. results];
    }

    /// <summary>Asks for all elements of products, so many at a time that a request stays a few megabytes.</summary>
    private static List<double[]> MultiplyAll(
        LibraryClient client, string operation, ProductShape shape, IReadOnlyList<ProductOperands> calls)
    {
        var results = new List<double[]>(calls.Count);
        foreach (var some in calls.Chunk(Math.Max(1, MostNumbers / Math.Max(calls[0].A.Length + calls[0].W.Length, shape.Elements))))
        {
            client.Send(new
            {
                command = "multiply",
                operation,
                shape = new[] { shape.Rows, shape.Length, shape.Columns },
                count = some.Length,
                a = LibraryClient.Encode([.. some.SelectMany(call => call.A)]),
                w = LibraryClient.Encode([.. some.SelectMany(call => call.W)]),
            });
            results.AddRange(client.ReadNumbers(some.Length * shape.Elements).Chunk(shape.Elements));
        }

        return results;
    }

    /// <summary>Asks for rows, so many at a time that a request stays a few megabytes.</summary>
    private static List<double[]> ApplyAll(LibraryClient client, string operation, IReadOnlyList<double[]> rows)
    {
        var results = new List<double[]>(rows.Count);
        if (rows.Count == 0) return results;
        var length = rows[0].Length;
        foreach (var some in rows.Chunk(Math.Max(1, MostNumbers / length)))
        {
            client.Send(new
            {
                command = "apply",
                operation,
                count = some.Length,
                x = LibraryClient.Encode([.. some.SelectMany(row => row)]),
            });
            results.AddRange(client.ReadNumbers(some.Length * length).Chunk(length));
        }

        return results;
    }

    private static float Ask(LibraryClient client, object request)
    {
        client.Send(request);
        return client.ReadArrays(1, 1)[0][0];
    }

    /// <summary>The message is why the number of threads cannot be set, or null.</summary>
    private sealed record ThreadsReply : LibraryReply;
}
