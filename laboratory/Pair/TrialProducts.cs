// Random products of a library, against which candidate orders are replayed.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Pair;

/// <summary>A library's products of random numbers. Each is requested once.</summary>
internal sealed class TrialProducts(ILinearLibrary library, LinearShape shape, PairWeights weights, CancellationToken cancellation)
{
    private readonly List<float[]> _results = [];

    /// <summary>
    /// Runs programs on elements of products, and counts for each element and program how often the bits are the library's.
    /// </summary>
    public List<int[]> Replay(OrderProgram[] programs, int[] elements, int first, int trials)
    {
        var equal = elements.Select(_ => new int[programs.Length]).ToList();
        for (var trial = first; trial < first + trials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            PairTensor a = weights.Trial(3 * trial), w = weights.Trial((3 * trial) + 1), b = weights.Trial((3 * trial) + 2);
            while (_results.Count <= trial) _results.Add([]);
            if (_results[trial].Length == 0) _results[trial] = library.Product(shape, a, w, b);
            var results = _results[trial];
            Parallel.For(0, elements.Length, () => (Row: new float[shape.Inputs], Column: new float[shape.Inputs]), (i, _, room) =>
            {
                var (example, output) = (elements[i] / shape.Outputs, elements[i] % shape.Outputs);
                a.Fill(room.Row, example * shape.Inputs);
                w.Fill(room.Column, output * shape.Inputs);
                for (var k = 0; k < programs.Length; k++)
                {
                    var sum = programs[k].Run(room.Row, room.Column, b[output]);
                    if (FloatBits.AreSame(sum, results[elements[i]])) equal[i][k]++;
                }

                return room;
            }, _ => { });
        }

        return equal;
    }
}
