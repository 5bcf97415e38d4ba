// A digest for each operation of QuizKit.Numerics: of its results for the same arrays on every machine.

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QuizKit.Bits;
using QuizKit.Numerics;

var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
Console.Error.WriteLine($"{RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}, vectors of {width} bits");

Digest.Print("ExactSum.Sum, binary32", Arrays.Singles(1), (values, digest) => digest.Add(ExactSum.Sum(values)));
Digest.Print("ExactSum.Sum, binary64", Arrays.Doubles(2), (values, digest) => digest.Add(ExactSum.Sum(values)));
Digest.Print("ExactSum.Dot, binary32", Arrays.Singles(3), (values, digest) => digest.Add(ExactSum.Dot(values, Reversed(values))));
Digest.Print("ExactSum.Dot, binary64", Arrays.Doubles(4), (values, digest) => digest.Add(ExactSum.Dot(values, Reversed(values))));
Digest.Print("ExactAccumulator, binary32 in parts", Arrays.Singles(5), (values, digest) => digest.Add(Accumulated(values).ToSingle()));
Digest.Print("ExactAccumulator, binary64 in parts", Arrays.Doubles(6), (values, digest) => digest.Add(Accumulated(values).ToDouble()));
Digest.Print("FixedTree.Sum, binary32", Arrays.Singles(7), (values, digest) => digest.Add(FixedTree.Sum(values)));
Digest.Print("FixedTree.Sum, binary64", Arrays.Doubles(8), (values, digest) => digest.Add(FixedTree.Sum(values)));
Digest.Print("FixedTree.Dot, binary32", Arrays.Singles(9), (values, digest) => digest.Add(FixedTree.Dot(values, Reversed(values))));
Digest.Print("FixedTree.Dot, binary64", Arrays.Doubles(10), (values, digest) => digest.Add(FixedTree.Dot(values, Reversed(values))));

static T[] Reversed<T>(T[] values)
{
    var copy = (T[])values.Clone();
    Array.Reverse(copy);
    return copy;
}

// Number by number, and products with the number before it, into three accumulators that are merged.
static ExactAccumulator Accumulated<T>(T[] values)
    where T : struct
{
    ExactAccumulator[] parts = [new(), new(), new()];
    for (var i = 0; i < values.Length; i++)
    {
        var part = parts[i % 3];
        if (values[i] is float single)
        {
            part.Add(single);
            if (i > 0) part.AddProduct(single, (float)(object)values[i - 1]);
        }
        else if (values[i] is double number)
        {
            part.Add(number);
            if (i > 0) part.AddProduct(number, (double)(object)values[i - 1]);
        }
    }

    parts[0].Merge(parts[2]);
    parts[0].Merge(parts[1]);
    return parts[0];
}
