// Correctly rounded sums and dot products of complex numbers.

using System.Numerics;
using System.Runtime.InteropServices;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

public static partial class ExactSum
{
    // Numbers of one block, whose four arrays of parts lie on the stack.
    private const int ComplexBlock = 256;

    /// <summary>Returns Σ x[i]: the sum of the real parts and the sum of the imaginary parts, each rounded once.</summary>
    /// <param name="values">The numbers; none give +0 for both parts.</param>
    public static Complex Sum(ReadOnlySpan<Complex> values)
    {
        if (values.IsEmpty) return Complex.Zero;
        var parts = MemoryMarshal.Cast<Complex, double>(values);
        return new(SumStrided(parts, 2), SumStrided(parts[1..], 2));
    }

    /// <summary>Returns Σ a[i]·b[i], without conjugation, as <c>TensorPrimitives.Dot</c> does.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0 for both parts.</param>
    /// <returns>
    /// Two exact sums of 2n products, each rounded once: the real part Σ Re a·Re b − Im a·Im b, and the imaginary part Σ Re a·Im b + Im a·Re b.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Complex Dot(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b) => Dot(a, b, sign: 1);

    /// <summary>Returns Σ a̅[i]·b[i] with conjugated left factors, the inner product of NumPy's <c>vdot</c> and the <c>zdotc</c> of BLAS.</summary>
    /// <param name="a">The left factors, whose conjugates are multiplied.</param>
    /// <param name="b">The right factors, as many; none give +0 for both parts.</param>
    /// <returns>
    /// Two exact sums of 2n products, each rounded once: the real part Σ Re a·Re b + Im a·Im b, and the imaginary part Σ Re a·Im b − Im a·Re b.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Complex ConjugateDot(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b) => Dot(a, b, sign: -1);

    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors.</param>
    /// <param name="sign">What the imaginary parts of the left factors are multiplied by.</param>
    private static Complex Dot(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b, int sign)
    {
        RequireSameLength(a.Length, b.Length);
        DoubleElements elements = default;
        HostSum real = new(stackalloc long[FixedPoint.Limbs]), imaginary = new(stackalloc long[FixedPoint.Limbs]);
        Span<double> parts = stackalloc double[5 * ComplexBlock];
        for (var start = 0; start < a.Length; start += ComplexBlock)
        {
            var length = Math.Min(ComplexBlock, a.Length - start);
            Span<double> realA = parts[..length], imaginaryA = parts.Slice(ComplexBlock, length);
            Span<double> realB = parts.Slice(2 * ComplexBlock, length), imaginaryB = parts.Slice(3 * ComplexBlock, length);
            var negatedA = parts.Slice(4 * ComplexBlock, length);
            for (var i = 0; i < length; i++)
            {
                (realA[i], imaginaryA[i]) = (a[start + i].Real, sign * a[start + i].Imaginary);
                (realB[i], imaginaryB[i]) = (b[start + i].Real, b[start + i].Imaginary);
                negatedA[i] = -imaginaryA[i];
            }

            elements.AddProducts(realA, realB, ref real);
            elements.AddProducts(negatedA, imaginaryB, ref real);
            elements.AddProducts(realA, imaginaryB, ref imaginary);
            elements.AddProducts(imaginaryA, realB, ref imaginary);
        }

        return new(elements.FromBits(real.Round(elements.Format)), elements.FromBits(imaginary.Round(elements.Format)));
    }
}
