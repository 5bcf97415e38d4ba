// What sums on a device add up, as each of their kernels reads it.

using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>Numbers by index, each rounded to <typeparamref name="T"/>.</summary>
internal interface IAddends<T>
    where T : unmanaged
{
    T Load(long index);
}

/// <summary>Terms by index, none of them rounded.</summary>
internal interface ITerms
{
    /// <summary>The lowest limb of <see cref="FixedPoint"/> that a sum of such terms uses.</summary>
    int FirstSumLimb { get; }

    /// <summary>The number of limbs from there on, including those for carries.</summary>
    int SumLimbs { get; }

    /// <summary>Returns a term, including non-finite and subnormal ones.</summary>
    Term TermOf(int index);

    /// <summary>Returns a term, rounded to binary64.</summary>
    double NumberOf(int index);
}

/// <summary>Terms as binary64 numbers, for a CPU: its vector units add these faster than integers.</summary>
internal interface IExtractionTerms : ITerms
{
    /// <summary>Whether a number can have an error. A constant when a kernel is compiled.</summary>
    bool HasError { get; }

    /// <summary>
    /// Whether a number has so many bits that one pass rarely extracts all of them. A constant when a kernel is compiled.
    /// </summary>
    bool HasTwoPasses { get; }

    /// <summary>
    /// Returns an error such that the exact sum of a number and its error is the term. Where it is not, the error or the number is not
    /// finite.
    /// </summary>
    double ErrorOf(int index, double number);
}

/// <summary>Terms as integers, for a GPU: most GPUs add these much faster than binary64 numbers.</summary>
/// <remarks>
/// A term is ±Σ limbᵢ·2^(exponent + i·<see cref="LimbBits"/> + <see cref="LowestBit"/>). Its exponent is the biased one of the format, or
/// the sum of those of its two factors. A window at a position takes the terms whose exponents lie 0 to <see cref="Width"/> above it.
/// Reading a term for a window has no branches, so that the work items of a warp do not diverge.
/// </remarks>
internal interface IWindowTerms : ITerms
{
    /// <summary>The largest distance of a term's exponent from the position of a window that takes it.</summary>
    int Width { get; }

    /// <summary>The lowest position of a window: below it a window would take subnormal numbers for normal ones.</summary>
    int MinPosition { get; }

    /// <summary>The largest exponent that a window may take: above it a window would take infinities for numbers.</summary>
    int MaxExponent { get; }

    /// <summary>The position in <see cref="FixedPoint"/> of the lowest bit of a term with the exponent 0.</summary>
    int LowestBit { get; }

    int LimbsPerTerm { get; }

    /// <summary>The number of bits of a term's limb, at most <see cref="ExponentWindow.MaxLimbBits"/>.</summary>
    int LimbBits { get; }

    /// <summary>Reads the sign and the exponent of a term.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="position">The position of a window.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="sign">0, or −1 for a negative term.</param>
    /// <param name="scale">2^(exponent − position), for a width below 32, or 0 for a term that the window does not take.</param>
    /// <returns>0 if the window takes the term, or the term is zero.</returns>
    uint Read(int index, int position, int width, out int sign, out uint scale);

    /// <summary>Returns the exponent of a term that a window can take, or −1.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="nonFiniteOrSubnormal">
    /// 0, unless the term or one of its factors is non-finite or subnormal and the term is not zero.
    /// </param>
    int ExponentOf(int index, out uint nonFiniteOrSubnormal);

    /// <summary>Reads the limbs of a term. They are arbitrary for a term that a window does not take, but have no more bits.</summary>
    SignificandLimbs LimbsOf(int index);
}

/// <summary>
/// Terms of a binned sum: as integers, for a GPU, and as binary64 numbers, for a CPU. Reading one as an integer has no branches.
/// </summary>
internal interface IBinTerms : ITerms
{
    /// <summary>How far the quantum lies below the top of a bin: one of the constants of <see cref="Bin"/>.</summary>
    int QuantumBits { get; }

    /// <summary>The most bits of a significand.</summary>
    int SignificandBits { get; }

    /// <summary>Returns the significand of a term, ±significand·2^position, or any significand for a term that is not finite.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="position">The position of the lowest bit; <see cref="Bins.NonFinite"/> or more for a term that is not finite.</param>
    /// <param name="sign">0, or −1 for a negative term.</param>
    ulong SignificandOf(int index, out int position, out int sign);
}

/// <summary>The limbs of a term, from the lowest; unused ones are 0.</summary>
internal struct SignificandLimbs
{
    public uint Limb0;
    public uint Limb1;
    public uint Limb2;
    public uint Limb3;
}
