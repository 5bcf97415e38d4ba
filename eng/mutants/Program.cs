// Changes the exact sum in many small ways, and checks that the conformance vectors alone notice: dotnet run -c Release --project eng/mutants

using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// Arguments: the root of the repository, and files below numerics/memory to change.
var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
var memory = Path.Combine(root, "numerics", "memory");
var mutated = args.Length > 1 ? args[1..] : new[] { "Exact/FixedPoint.cs", "Exact/BinaryFormat.cs" };
var operators = new (string Pattern, string Replacement)[]
{
    (@" \+ ", " - "), (@" - ", " + "), (@" << ", " >> "), (@" >> ", " << "), (@" >= ", " > "), (@" <= ", " < "),
    (@" > (?!\w+>)", " >= "), (@" < ", " <= "), (@" == ", " != "), (@" != ", " == "), (@" && ", " || "),
    (@" \|\| ", " && "), (@"Math\.Max\(", "Math.Min("), (@"Math\.Min\(", "Math.Max("), (@"(?<=[ (])1(?=[;,) ])", "2"),
    (@"(?<=[ (])2(?=[;,) ])", "3"), (@"\b32\b", "31"), (@"\b52\b", "51"), (@"\b127\b", "64"),
    (@" & ", " | "), (@"\+\+", "--"), (@"(?<=[ (])-(?=[a-z_])", ""), (@" \+= ", " -= "),
    (@"(?<=^\s*)FixedPoint\.Add\(.*;", ";"), (@"(?<=^\s*)PropagateCarries\(.*;", ";"),
};
var options = new CSharpParseOptions(LanguageVersion.Latest);
var files = Directory.EnumerateFiles(memory, "*.cs", SearchOption.AllDirectories)
    .Where(file => !Regex.IsMatch(Path.GetRelativePath(memory, file), @"^(bin|obj)[\\/]"))
    .ToDictionary(file => Path.GetRelativePath(memory, file).Replace('\\', '/'), File.ReadAllText);
var trees = files.ToDictionary(file => file.Key, file => CSharpSyntaxTree.ParseText(file.Value, options));
const string globals =
    "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";
var references = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
    .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file));
var original = CSharpCompilation.Create(
    "QuizKit.Numerics", trees.Values.Append(CSharpSyntaxTree.ParseText(globals, options)), references,
    new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "numerics", "conformance", "exact-sums.json")))
    .RootElement.GetProperty("vectors").EnumerateArray().Select(vector => new Vector(vector)).ToArray();

if (Run(original) != "survived") throw new InvalidOperationException("the vectors do not pass without a change");
int killed = 0, survived = 0, invalid = 0;
foreach (var name in mutated)
{
    var lines = files[name].Split('\n');
    for (var i = 0; i < lines.Length; i++)
    {
        if (Regex.IsMatch(lines[i], @"^\s*(//|\[|using|namespace|where|internal .*(class|struct))")) continue;
        foreach (var (pattern, replacement) in operators)
        {
            foreach (Match match in Regex.Matches(lines[i], pattern))
            {
                var changed = lines[i][..match.Index] + replacement + lines[i][(match.Index + match.Length)..];
                var text = string.Join('\n', lines.Select((line, at) => at == i ? changed : line));
                var outcome = Run(original.ReplaceSyntaxTree(trees[name], CSharpSyntaxTree.ParseText(text, options)));
                if (outcome == "survived") Console.WriteLine($"survived {name}:{i + 1}: {lines[i].Trim()}  =>  {changed.Trim()}");
                killed += outcome == "killed" ? 1 : 0;
                survived += outcome == "survived" ? 1 : 0;
                invalid += outcome == "invalid" ? 1 : 0;
            }
        }
    }
}

Console.WriteLine($"{killed} mutants killed, {survived} survived, {invalid} did not compile");

// A mutant may not end: its thread is left behind, and dies with the process.
Environment.Exit(0);

string Run(CSharpCompilation compilation)
{
    using var image = new MemoryStream();
    if (!compilation.Emit(image).Success) return "invalid";
    image.Position = 0;
    var context = new AssemblyLoadContext(null, isCollectible: true);
    var assembly = context.LoadFromStream(image);
    var isKilled = true;
    var thread = new Thread(() => isKilled = HasFault(assembly), 16 << 20) { IsBackground = true };
    thread.Start();
    if (!thread.Join(TimeSpan.FromSeconds(20))) return "killed";
    context.Unload();
    return isKilled ? "killed" : "survived";
}

bool HasFault(Assembly assembly)
{
    try
    {
        var implementation = new Implementation(assembly);
        return vectors.Any(
            vector => implementation.Answer(vector) != vector.Expected || implementation.Accumulated(vector) != vector.Expected);
    }
    catch (Exception exception) when (exception is not OutOfMemoryException)
    {
        // The mutant threw, which the vectors notice too.
        return true;
    }
}

internal delegate double DoubleSum(ReadOnlySpan<double> values);

internal delegate float SingleSum(ReadOnlySpan<float> values);

internal delegate double DoubleDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b);

internal delegate float SingleDot(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

/// <summary>The functions of a mutant.</summary>
internal sealed class Implementation(Assembly assembly)
{
    private readonly DoubleSum _doubleSum = Find<DoubleSum>(assembly, "Sum", typeof(ReadOnlySpan<double>));
    private readonly SingleSum _singleSum = Find<SingleSum>(assembly, "Sum", typeof(ReadOnlySpan<float>));
    private readonly DoubleDot _doubleDot = Find<DoubleDot>(assembly, "Dot", typeof(ReadOnlySpan<double>), typeof(ReadOnlySpan<double>));
    private readonly SingleDot _singleDot = Find<SingleDot>(assembly, "Dot", typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<float>));
    private readonly Type _accumulator = assembly.GetType("QuizKit.Numerics.ExactAccumulator", throwOnError: true)!;

    public string Answer(Vector vector) => vector.IsSingle
        ? Show(vector.B is null ? _singleSum(vector.SinglesA) : _singleDot(vector.SinglesA, vector.SinglesB))
        : Show(vector.B is null ? _doubleSum(vector.A) : _doubleDot(vector.A, vector.B));

    public string Accumulated(Vector vector)
    {
        var sum = Activator.CreateInstance(_accumulator)!;
        if (vector.B is null)
        {
            var add = _accumulator.GetMethod("Add", [typeof(double)])!.CreateDelegate<Action<double>>(sum);
            foreach (var value in vector.IsSingle ? vector.SinglesA.Select(single => (double)single) : vector.A) add(value);
        }
        else if (vector.IsSingle)
        {
            var add = _accumulator.GetMethod("AddProduct", [typeof(float), typeof(float)])!.CreateDelegate<Action<float, float>>(sum);
            for (var i = 0; i < vector.SinglesA.Length; i++) add(vector.SinglesA[i], vector.SinglesB![i]);
        }
        else
        {
            var add = _accumulator.GetMethod("AddProduct", [typeof(double), typeof(double)])!.CreateDelegate<Action<double, double>>(sum);
            for (var i = 0; i < vector.A.Length; i++) add(vector.A[i], vector.B[i]);
        }

        return vector.IsSingle
            ? Show(_accumulator.GetMethod("ToSingle")!.CreateDelegate<Func<float>>(sum)())
            : Show(_accumulator.GetMethod("ToDouble")!.CreateDelegate<Func<double>>(sum)());
    }

    private static T Find<T>(Assembly assembly, string name, params Type[] parameters)
        where T : Delegate
    {
        var type = assembly.GetType("QuizKit.Numerics.ExactSum", throwOnError: true)!;
        return type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, parameters)!.CreateDelegate<T>();
    }

    private static string Show(float sum) =>
        float.IsNaN(sum) ? "nan" : BitConverter.SingleToUInt32Bits(sum).ToString("x8", CultureInfo.InvariantCulture);

    private static string Show(double sum) =>
        double.IsNaN(sum) ? "nan" : BitConverter.DoubleToUInt64Bits(sum).ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>A vector of the file.</summary>
internal sealed class Vector
{
    public Vector(JsonElement vector)
    {
        Id = vector.GetProperty("id").GetString()!;
        Expected = vector.GetProperty("expected").GetString()!;
        IsSingle = vector.GetProperty("format").GetString() == "binary32";
        var isSum = vector.GetProperty("operation").GetString() == "sum";
        var a = Bits(vector.GetProperty(isSum ? "values" : "a"));
        var b = isSum ? null : Bits(vector.GetProperty("b"));
        A = [.. a.Select(BitConverter.UInt64BitsToDouble)];
        B = b?.Select(BitConverter.UInt64BitsToDouble).ToArray();
        SinglesA = [.. a.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits))];
        SinglesB = b?.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits)).ToArray();
    }

    public string Id { get; }

    public string Expected { get; }

    public bool IsSingle { get; }

    public double[] A { get; }

    public double[]? B { get; }

    public float[] SinglesA { get; }

    public float[]? SinglesB { get; }

    private static ulong[] Bits(JsonElement items) => [.. items.EnumerateArray().SelectMany(item =>
    {
        var parts = item.GetString()!.Split('*');
        var bits = ulong.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Enumerable.Repeat(bits, parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture));
    })];
}
