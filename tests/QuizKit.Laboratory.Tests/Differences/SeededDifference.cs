// Pairs of functions that differ by one cause, which is chosen by a seed.

using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tests.Differences;

/// <summary>Two functions and the cause of their difference.</summary>
internal sealed class SeededDifference
{
    private readonly Random _random;

    public SeededDifference(int seed)
    {
        _random = new Random(seed);
        Cause = (DifferenceCause)(seed % 6);
        (Description, First, Second) = Cause switch
        {
            DifferenceCause.Order => Orders(),
            DifferenceCause.Fusion => Fusions(),
            DifferenceCause.Format => Formats(),
            DifferenceCause.Function => Functions(),
            DifferenceCause.Batch => Batches(),
            _ => Nondeterminisms(),
        };
        if (_random.Next(2) == 0) (First, Second) = (Second, First);
    }

    private delegate double Adder(IReadOnlyList<(float A, float B)> terms, Func<(float A, float B), double, double> add);

    public DifferenceCause Cause { get; }

    public string Description { get; }

    public StudiedFunction First { get; private set; }

    public StudiedFunction Second { get; private set; }

    public IReadOnlyList<InputShape> Shapes { get; private set; } = [];

    private (string Description, StudiedFunction First, StudiedFunction Second) Orders()
    {
        var (tree, other) = (Tree(), Tree());
        while (other.Name == tree.Name) other = Tree();
        var fuses = _random.Next(2) == 0;
        return _random.Next(6) switch
        {
            0 or 1 => Sums($"sums: {tree.Name}, {other.Name}", tree.Order, other.Order),
            2 or 3 => Dots($"dot products, fused {fuses}: {tree.Name}, {other.Name}", (tree.Order, fuses), (other.Order, fuses)),
            4 => Norms($"norms: {tree.Name}, {other.Name}", tree.Order, other.Order),
            _ => Softmaxes($"softmax: {tree.Name}, {other.Name}", tree.Order, other.Order),
        };
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Fusions()
    {
        var tree = Tree();
        var factor = (float)(1 + _random.NextDouble());
        return _random.Next(5) switch
        {
            0 or 1 => Dots($"dot products, one fused: {tree.Name}", (tree.Order, true), (tree.Order, false)),
            2 => Elementwise("c·x + 1", x => MathF.FusedMultiplyAdd(factor, x, 1), x => (factor * x) + 1),
            3 => Elementwise("x·x + 1", x => MathF.FusedMultiplyAdd(x, x, 1), x => (x * x) + 1),
            _ => Of(
                "a sum of squares", ["n"],
                inputs => [inputs[0].Aggregate(0f, (sum, x) => MathF.FusedMultiplyAdd(x, x, sum))],
                inputs => [inputs[0].Aggregate(0f, (sum, x) => sum + (x * x))]),
        };
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Formats()
    {
        BinaryRounding[] formats = [BinaryRounding.Tf32, BinaryRounding.Bfloat16, BinaryRounding.Binary16];
        var format = formats[_random.Next(3)];
        var tree = Tree();
        switch (_random.Next(8))
        {
            case 0:
                return Of(
                    $"inputs in {format.Name}", ["n", "n"],
                    inputs => [Dot(inputs, tree.Order, fuses: false)],
                    inputs => [Dot([.. inputs.Select(input => input.Select(x => (float)format.Round(x)).ToArray())], tree.Order, fuses: false)]);
            case 1:
                return Of(
                    $"a result in {format.Name}", ["n"],
                    inputs => [Sum(inputs[0], tree.Order)],
                    inputs => [format.Round(Sum(inputs[0], tree.Order))]);
            case 2:
                return Of(
                    "a sum in binary64", ["n"],
                    inputs => [Sum(inputs[0], tree.Order)],
                    inputs => [(float)inputs[0].Sum(x => (double)x)]);
            case 3:
                return Of(
                    "a dot product in binary64", ["n", "n"],
                    inputs => [Dot(inputs, tree.Order, fuses: false)],
                    inputs => [(float)inputs[0].Zip(inputs[1], (a, b) => (double)a * b).Sum()]);
            case 4:
                return Of(
                    $"a sum in {format.Name}", ["n"],
                    inputs => [Sum(inputs[0], Sequential)],
                    inputs => [inputs[0].Aggregate(0.0, (sum, x) => format.Round(sum + x))]);
            case 5:
                return Of(
                    "products in bfloat16", ["n", "n"],
                    inputs => [Dot(inputs, tree.Order, fuses: false)],
                    inputs => [Sum([.. inputs[0].Zip(inputs[1], (a, b) => (float)BinaryRounding.Bfloat16.Round(a * b))], tree.Order)]);
            case 6:
                return Elementwise("subnormal numbers", x => x, x => MathF.Abs(x) < MathF.ScaleB(1, -126) ? 0 : x, 1);
            default:
                return Of(
                    $"single results in {format.Name}", ["n"],
                    inputs => [.. inputs[0].Select(x => (double)MathF.Exp(-x))],
                    inputs => [.. inputs[0].Select(x => format.Round(MathF.Exp(-x)))]);
        }
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Functions()
    {
        var tree = Tree();
        return _random.Next(9) switch
        {
            0 => Elementwise("two sigmoids", x => 1 / (1 + MathF.Exp(-x)), x => 0.5f + (0.5f * MathF.Tanh(0.5f * x))),
            1 => Elementwise("a division", x => x / 3, x => x * (1 / 3f)),
            2 => Elementwise("two roots", x => MathF.Sqrt(MathF.Abs(x)), x => MathF.Exp(0.5f * MathF.Log(MathF.Abs(x)))),
            3 => Of(
                "two means", ["n"],
                inputs => [Sum(inputs[0], tree.Order) / inputs[0].Length],
                inputs => [Sum(inputs[0], tree.Order) * (1f / inputs[0].Length)]),
            4 => Softmaxes("two softmaxes", Sequential, Sequential, x => MathF.Pow(2, x * 1.442695f)),
            5 => Of(
                "a norm and a sum of magnitudes", ["n"],
                inputs => [MathF.Sqrt(Sum([.. inputs[0].Select(x => x * x)], tree.Order))],
                inputs => [Sum([.. inputs[0].Select(MathF.Abs)], tree.Order)]),
            6 => Of(
                "a dot product that leaves one out", ["n", "n"],
                inputs => [Dot(inputs, tree.Order, fuses: false)],
                inputs => [Dot([[.. inputs[0].Select((x, i) => i == inputs[0].Length - 1 ? 0 : x)], inputs[1]], tree.Order, fuses: false)]),
            7 => Elementwise("two rectifiers", x => MathF.Max(0, x), x => x > 0 ? x : 0.01f * x),
            _ => Elementwise("two exponentials", MathF.Exp, x => MathF.Pow(2.7182817f, x)),
        };
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Batches()
    {
        var (alone, full) = (Tree(), Tree());
        while (full.Name == alone.Name) full = Tree();
        var block = _random.Next(2, 9);
        var both = _random.Next(3) == 0;
        var otherBlock = block + 1;
        return OfRows(
            $"blocks of {block} rows: {full.Name}, others {alone.Name}, both {both}",
            (row, rows, _) => Sum(row, both && rows >= otherBlock ? full.Order : alone.Order),
            (row, rows, index) => Sum(row, index < rows / block * block ? full.Order : alone.Order));
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Nondeterminisms()
    {
        var tree = Tree();
        var share = _random.NextDouble() < 0.5 ? 1 : 0.25;
        var changing = new Random(_random.Next());
        return Of(
            $"a changing order, {share}", ["n"],
            inputs => [Sum(inputs[0], tree.Order)],
            inputs =>
            {
                var values = inputs[0].ToArray();
                if (changing.NextDouble() < share) changing.Shuffle(values);
                return [Sum(values, Sequential)];
            });
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Sums(string description, Adder first, Adder second) =>
        Of(description, ["n"], inputs => [Sum(inputs[0], first)], inputs => [Sum(inputs[0], second)]);

    private (string Description, StudiedFunction First, StudiedFunction Second) Norms(string description, Adder first, Adder second) =>
        Of(description, ["n"], inputs => [Norm(inputs[0], first)], inputs => [Norm(inputs[0], second)]);

    private static float Norm(float[] values, Adder order) => MathF.Sqrt(Sum([.. values.Select(x => x * x)], order));

    private (string Description, StudiedFunction First, StudiedFunction Second) Dots(
        string description, (Adder Order, bool Fuses) first, (Adder Order, bool Fuses) second) =>
        Of(
            description, ["n", "n"],
            inputs => [Dot(inputs, first.Order, first.Fuses)],
            inputs => [Dot(inputs, second.Order, second.Fuses)]);

    private (string Description, StudiedFunction First, StudiedFunction Second) Softmaxes(
        string description, Adder first, Adder second, Func<float, float>? exp = null) =>
        Of(description, ["n"], inputs => Softmax(inputs[0], first, MathF.Exp), inputs => Softmax(inputs[0], second, exp ?? MathF.Exp));

    private static double[] Softmax(float[] values, Adder order, Func<float, float> exp)
    {
        var largest = values.Max();
        float[] powers = [.. values.Select(x => exp(x - largest))];
        var sum = Sum(powers, order);
        return [.. powers.Select(power => (double)(power / sum))];
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Elementwise(
        string description, Func<float, float> first, Func<float, float> second, int length = 0) =>
        Of(
            description, [length == 0 ? "n" : "8"],
            inputs => [.. inputs[0].Select(x => (double)first(x))],
            inputs => [.. inputs[0].Select(x => (double)second(x))]);

    private (string Description, StudiedFunction First, StudiedFunction Second) OfRows(
        string description, Func<float[], int, int, float> first, Func<float[], int, int, float> second)
    {
        Shapes = [InputShape.Read("bxn")!];
        return (description, Function("first", first), Function("second", second));

        static StudiedFunction Function(string name, Func<float[], int, int, float> compute) => new(name, "here", 1, inputs =>
        {
            var (rows, length) = (inputs[0].Shape[0], inputs[0].Shape[1]);
            return
            [
                .. Enumerable.Range(0, rows).Select(
                    row => (double)compute(inputs[0].Values[(row * length)..((row + 1) * length)], rows, row)),
            ];
        });
    }

    private (string Description, StudiedFunction First, StudiedFunction Second) Of(
        string description, IReadOnlyList<string> shapes, Func<float[][], double[]> first, Func<float[][], double[]> second)
    {
        Shapes = [.. shapes.Select(shape => InputShape.Read(shape)!)];
        return (description, Function("first", first), Function("second", second));

        StudiedFunction Function(string name, Func<float[][], double[]> compute) =>
            new(name, "here", shapes.Count, inputs => compute([.. inputs.Select(input => input.Values)]));
    }

    private (string Name, Adder Order) Tree()
    {
        var lanes = 1 << _random.Next(1, 5);
        var block = _random.Next(2, 9);
        return _random.Next(5) switch
        {
            0 => ("from left to right", Sequential),
            1 => ("from right to left", (terms, add) => Sequential([.. terms.Reverse()], add)),
            2 => ($"{lanes} lanes", (terms, add) =>
                Join([.. Enumerable.Range(0, Math.Min(lanes, terms.Count)).Select(
                    lane => Sequential([.. terms.Where((_, i) => i % lanes == lane)], add))])),
            3 => ($"blocks of {block}", (terms, add) => Join([.. terms.Chunk(block).Select(chunk => Sequential(chunk, add))])),
            _ => ("halves", Halves),
        };

        static double Join(IReadOnlyList<double> sums) => sums.Aggregate((sum, next) => (float)(sum + next));

        static double Halves(IReadOnlyList<(float A, float B)> terms, Func<(float A, float B), double, double> add) => terms.Count < 3
            ? Sequential(terms, add)
            : (float)(Halves([.. terms.Take(terms.Count / 2)], add) + Halves([.. terms.Skip(terms.Count / 2)], add));
    }

    private static double Sequential(IReadOnlyList<(float A, float B)> terms, Func<(float A, float B), double, double> add) =>
        terms.Aggregate(0.0, (sum, term) => add(term, sum));

    private static float Sum(float[] values, Adder order) =>
        (float)order([.. values.Select(x => (x, 1f))], (term, sum) => (float)(term.A + sum));

    private static double Dot(float[][] inputs, Adder order, bool fuses) => order(
        [.. inputs[0].Zip(inputs[1])],
        (term, sum) => fuses ? MathF.FusedMultiplyAdd(term.A, term.B, (float)sum) : (float)((float)(term.A * term.B) + sum));
}
