// Products of matrices, element by element against arbitrary precision.

using Xunit;
using static QuizKit.Numerics.Tests.Trials;

namespace QuizKit.Numerics.Tests;

public sealed class ExactMatrixTests
{
    [Fact]
    public void Every_element_is_the_exact_dot_product_rounded_once()
    {
        var random = new Random(51);
        var numbers = new HostileNumbers(52);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            for (var trial = 0; trial < Thorough.Count(40); trial++)
            {
                int rows = random.Next(1, 6), inner = random.Next(1, 40), columns = random.Next(1, 6);
                double[] left = Fill(rows * inner, length => numbers.Doubles(kind, length)), right = Fill(inner * columns, length => numbers.Doubles(kind, length));
                var product = new double[rows * columns];
                ExactMatrix.Multiply(left, right, product, rows, inner, columns);
                Check(left, right, ReferenceFormat.Double, product, rows, inner, columns);
                var vector = right[..inner];
                var image = new double[rows];
                ExactMatrix.MultiplyVector(left, rows, inner, vector, image);
                Check(left, vector, ReferenceFormat.Double, image, rows, inner, 1);

                float[] singleLeft = Fill(rows * inner, length => numbers.Singles(kind, length)), singleRight = Fill(inner * columns, length => numbers.Singles(kind, length));
                var singleProduct = new float[rows * columns];
                ExactMatrix.Multiply(singleLeft, singleRight, singleProduct, rows, inner, columns);
                Check(Widen(singleLeft), Widen(singleRight), ReferenceFormat.Single, Widen(singleProduct), rows, inner, columns);
                var singleImage = new float[rows];
                ExactMatrix.MultiplyVector(singleLeft, rows, inner, singleRight.AsSpan(0, inner), singleImage);
                Check(Widen(singleLeft), Widen(singleRight[..inner]), ReferenceFormat.Single, Widen(singleImage), rows, inner, 1);
            }
        }

        static void Check(double[] left, double[] right, ReferenceFormat format, double[] product, int rows, int inner, int columns)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    double[] row = left[(i * inner)..((i + 1) * inner)], column = [.. Enumerable.Range(0, inner).Select(k => right[(k * columns) + j])];
                    Assert.Equal(format.Round(Reference.Total(row, column), 1, Reference.ProductScale), product[(i * columns) + j]);
                }
            }
        }

        static T[] Fill<T>(int length, Func<int, T[]> next)
        {
            var all = new List<T>();
            while (all.Count < length) all.AddRange(next(length));
            return [.. all.Take(length)];
        }
    }

    [Fact]
    public void A_small_product_is_that_of_the_textbook()
    {
        var product = new float[4];
        ExactMatrix.Multiply([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12], product, rows: 2, inner: 3, columns: 2);
        Assert.Equal([58, 64, 139, 154], product);
        var image = new double[2];
        ExactMatrix.MultiplyVector([1, 2, 3, 4, 5, 6], rows: 2, columns: 3, [1, 0, -1], image);
        Assert.Equal([-2, -2], image);
    }

    [Fact]
    public void Matrices_without_columns_have_zeros_as_products()
    {
        var product = new double[] { 9, 9 };
        ExactMatrix.Multiply([], [], product, rows: 2, inner: 0, columns: 1);
        Assert.Equal([0, 0], product);
        ExactMatrix.MultiplyVector([], 0, 3, [1.0, 2, 3], []);
    }

    [Fact]
    public void Spans_that_do_not_have_the_shape_are_refused_with_both_sizes()
    {
        var two = new double[2];
        Refused("The matrix has 5 elements; 2 × 3 need 6.", () => ExactMatrix.MultiplyVector(new double[5], 2, 3, new double[3], two));
        Refused("The vector has 2 elements; 3 × 1 need 3.", () => ExactMatrix.MultiplyVector(new double[6], 2, 3, two, two));
        Refused("The destination has 3 elements; 2 × 1 need 2.", () => ExactMatrix.MultiplyVector(new double[6], 2, 3, new double[3], new double[3]));
        Refused("The left matrix has 2 elements; 2 × 2 need 4.", () => ExactMatrix.Multiply(two, two, two, 2, 2, 1));
        Refused("The right matrix has 3 elements; 1 × 2 need 2.", () => ExactMatrix.Multiply(two, new double[3], two, 2, 1, 2));
        Refused("The destination has 2 elements; 2 × 2 need 4.", () => ExactMatrix.Multiply(two, two, new double[2], 2, 1, 2));
        Refused("need 4611686014132420609", () => ExactMatrix.MultiplyVector(two, int.MaxValue, int.MaxValue, two, two));
        Refused("overlaps", () => ExactMatrix.MultiplyVector(new double[4], 2, 2, two, two));
        Refused("overlaps", () => ExactMatrix.Multiply(two, [1.0], two, 2, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => ExactMatrix.Multiply(two, two, two, -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("inner", () => ExactMatrix.Multiply(two, two, two, 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => ExactMatrix.MultiplyVector(two, 1, -2, two, two));
    }

    private static void Refused(string message, Action product) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(product).Message, StringComparison.Ordinal);
}
