// A random operation on random numbers, and its results in orders of additions of any kind, in the arithmetic of .NET.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Tests.Pair;
using QuizKit.Laboratory.Tolerance;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Tests.Tolerance;

/// <summary>A comparison of two results, each of which can be computed; nothing here uses the bounds under test.</summary>
internal sealed class RandomComparison
{
    private readonly Random _random;
    private readonly ToleranceArithmetic _arithmetic;
    private readonly ToleranceShape _shape;

    public RandomComparison(int seed)
    {
        _random = new Random(seed);
        _arithmetic = ToleranceArithmetic.All[seed % ToleranceArithmetic.All.Count];
        var k = _random.Next(4) switch { 0 => _random.Next(1, 9), 1 => _random.Next(9, 65), 2 => _random.Next(65, 301), _ => _random.Next(301, 1_201) };
        var operation = (ToleranceOperation)_random.Next(3);
        _shape = operation == ToleranceOperation.MatrixProduct
            ? new ToleranceShape(operation, _random.Next(1, 4), _random.Next(1, 4), Math.Min(k, 200))
            : new ToleranceShape(operation, 1, 1, k);
        Problem = new ToleranceProblem(_shape, _arithmetic, [.. Numbers().Select(_arithmetic.Inputs.Round)], $"seed {seed}");
        Tested = RandomSide();
        Expected = _random.Next(3) == 0 ? RandomSide() : ToleranceSide.Exact;
    }

    public ToleranceProblem Problem { get; }

    /// <summary>Whether all digits of the numbers are random, so that roundings should be as random too.</summary>
    public bool HasRandomDigits { get; private set; }

    public ToleranceSide Tested { get; }

    public ToleranceSide Expected { get; }

    /// <summary>Returns results of a side, a row for each of some ways to add.</summary>
    /// <param name="side">The side.</param>
    /// <param name="inputs">The format to which the operands are rounded first; null: as they are.</param>
    public IEnumerable<double[]> ResultsOf(ToleranceSide side, BinaryRounding? inputs = null)
    {
        var terms = Enumerable.Range(0, _shape.Results).Select(result => Problem.TermsOf(result, inputs ?? _arithmetic.Inputs)).ToArray();
        if (side.IsExact) return [[.. terms.Select(Correct)]];
        int[] ways = side.Tree is null && side.Height is null ? [0, 1, 2, 3, 4, 5] : [0, 1];
        return [.. ways.Select(way => terms.Select(of => Narrow(Sum(side.Tree ?? TreeOf(side, of, way), of, fused: _random.Next(2) == 0))).ToArray())];
    }

    /// <summary>The correctly rounded result.</summary>
    private double Correct(ToleranceTerms terms) => _arithmetic.Name switch
    {
        "binary64" => ExactSum.Dot(terms.A, terms.B),
        "binary32" => Rounded(terms, accumulator => accumulator.ToSingle()),
        _ => _arithmetic.Inputs.Round(Rounded(terms, accumulator => accumulator.ToDouble())),
    };

    private static double Rounded(ToleranceTerms terms, Func<ExactAccumulator, double> round)
    {
        var accumulator = new ExactAccumulator();
        accumulator.AddProducts(terms.A, terms.B);
        return round(accumulator);
    }

    /// <summary>Rounds a result to the format of the operands, in the arithmetic of .NET where it has it.</summary>
    private double Narrow(double sum) => _arithmetic.Name switch
    {
        "binary16" => (double)(Half)sum,
        "bfloat16" => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits((float)sum) + 0x7FFF + ((BitConverter.SingleToUInt32Bits((float)sum) >> 16) & 1)) & 0xFFFF0000),
        _ => sum,
    };

    /// <summary>Adds up by a tree, in binary64 or binary32, each product fused to its addition or not, some sums in a wider format.</summary>
    private double Sum(SummationTree tree, ToleranceTerms terms, bool fused)
    {
        var stack = new Stack<(double Value, int Leaf)>();
        var isDouble = _arithmetic.Name == "binary64";
        var isWide = !isDouble && _random.Next(4) == 0;
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                var (a, b) = (terms.A[node.Leaf], terms.B[node.Leaf]);
                stack.Push((isDouble ? a * b : (float)a * (float)b, node.Leaf));
                continue;
            }

            var (right, left) = (stack.Pop(), stack.Pop());
            var product = fused ? Math.Max(left.Leaf, right.Leaf) : -1;
            var other = product == left.Leaf ? right.Value : left.Value;
            stack.Push((product >= 0 ? FusedMultiplyAdd(terms.A[product], terms.B[product], other) : Add(left.Value, right.Value), -1));
        }

        return isDouble ? stack.Pop().Value : (float)stack.Pop().Value;

        double Add(double x, double y) => isDouble || isWide ? x + y : (float)x + (float)y;

        double FusedMultiplyAdd(double a, double b, double x) => isDouble ? Math.FusedMultiplyAdd(a, b, x)
            : isWide ? x + (a * b)
            : MathF.FusedMultiplyAdd((float)a, (float)b, (float)x);
    }

    /// <summary>Returns a tree that a side allows; some are made to have large errors.</summary>
    private SummationTree TreeOf(ToleranceSide side, ToleranceTerms terms, int way)
    {
        var leaves = Enumerable.Range(0, _shape.K).ToArray();
        if (side.Height is not null) return way == 0 ? Balanced(leaves) : Balanced([.. leaves.OrderBy(_ => _random.Next())]);
        double Term(int i) => terms.A[i] * terms.B[i];
        return way switch
        {
            0 => Chain(leaves),
            1 => Chain(leaves.OrderByDescending(i => Math.Abs(Term(i)))),
            2 => Chain(leaves.OrderByDescending(Term)),
            3 => Chain(leaves.OrderBy(_ => _random.Next())),
            4 => Balanced(leaves),
            _ => RandomOrders.Tree(_shape.K, _random),
        };

        static SummationTree Chain(IEnumerable<int> leaves) => leaves.Select(SummationTree.Of).Aggregate((sum, leaf) => SummationTree.Of(sum, leaf));
    }

    private static SummationTree Balanced(ReadOnlySpan<int> leaves) => leaves.Length == 1
        ? SummationTree.Of(leaves[0])
        : SummationTree.Of(Balanced(leaves[..(leaves.Length / 2)]), Balanced(leaves[(leaves.Length / 2)..]));

    private ToleranceSide RandomSide()
    {
        switch (_random.Next(_shape.K == 1 ? 1 : 3))
        {
            case 0:
                return ToleranceSide.AnyOrder;
            case 1:
                return ToleranceSide.OfHeight((int)Math.Ceiling(Math.Log2(_shape.K)));
            default:
                var tree = RandomOrders.Tree(_shape.K, _random);
                return ToleranceSide.Of(new OrderFinding("library", "here", OrderOperation.Dot)
                {
                    Tree = tree,
                    Arithmetic = OrderArithmetic.Binary32,
                    Bound = _arithmetic.Sums.Gamma(_shape.RoundingsOf(tree.Height)),
                });
        }
    }

    private double[] Numbers()
    {
        var kind = _random.Next(9);
        HasRandomDigits = kind is 0 or 1 or 2;
        var values = new double[_shape.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            values[i] = kind switch
            {
                0 => normal,
                1 => _random.NextDouble(),
                2 => normal * Math.ScaleB(1, _random.Next(-6, 7)),
                3 => 1 / 3.0,
                4 => i % 2 == 1 ? -values[i - 1] * (1 + (normal / 4096)) : normal, // cancels
                5 => i == 0 ? 1 : _arithmetic.Sums.UnitRoundoff * (1 + (16 * _arithmetic.Sums.UnitRoundoff)), // each addition rounds up
                6 => 1 + (_random.Next(1, 8) / 4096.0 / 4), // every rounding to a low precision goes down
                7 => _random.Next(-3, 4), // exact in every format
                _ => Math.ScaleB(normal, _arithmetic.Sums.LeastExponent / 2), // products at the edge of the subnormal numbers
            };
        }

        return values;
    }
}
