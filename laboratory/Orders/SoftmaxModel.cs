// A softmax as its results show it: the exponentials, their sum, and the division.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>A softmax whose largest number is 0.</summary>
/// <param name="Format">The format of its numbers and results.</param>
/// <param name="Work">The format of its exponentials and quotients.</param>
/// <param name="Sum">Its sum.</param>
/// <param name="IsReciprocal">Whether the exponentials are multiplied by the rounded reciprocal of the sum, and not divided by it.</param>
internal sealed record SoftmaxModel(BinaryRounding Format, BinaryRounding Work, Func<double[], double> Sum, bool IsReciprocal)
{
    /// <summary>Returns a sum by a tree whose additions round to a format.</summary>
    public static Func<double[], double> SumBy(SummationTree tree, BinaryRounding kept)
    {
        SummationTree[] nodes = [.. tree.InPostorder()];
        return addends =>
        {
            var sums = new Stack<double>();
            foreach (var node in nodes)
            {
                if (node.Leaf >= 0)
                {
                    sums.Push(addends[node.Leaf]);
                    continue;
                }

                var (right, left) = (sums.Pop(), sums.Pop());
                sums.Push(kept.Round(left + right));
            }

            return sums.Pop();
        };
    }

    /// <summary>Computes the results from the exponentials.</summary>
    public double[] Compute(double[] exponentials)
    {
        var sum = Sum(exponentials);
        return Array.ConvertAll(exponentials, e => Quotient(e, sum));
    }

    /// <summary>Computes the result of an exponential from the sum.</summary>
    public double Quotient(double exponential, double sum) =>
        Format.Round(Work.Round(IsReciprocal ? exponential * Work.Round(1 / sum) : exponential / sum));
}
