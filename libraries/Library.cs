// A library under study: its sums and products, and its linear layers.

using System.Numerics;
using System.Reflection;

namespace QuizKit.Libraries;

/// <summary>Multiplies matrices: a·wᵀ, row by row. Where w has one row, it is a vector.</summary>
/// <param name="a">The left matrix, row by row.</param>
/// <param name="w">The right matrix, transposed, row by row.</param>
/// <param name="length">The length of a row.</param>
internal delegate double[] MatrixProduct(double[] a, double[] w, int length);

/// <summary>A loaded library.</summary>
internal abstract class Library
{
    /// <summary>How many rows of ones come before an operand, so that a product with a matrix is a real one.</summary>
    private const int Rows = 8;

    /// <summary>Its version.</summary>
    public abstract string Version { get; }

    /// <summary>What computes its matrix products, or null.</summary>
    public virtual string? Blas => null;

    /// <summary>
    /// Its operations, by name; a sum ignores the second operand. The name ends with the format of the numbers, unless that is binary32;
    /// binary64 holds those of every format.
    /// </summary>
    public abstract IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    /// <summary>The products among its operations, with all their elements.</summary>
    public virtual IReadOnlyDictionary<string, MatrixProduct> Products { get; } = new Dictionary<string, MatrixProduct>();

    /// <summary>The operations that turn a row into a row.</summary>
    public virtual IReadOnlyDictionary<string, Func<double[], double[]>> RowOperations { get; } =
        new Dictionary<string, Func<double[], double[]>>();

    /// <summary>Whether it multiplies matrices.</summary>
    public virtual bool HasLayers => true;

    /// <summary>a·Wᵀ + b, row by row.</summary>
    public abstract float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs);

    /// <summary>max(0, z).</summary>
    public virtual float[] Relu(float[] z) => Array.ConvertAll(z, value => MathF.Max(value, 0));

    /// <summary>The library's 1/(1 + e⁻ᶻ), or that of .NET in binary32.</summary>
    public virtual float[] Sigmoid(float[] z) => Array.ConvertAll(z, value => 1 / (1 + MathF.Exp(-value)));

    /// <summary>The logits and outputs of a whole network, if the library takes it as one; otherwise null, and it runs layer by layer.</summary>
    /// <param name="inputs">The inputs of the examples, row by row.</param>
    /// <param name="examples">How many examples there are.</param>
    /// <param name="layers">The hidden layers, each followed by max(0, z), and the output's.</param>
    public virtual (float[] Logits, float[] Outputs)? Network(float[] inputs, int examples, IReadOnlyList<DenseLayer> layers) => null;

    /// <summary>Sets the number of threads; returns why it cannot, in one line, or null.</summary>
    public virtual string? SetThreads(int count) => "it has no setting of threads and keeps its own number";

    /// <summary>The last element of a product, whose operands stand in the last rows below ones.</summary>
    protected KeyValuePair<string, Func<double[], double[], double>> LastElement(string product)
    {
        var isVector = product.Split('.')[1] == "matvec";
        return new(product, (a, b) => Products[product](UnderOnes(a), isVector ? b : UnderOnes(b), a.Length)[^1]);
    }

    /// <summary>A product of numbers of a type.</summary>
    protected static MatrixProduct Product<T>(Func<T[], T[], int, T[]> product)
        where T : INumberBase<T> => (a, w, length) => Array.ConvertAll(
            product(Array.ConvertAll(a, T.CreateTruncating), Array.ConvertAll(w, T.CreateTruncating), length), double.CreateTruncating);

    /// <summary>An operation on numbers of a type.</summary>
    protected static Func<double[], double[], double> Of<T>(Func<T[], T[], T> operation)
        where T : INumberBase<T> => (a, b) => double.CreateTruncating(
            operation(Array.ConvertAll(a, T.CreateTruncating), Array.ConvertAll(b, T.CreateTruncating)));

    /// <summary>The operand in the last row below ones.</summary>
    protected static T[] UnderOnes<T>(T[] row)
        where T : INumberBase<T>
    {
        var matrix = new T[Rows * row.Length];
        Array.Fill(matrix, T.One, 0, matrix.Length - row.Length);
        row.CopyTo(matrix, matrix.Length - row.Length);
        return matrix;
    }

    /// <summary>A matrix column by column, so that its rows are columns.</summary>
    protected static T[] Transposed<T>(T[] rows, int columns)
    {
        var transposed = new T[rows.Length];
        var count = rows.Length / columns;
        for (var i = 0; i < rows.Length; i++) transposed[(i % columns * count) + (i / columns)] = rows[i];
        return transposed;
    }

    /// <summary>The version of the assembly of a type, as its package has it.</summary>
    protected static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? type.Assembly.GetName().Version!.ToString();

    /// <summary>The number of rows of <see cref="UnderOnes"/>.</summary>
    protected static int RowsOfMatrix => Rows;
}

/// <summary>A layer of a network.</summary>
/// <param name="Weights">One row per output.</param>
/// <param name="Biases">One per output.</param>
internal sealed record DenseLayer(float[] Weights, float[] Biases);
