// Functions of .NET assemblies and of devices, in a process of their own: one that hangs or crashes ends that process alone.

using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Differences;

/// <summary>Answers a line with a line, as the hosts of libraries do.</summary>
/// <param name="openCatalog">Searches for devices, once one is asked for.</param>
internal sealed class FunctionSession(Func<IDeviceCatalog> openCatalog) : IDisposable
{
    /// <summary>The last argument of such a process.</summary>
    public const string Command = "functions";

    /// <summary>The path that stands for the sums of devices.</summary>
    public const string Devices = "devices";

    private const string Accepted =
        "it takes float[], float[,] or one or two ReadOnlySpan<float>, and returns a float, double or Half, or an array of them";

    private delegate T OfSpan<out T>(ReadOnlySpan<float> values);

    private delegate T OfSpans<out T>(ReadOnlySpan<float> first, ReadOnlySpan<float> second);

    private readonly List<Func<IReadOnlyList<Tensor>, double[]>> _functions = [];
    private readonly List<Accelerator> _accelerators = [];
    private IDeviceCatalog? _catalog;

    /// <summary>Answers until the input ends.</summary>
    public static int Run(Func<IDeviceCatalog> openCatalog)
    {
        // What a function prints must not mix with the answers.
        using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
        Console.SetOut(Console.Error);
        using var session = new FunctionSession(openCatalog);
        answers.WriteLine("""{"status": "ready"}""");
        while (Console.In.ReadLine() is { } line) answers.WriteLine(JsonSerializer.Serialize(session.Answer(line)));
        return 0;
    }

    /// <summary>Answers a line.</summary>
    public JsonObject Answer(string line)
    {
        try
        {
            var request = JsonNode.Parse(line)!.AsObject();
            var answer = (string)request["command"]! == FunctionProtocol.Open
                ? Open((string)request["path"]!, (string)request["name"]!)
                : FunctionProtocol.Results(_functions[(int)request["function"]!](FunctionProtocol.InputsOf(request)));
            answer.TryAdd("status", "ok");
            return answer;
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            return FunctionProtocol.Failed(exception is FunctionException ? exception.Message : Failure.Describe(exception));
        }
    }

    public void Dispose()
    {
        foreach (var accelerator in _accelerators) accelerator.Dispose();
        _catalog?.Dispose();
    }

    private JsonObject Open(string path, string name)
    {
        if (path == Devices)
        {
            _functions.Add(OpenTarget(name));
            return Opened([[-1]]);
        }

        var method = FindMethod(Load(path), path, name);
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        _functions.Add(Function(method, parameters));
        return Opened([.. parameters.Select(type => type == typeof(float[,]) ? new[] { -1, -1 } : [-1])]);
    }

    private JsonObject Opened(IReadOnlyList<int[]> shapes) => new()
    {
        ["function"] = _functions.Count - 1,
        ["inputs"] = shapes.Count,
        ["shapes"] = JsonSerializer.SerializeToNode(shapes),
    };

    private Func<IReadOnlyList<Tensor>, double[]> OpenTarget(string name)
    {
        _catalog ??= openCatalog();
        var device = _catalog.Devices.First(device => DeviceTargets.NamesOf(device).Contains(name));
        _accelerators.Add(_catalog.Open(device));
        var target = DeviceTargets.Of(_accelerators[^1], device, name);
        return inputs => [target.Compute(inputs[0].Values, [])];
    }

    private static Assembly Load(string path)
    {
        var resolver = new AssemblyDependencyResolver(Path.GetFullPath(path));
        var context = new AssemblyLoadContext(path);
        context.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        try
        {
            return context.LoadFromAssemblyPath(Path.GetFullPath(path));
        }
        catch (BadImageFormatException)
        {
            throw new FunctionException($"'{path}' is no .NET assembly.");
        }
    }

    private static MethodInfo FindMethod(Assembly assembly, string path, string name)
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public;
        var dot = name.LastIndexOf('.');
        if (dot < 0 || assembly.GetType(name[..dot]) is not { } type)
            throw new FunctionException($"'{path}' has no public static method '{name}': write Namespace.Type.Method.");
        var methods = type.GetMethods(Static).Where(method => method.Name == name[(dot + 1)..]).ToList();
        return methods.Find(method => Fits(method))
            ?? throw new FunctionException(
                methods.Count > 0
                    ? $"'{name}' of '{path}' has other parameters or results than a function that can be compared: {Accepted}."
                    : $"{type.FullName} of '{path}' has no public static method '{name[(dot + 1)..]}'.");
    }

    private static bool Fits(MethodInfo method)
    {
        var types = method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        var element = method.ReturnType.IsArray ? method.ReturnType.GetElementType()! : method.ReturnType;
        var areArrays = types.All(type => type == typeof(float[]) || type == typeof(float[,]));
        var areSpans = types.Count is 1 or 2 && types.All(type => type == typeof(ReadOnlySpan<float>));
        return types.Count > 0 && (areArrays || areSpans) && !method.ContainsGenericParameters
            && (element == typeof(float) || element == typeof(double) || element == typeof(System.Half));
    }

    private static Func<IReadOnlyList<Tensor>, double[]> Function(MethodInfo method, List<Type> parameters)
    {
        if (parameters[0] == typeof(ReadOnlySpan<float>))
        {
            var open = typeof(FunctionSession).GetMethod(
                parameters.Count == 1 ? nameof(SpanFunction) : nameof(SpansFunction), BindingFlags.Static | BindingFlags.NonPublic)!;
            return (Func<IReadOnlyList<Tensor>, double[]>)open.MakeGenericMethod(method.ReturnType).Invoke(null, [method])!;
        }

        return inputs => NumbersOf(method.Invoke(
            null, [.. inputs.Select((input, i) => parameters[i] == typeof(float[,]) ? Matrix(input) : (object)input.Values)]));
    }

    private static Func<IReadOnlyList<Tensor>, double[]> SpanFunction<T>(MethodInfo method)
    {
        var function = method.CreateDelegate<OfSpan<T>>();
        return inputs => NumbersOf(function(inputs[0].Values));
    }

    private static Func<IReadOnlyList<Tensor>, double[]> SpansFunction<T>(MethodInfo method)
    {
        var function = method.CreateDelegate<OfSpans<T>>();
        return inputs => NumbersOf(function(inputs[0].Values, inputs[1].Values));
    }

    private static float[,] Matrix(Tensor input)
    {
        if (input.Shape is not [var rows, var columns]) throw new FunctionException("a float[,] takes an input of two sizes, such as bxn.");
        var matrix = new float[rows, columns];
        Buffer.BlockCopy(input.Values, 0, matrix, 0, 4 * input.Values.Length);
        return matrix;
    }

    private static double[] NumbersOf(object? result) => result switch
    {
        Array array => [.. array.Cast<object>().Select(Number)],
        not null => [Number(result)],
        _ => throw new FunctionException("it returned null."),
    };

    private static double Number(object value) => value switch
    {
        float single => single,
        double number => number,
        _ => (double)(System.Half)value,
    };
}
