// The operations on vectors that .NET 8 lacks.

#if !NET9_0_OR_GREATER
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace QuizKit.Numerics.Compatibility;

internal static class VectorMembers
{
    extension(Vector128)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<double> MaxNative(Vector128<double> left, Vector128<double> right) => Vector128.Max(left, right);
    }

    extension(Vector256)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> MaxNative(Vector256<double> left, Vector256<double> right) => Vector256.Max(left, right);
    }

    extension(Vector512)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> MaxNative(Vector512<double> left, Vector512<double> right) => Vector512.Max(left, right);

        /// <summary>Returns ab + c, rounded once, where vectors of 512 bits are accelerated.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> FusedMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
            Avx512F.FusedMultiplyAdd(a, b, c);
    }

    extension(Vector)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> MaxNative(Vector<double> left, Vector<double> right) => Vector.Max(left, right);

        /// <summary>Returns ab + c, rounded once.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> FusedMultiplyAdd(Vector<double> a, Vector<double> b, Vector<double> c)
        {
            if (Fma.IsSupported && Vector<double>.Count == Vector256<double>.Count)
                return Fma.MultiplyAdd(a.AsVector256(), b.AsVector256(), c.AsVector256()).AsVector();
            if (Fma.IsSupported && Vector<double>.Count == Vector128<double>.Count)
                return Fma.MultiplyAdd(a.AsVector128(), b.AsVector128(), c.AsVector128()).AsVector();
            if (AdvSimd.Arm64.IsSupported && Vector<double>.Count == Vector128<double>.Count)
                return AdvSimd.Arm64.FusedMultiplyAdd(c.AsVector128(), a.AsVector128(), b.AsVector128()).AsVector();
            Span<double> sums = stackalloc double[Vector<double>.Count];
            for (var lane = 0; lane < sums.Length; lane++) sums[lane] = Math.FusedMultiplyAdd(a[lane], b[lane], c[lane]);
            return new Vector<double>(sums);
        }
    }
}
#endif
