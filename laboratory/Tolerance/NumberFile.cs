// Reads numbers from a file: text with one on each line, NumPy's .npy, or raw little-endian binary32 and binary64.

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

internal static partial class NumberFile
{
    /// <summary>What a file may be, for help and messages.</summary>
    public const string Kinds = "text with one number on each line, .npy, or raw little-endian .f32 or .f64";

    private const long MostBytes = 1 << 28;

    private const int NpyPreamble = 10;

    /// <summary>Reads the numbers of a file and rounds them to a format.</summary>
    /// <exception cref="ToleranceException">It cannot be read, or holds something other than finite numbers of the format.</exception>
    public static double[] Read(string path, BinaryRounding format)
    {
        var bytes = ReadBytes(path);
        var numbers = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => ReadNpy(path, bytes),
            ".f32" => ReadRaw(path, bytes, 4),
            ".f64" => ReadRaw(path, bytes, 8),
            _ => ReadText(path, bytes),
        };
        var read = numbers.Select(number => Finite(path, number.Place, number.Value, format)).ToArray();
        return read.Length > 0 ? read : throw new ToleranceException($"'{path}' has no numbers. It may be {Kinds}.");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new ToleranceException($"'{path}' is a folder. Name a file: {Kinds}.");
            if (!File.Exists(path)) throw new ToleranceException($"there is no file '{path}'.");
            if (new FileInfo(path).Length > MostBytes) throw new ToleranceException($"'{path}' is larger than {MostBytes >> 20} MiB.");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToleranceException($"'{path}' cannot be read: {OneLine.Of(exception.Message)}");
        }
    }

    private static IEnumerable<(string Place, double Value)> ReadText(string path, byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0) continue;
            var place = $"line {(i + 1).ToString(CultureInfo.InvariantCulture)}";
            yield return double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? (place, value)
                : throw new ToleranceException(
                    $"'{path}', {place}: '{OneLine.Of(line.Length > 40 ? line[..40] + "…" : line)}' is not a number. Write one on each line, "
                        + "such as -1.5e-3.");
        }
    }

    private static IEnumerable<(string Place, double Value)> ReadRaw(string path, ReadOnlyMemory<byte> bytes, int size)
    {
        if (bytes.Length % size != 0)
        {
            throw new ToleranceException(string.Create(
                CultureInfo.InvariantCulture, $"'{path}': {bytes.Length} bytes are not a whole number of numbers of {size} bytes."));
        }

        for (var i = 0; i < bytes.Length / size; i++)
        {
            var number = bytes.Span.Slice(i * size, size);
            yield return (string.Create(CultureInfo.InvariantCulture, $"number {i + 1}"), size switch
            {
                2 => (double)BinaryPrimitives.ReadHalfLittleEndian(number),
                4 => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(number),
            });
        }
    }

    /// <summary>Reads NumPy's format, versions 1 to 3 (numpy.lib.format), of little-endian floats in C order.</summary>
    private static IEnumerable<(string Place, double Value)> ReadNpy(string path, byte[] bytes)
    {
        if (bytes.Length <= NpyPreamble + 2 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new ToleranceException($"'{path}' is not a file that numpy.save wrote.");
        var isFirst = bytes[6] == 1;
        var start = isFirst ? NpyPreamble : NpyPreamble + 2;
        var length = isFirst
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (start + (long)length > bytes.Length) throw new ToleranceException($"'{path}' ends within its header.");
        var header = Encoding.Latin1.GetString(bytes, start, (int)length);
        var type = DescriptionOf().Match(header).Groups[1].Value;
        if (type is not ("<f2" or "<f4" or "<f8"))
        {
            throw new ToleranceException(
                $"'{path}' has numbers of the type '{type}'. Save little-endian floats of 2, 4 or 8 bytes: a.astype('<f4').");
        }

        if (!header.Contains("'fortran_order': False", StringComparison.Ordinal))
            throw new ToleranceException($"'{path}' is in column order. Save numpy.ascontiguousarray(a).");
        return ReadRaw(path, bytes.AsMemory(start + (int)length), type[2] - '0');
    }

    private static double Finite(string path, string place, double value, BinaryRounding format)
    {
        var rounded = format.Round(value);
        return double.IsFinite(rounded)
            ? rounded
            : throw new ToleranceException(
                double.IsFinite(value)
                    ? $"'{path}', {place}: {value.ToString(CultureInfo.InvariantCulture)} overflows {format.Name}. Scale the numbers, or "
                        + "name another --precision."
                    : $"'{path}', {place}: {value.ToString(CultureInfo.InvariantCulture)} is not a finite number of binary64, and no "
                        + "tolerance holds for it. Remove it.");
    }

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex DescriptionOf();
}
