// Writes the code of kernels to a folder, with an index in JSON and one in Markdown.

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuizKit.Devices.Kernels;

/// <summary>One line of the index.</summary>
/// <param name="Claim">The claim whose check launched the kernel, or null if all kernels are compiled.</param>
/// <param name="Target">The device that ran it, or the architecture that it was compiled for.</param>
/// <param name="Language"><c>ptx</c> or <c>opencl-c</c>, or null without device code.</param>
/// <param name="Evidence">How directly it was observed, in the words of the JSON report.</param>
/// <param name="PlainArithmetic">Why the kernel uses operators that a compiler may contract; null if it uses none.</param>
internal sealed record EvidenceEntry(
    string? Claim,
    string Kernel,
    string Target,
    string? Language,
    string Evidence,
    string? File,
    string? PlainArithmetic,
    IReadOnlyDictionary<string, int> Operations,
    MachineCode? MachineCode,
    IReadOnlyList<string> Violations,
    string? Note);

internal sealed record EvidenceIndex(int SchemaVersion, IReadOnlyList<EvidenceEntry> Kernels);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(EvidenceIndex))]
internal sealed partial class EvidenceJsonContext : JsonSerializerContext;

internal sealed class EvidenceFolder
{
    private const int SchemaVersion = 1;

    private readonly string _path;
    private readonly List<EvidenceEntry> _entries = [];

    /// <summary>Creates the folder unless it exists.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be created.</exception>
    public EvidenceFolder(string path) => _path = Directory.CreateDirectory(path).FullName;

    public IReadOnlyList<EvidenceEntry> Entries => _entries;

    /// <summary>Adds a kernel, and writes its text to a file named after claim, kernel and target.</summary>
    public void Add(EvidenceEntry entry, string? code)
    {
        string? file = null;
        if (code is not null)
        {
            string[] parts = [.. new[] { entry.Claim, entry.Kernel, entry.Target.Replace(':', '-') }.OfType<string>()];
            file = string.Join('.', parts) + (entry.Language == "ptx" ? ".ptx" : ".cl");
            Write(file, code);
        }

        _entries.Add(entry with { File = file });
    }

    /// <summary>Writes <c>index.json</c> and <c>index.md</c>.</summary>
    public void WriteIndex()
    {
        // Formulas and quotation marks stay readable: this is a file, never part of the source of a web page.
        var json = new EvidenceJsonContext(
            new JsonSerializerOptions(EvidenceJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write("index.json", JsonSerializer.Serialize(new EvidenceIndex(SchemaVersion, _entries), json.EvidenceIndex) + "\n");
        Write("index.md", Markdown());
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# The code of the kernels\n\n");
        text.Append("Each text is what ILGPU hands to the driver or the assembler. In a kernel of exact arithmetic every operation that ");
        text.Append("rounds\nmust say `.rn` in PTX, or stand alone in a block that switches contraction off in OpenCL C; none may be ");
        text.Append("`.approx` or `.ftz`.\n\n");
        text.Append("| claim | kernel | target | evidence | file | floating-point operations | machine code | found |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var entry in _entries)
        {
            var operations = string.Join(", ", entry.Operations.Select(operation => string.Create(
                CultureInfo.InvariantCulture, $"{operation.Value:N0} `{operation.Key}`")));
            var file = entry.File is null ? "" : $"[text]({entry.File})";
            text.Append(CultureInfo.InvariantCulture, $"| {entry.Claim} | {entry.Kernel} | {entry.Target} | {entry.Evidence} | {file} ");
            text.Append(CultureInfo.InvariantCulture, $"| {operations} | {Describe(entry.MachineCode)} | {Found(entry)} |\n");
        }

        return text.ToString();
    }

    private static string Describe(MachineCode? code)
    {
        if (code is null) return "";
        var instructions = string.Concat(code.FloatInstructions.Select(instruction => string.Create(
            CultureInfo.InvariantCulture, $", {instruction.Value:N0} {instruction.Key}")));
        var contraction = code.ContractionChangesIt ? "another" : "the same";
        return string.Create(
            CultureInfo.InvariantCulture, $"{code.Bytes:N0} bytes, {contraction} without permission to contract{instructions}");
    }

    private static string Found(EvidenceEntry entry)
    {
        string[] found =
        [
            .. entry.Violations,
            .. entry.PlainArithmetic is { } reason ? [$"asks the compiler: {reason}"] : Array.Empty<string>(),
            .. entry.Note is { } note ? [note] : Array.Empty<string>(),
        ];
        return found.Length == 0 ? "exact" : string.Join("; ", found);
    }

    private void Write(string file, string text) =>
        File.WriteAllText(Path.Combine(_path, file), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
