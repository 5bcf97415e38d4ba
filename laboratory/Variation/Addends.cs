// Numbers to add up, with their exact sum.

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuizKit.Laboratory.Variation;

internal sealed class Addends<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ExactAccumulator _sum = new();

    /// <summary>Takes finite numbers from a named distribution.</summary>
    public Addends(string dataset, T[] values)
    {
        Dataset = dataset;
        Values = values;
        foreach (var value in values)
        {
            var exact = double.CreateTruncating(value);
            _sum.Add(exact);
            AbsoluteSum += Math.Abs(exact);
        }

        var hash = SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()));
        Digest = BinaryPrimitives.ReadUInt64BigEndian(hash).ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>The name of the distribution.</summary>
    public string Dataset { get; }

    /// <summary>The numbers.</summary>
    public T[] Values { get; }

    /// <summary>Σ|x|, in binary64.</summary>
    public double AbsoluteSum { get; }

    /// <summary>The exact sum, rounded once to binary64.</summary>
    public double Exact => _sum.ToDouble();

    /// <summary>
    /// 64 bits of the SHA-256 of the numbers as little-endian bytes, which identify the numbers across reports. Samples of N(0, 1) depend
    /// on the mathematical functions of the operating system and may differ on another machine.
    /// </summary>
    public string Digest { get; }

    /// <summary>The distance of a finite number from the exact sum, rounded once to binary64.</summary>
    public double ErrorOf(T sum)
    {
        var difference = new ExactAccumulator();
        difference.Merge(_sum);
        difference.Add(-double.CreateTruncating(sum));
        return Math.Abs(difference.ToDouble());
    }
}
