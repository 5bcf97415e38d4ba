// The answers of all elements of a product to the questions of one of them.

using System.Runtime.InteropServices;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// Asks a product: all rows of its left matrix are one operand and all columns of its right matrix the other, so every element answers the
/// same question. A question that was put for one element need not be asked again for another one.
/// </summary>
internal sealed class ProductAnswers(ProductTarget target, ProductShape shape)
{
    private readonly Dictionary<Question, double[]> _answers = [];

    /// <summary>The number of products that were asked for.</summary>
    public int Products => _answers.Count;

    /// <summary>Begins the questions of an element.</summary>
    public Questions BeginElement(int element) => new(this, element);

    /// <summary>An element's questions.</summary>
    internal sealed class Questions(ProductAnswers answers, int element)
    {
        private readonly Dictionary<Question, int> _times = [];
        private readonly List<Question> _asked = [];

        /// <summary>Returns the element's results.</summary>
        public double[] Answer(IReadOnlyList<OrderOperands> calls)
        {
            // What is asked twice is to show whether two results differ, so the second time is a question of its own.
            var first = _asked.Count;
            foreach (var call in calls)
            {
                var once = new Question(call, 0);
                _times[once] = _times.GetValueOrDefault(once) + 1;
                _asked.Add(once with { Time = _times[once] });
            }

            var asked = _asked[first..];
            answers.Ask([.. asked.Where(question => !answers._answers.ContainsKey(question))]);
            return [.. asked.Select(question => answers._answers[question][element])];
        }

        /// <summary>Those of some elements that gave the answers of this one to all its questions.</summary>
        public List<int> ElementsThatAnsweredAlike(IEnumerable<int> elements)
        {
            List<double[]> given = [.. _asked.Select(question => answers._answers[question])];
            return [.. elements.Where(other => given.TrueForAll(answer => OrderStudy.HaveSameBits(answer[other], answer[element])))];
        }
    }

    private void Ask(List<Question> questions)
    {
        if (questions.Count == 0) return;
        var products = target.ComputeAll(shape, [.. questions.Select(question => question.Operands)]);
        for (var i = 0; i < questions.Count; i++) _answers[questions[i]] = products[i];
    }

    /// <summary>Operands, copied and compared by their numbers, and how often they had been asked.</summary>
    private sealed record Question(ProductOperands Operands, int Time)
    {
        private readonly int _hash = HashOf(Operands);

        public Question(OrderOperands operands, int time)
            : this(new ProductOperands([.. operands.A], [.. operands.B]), time)
        {
        }

        public bool Equals(Question? other) =>
            other is not null && Time == other.Time && _hash == other._hash
                && Bits(Operands.A).SequenceEqual(Bits(other.Operands.A)) && Bits(Operands.W).SequenceEqual(Bits(other.Operands.W));

        public override int GetHashCode() => HashCode.Combine(_hash, Time);

        private static int HashOf(ProductOperands operands)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(operands.A.AsSpan()));
            hash.AddBytes(MemoryMarshal.AsBytes(operands.W.AsSpan()));
            return hash.ToHashCode();
        }

        private static ReadOnlySpan<long> Bits(double[] numbers) => MemoryMarshal.Cast<double, long>(numbers);
    }
}
