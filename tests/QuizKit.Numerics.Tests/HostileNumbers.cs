// Arrays made to break a sum: cancellation, mixed magnitudes, ties, subnormal numbers, and totals near overflow.

namespace QuizKit.Numerics.Tests;

internal enum Hostility
{
    /// <summary>Any finite bit pattern.</summary>
    AnyBits,

    /// <summary>Each number comes with its negative, and a little is left over.</summary>
    Cancellation,

    /// <summary>A large number, and small ones that only count together.</summary>
    Swallowed,

    /// <summary>Subnormal numbers and the smallest normal ones.</summary>
    Subnormal,

    /// <summary>Sums half way between two numbers, with or without a crumb beyond.</summary>
    Ties,

    /// <summary>The largest numbers, of both signs.</summary>
    NearOverflow,

    /// <summary>Numbers of the sixty binades above the subnormal ones.</summary>
    NearSubnormal,
}

internal sealed class HostileNumbers(int seed)
{
    private readonly Random _random = new(seed);

    public float[] Singles(Hostility hostility, int length) => Shuffled(hostility switch
    {
        Hostility.AnyBits => Many(length, AnySingle),
        Hostility.Cancellation => WithNegatives(Many((length + 1) / 2, AnySingle), Power(-149, 20)),
        Hostility.Swallowed => [Power(60, 120), .. Many(length - 1, () => Power(-40, 60))],
        Hostility.Subnormal => Many(length, () => Signed(BitConverter.UInt32BitsToSingle((uint)_random.Next(0x01000000)))),
        Hostility.Ties => [.. Tie(Math.Min(length, 60), 24).Select(value => (float)value)],
        Hostility.NearSubnormal => Many(length, () => Power(-126, -66)),
        _ => Many(length, () => Signed(BitConverter.UInt32BitsToSingle(0x7F7FFFFFu - (uint)_random.Next(1 << 24)))),
    });

    public double[] Doubles(Hostility hostility, int length) => Shuffled(hostility switch
    {
        Hostility.AnyBits => Many(length, AnyDouble),
        Hostility.Cancellation => WithNegatives(Many((length + 1) / 2, AnyDouble), PowerOfDouble(-1074, 900)),
        Hostility.Swallowed => [PowerOfDouble(500, 1000), .. Many(length - 1, () => PowerOfDouble(-300, 500))],
        Hostility.Subnormal => Many(length, () => Signed(BitConverter.Int64BitsToDouble(_random.NextInt64(1L << 53)))),
        Hostility.Ties => Tie(Math.Min(length, 60), 53),
        Hostility.NearSubnormal => Many(length, () => PowerOfDouble(-1022, -962)),
        _ => Many(length, () => Signed(BitConverter.Int64BitsToDouble(0x7FEFFFFFFFFFFFFF - _random.NextInt64(1L << 53)))),
    });

    public Half[] Halves(Hostility hostility, int length) => Shuffled(hostility switch
    {
        Hostility.AnyBits => Many(length, AnyHalf),
        Hostility.Cancellation => WithNegatives(Many((length + 1) / 2, AnyHalf), (Half)Power(-24, 3)),
        Hostility.Swallowed => [(Half)Power(10, 15), .. Many(length - 1, () => (Half)Power(-10, 8))],
        Hostility.Subnormal => Many(length, () => (Half)Signed(_random.Next(0x800) * (float)Half.Epsilon)),
        Hostility.Ties => [.. Tie(Math.Min(length, 14), 11).Select(value => (Half)value)],
        Hostility.NearSubnormal => Many(length, () => (Half)Power(-14, -8)),
        _ => Many(length, () => (Half)Signed((float)BitConverter.UInt16BitsToHalf((ushort)(0x7BFF - _random.Next(1 << 11))))),
    });

    public T[] Shuffled<T>(T[] values)
    {
        var copy = values.ToArray();
        _random.Shuffle(copy);
        return copy;
    }

    public Hostility Other(Hostility than) => (Hostility)(((int)than + _random.Next(6)) % 7);

    public int Length(int most) => 1 + _random.Next(most);

    private static T[] Many<T>(int length, Func<T> next) => [.. Enumerable.Range(0, Math.Max(length, 0)).Select(_ => next())];

    private static T[] WithNegatives<T>(T[] values, T left)
        where T : System.Numerics.INumber<T> => [.. values, .. values.Select(value => -value), left];

    private Half AnyHalf()
    {
        var value = BitConverter.UInt16BitsToHalf((ushort)_random.Next(1 << 16));
        return Half.IsFinite(value) ? value : AnyHalf();
    }

    private float AnySingle()
    {
        var value = BitConverter.Int32BitsToSingle((int)_random.NextInt64(int.MinValue, 1L << 31));
        return float.IsFinite(value) ? value : AnySingle();
    }

    private double AnyDouble()
    {
        var value = BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : AnyDouble();
    }

    private float Signed(float value) => _random.Next(2) == 0 ? -value : value;

    private double Signed(double value) => _random.Next(2) == 0 ? -value : value;

    private float Power(int from, int to) => Signed((float)Math.ScaleB(1 + _random.NextSingle(), _random.Next(from, to)));

    private double PowerOfDouble(int from, int to) => Signed(Math.ScaleB(1 + _random.NextDouble(), _random.Next(from, to)));

    /// <summary>A number, half an ulp of it in parts, and sometimes a crumb more or less.</summary>
    private double[] Tie(int length, int precision)
    {
        var ulp = Math.ScaleB(1, 1 - precision);
        var numbers = new List<double> { 1 + (ulp * _random.Next(4)) };
        var parts = Math.Max(length - 2, 1);
        for (var i = 1; i < parts; i++) numbers.Add(Math.ScaleB(ulp, -1 - i));
        numbers.Add(Math.ScaleB(ulp, -parts));
        var crumb = _random.Next(-1, 2);
        if (crumb != 0) numbers.Add(crumb * Math.ScaleB(1, -140));
        return [.. numbers];
    }
}
