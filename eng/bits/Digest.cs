// A digest of many results.

using System.Globalization;

namespace QuizKit.Bits;

internal sealed class Digest
{
    private ulong _state;

    public void Add(float result) => Add((double)result);

    public void Add(double result) => _state = new Random64(_state ^ (ulong)BitConverter.DoubleToInt64Bits(result)).Next();

    /// <summary>Prints the digest of the results for all arrays.</summary>
    public static void Print<T>(string name, IEnumerable<T[]> arrays, Action<T[], Digest> add)
    {
        var digest = new Digest();
        foreach (var array in arrays) add(array, digest);
        Console.Out.Write(string.Format(CultureInfo.InvariantCulture, "{0:x16}  {1}\n", digest._state, name));
    }
}
