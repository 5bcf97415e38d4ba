// The slope of a straight line through points, for the order of an error.

namespace QuizKit.GpuChecks.Checks.Support;

internal static class LeastSquares
{
    public static double Slope(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
