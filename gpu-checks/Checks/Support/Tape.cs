// A tape of additions, subtractions and multiplications: built on the host, run forward and backward on a device.

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>A program as the list of its operations, each on earlier results: the record of reverse-mode differentiation.</summary>
internal sealed class Tape
{
    /// <summary>The operations of a tape: a given number, or one operation on two earlier results.</summary>
    internal enum Operation
    {
        Input,
        Add,
        Subtract,
        Multiply,
    }

    private readonly List<int> _code = [];
    private readonly List<float> _values = [];

    /// <summary>Three numbers for each entry: the <see cref="Operation"/> and the indices of its two operands.</summary>
    public int[] Code => [.. _code];

    /// <summary>The inputs at their entries, 0 at all others.</summary>
    public float[] Values => [.. _values];

    /// <summary>The number of entries.</summary>
    public int Count => _values.Count;

    /// <summary>The number of operations, inputs not counted.</summary>
    public int Operations { get; private set; }

    public int Input(float value) => Append(Operation.Input, 0, 0, value);

    public int Add(int a, int b) => Append(Operation.Add, a, b, 0f);

    public int Subtract(int a, int b) => Append(Operation.Subtract, a, b, 0f);

    public int Multiply(int a, int b) => Append(Operation.Multiply, a, b, 0f);

    /// <summary>
    /// A bound on the rounding error of each entry's adjoint. Every adjoint is a sum of products of inputs, each of which is
    /// rounded at most m times: the error is at most γₘ times the adjoint of the tape with absolute values and no
    /// subtraction (Higham, section 3.1). m is counted along the tape.
    /// </summary>
    public double[] AdjointErrorBounds()
    {
        var n = Count;
        var value = new double[n];
        var roundings = new int[n];
        for (var i = 0; i < n; i++)
        {
            var (operation, a, b) = Entry(i);
            value[i] = operation switch
            {
                Operation.Input => Math.Abs(_values[i]),
                Operation.Multiply => value[a] * value[b],
                _ => value[a] + value[b],
            };
            roundings[i] = operation switch
            {
                Operation.Input => 0,
                Operation.Multiply => roundings[a] + roundings[b] + 1,
                _ => Math.Max(roundings[a], roundings[b]) + 1,
            };
        }

        var adjoint = new double[n];
        var adjointRoundings = new int[n];
        adjoint[n - 1] = 1;
        for (var i = n - 1; i >= 0; i--)
        {
            var (operation, a, b) = Entry(i);
            if (operation == Operation.Input) continue;
            var isProduct = operation == Operation.Multiply;
            adjoint[a] += isProduct ? adjoint[i] * value[b] : adjoint[i];
            adjoint[b] += isProduct ? adjoint[i] * value[a] : adjoint[i];
            Accumulate(a, adjointRoundings[i] + (isProduct ? roundings[b] + 1 : 0));
            Accumulate(b, adjointRoundings[i] + (isProduct ? roundings[a] + 1 : 0));
        }

        return [.. Enumerable.Range(0, n).Select(i => RoundingErrors.Gamma(adjointRoundings[i]) * adjoint[i])];

        void Accumulate(int at, int contribution) => adjointRoundings[at] = Math.Max(adjointRoundings[at], contribution) + 1;
    }

    private (Operation Operation, int A, int B) Entry(int i) => ((Operation)_code[3 * i], _code[(3 * i) + 1], _code[(3 * i) + 2]);

    private int Append(Operation operation, int a, int b, float value)
    {
        _code.AddRange([(int)operation, a, b]);
        _values.Add(value);
        if (operation != Operation.Input) Operations++;
        return Count - 1;
    }
}

/// <summary>Runs a <see cref="Tape"/> in a kernel and counts the operations.</summary>
internal static class TapeRunner
{
    /// <summary>Computes every entry. Returns the number of arithmetic operations.</summary>
    public static int Forward(IntView code, FloatView values)
    {
        var operations = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var operation = code[3 * i];
            if (operation == (int)Tape.Operation.Input) continue;
            values[i] = Apply(operation, values[code[(3 * i) + 1]], values[code[(3 * i) + 2]]);
            operations++;
        }

        return operations;
    }

    /// <summary>Adds up the adjoints from the last entry back. Returns the number of arithmetic operations.</summary>
    public static int Backward(IntView code, FloatView values, FloatView adjoints)
    {
        var operations = 0;
        var last = (int)values.Length - 1;
        for (var i = 0; i < last; i++) adjoints[i] = 0f;
        adjoints[last] = 1f;
        for (var i = last; i >= 0; i--)
        {
            var operation = code[3 * i];
            if (operation == (int)Tape.Operation.Input) continue;
            int a = code[(3 * i) + 1], b = code[(3 * i) + 2];
            var adjoint = adjoints[i];
            if (operation == (int)Tape.Operation.Multiply)
            {
                float va = values[a], vb = values[b];
                adjoints[a] = Exact32.Add(adjoints[a], Exact32.Multiply(adjoint, vb));
                adjoints[b] = Exact32.Add(adjoints[b], Exact32.Multiply(adjoint, va));
                operations += 4;
            }
            else
            {
                adjoints[a] = Exact32.Add(adjoints[a], adjoint);
                adjoints[b] = operation == (int)Tape.Operation.Add
                    ? Exact32.Add(adjoints[b], adjoint)
                    : Exact32.Subtract(adjoints[b], adjoint);
                operations += 2;
            }
        }

        return operations;
    }

    /// <summary>Carries the tangent of one input forward (forward mode). Returns the number of arithmetic operations.</summary>
    public static int Tangent(IntView code, FloatView values, FloatView tangents, int input)
    {
        var operations = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var operation = code[3 * i];
            int a = code[(3 * i) + 1], b = code[(3 * i) + 2];
            if (operation == (int)Tape.Operation.Input)
            {
                tangents[i] = i == input ? 1f : 0f;
            }
            else if (operation == (int)Tape.Operation.Multiply)
            {
                tangents[i] = Exact32.Add(Exact32.Multiply(tangents[a], values[b]), Exact32.Multiply(values[a], tangents[b]));
                operations += 3;
            }
            else
            {
                tangents[i] = Apply(operation, tangents[a], tangents[b]);
                operations++;
            }
        }

        return operations;
    }

    public static float Apply(int operation, float a, float b)
    {
        if (operation == (int)Tape.Operation.Multiply) return Exact32.Multiply(a, b);
        return operation == (int)Tape.Operation.Add ? Exact32.Add(a, b) : Exact32.Subtract(a, b);
    }
}
