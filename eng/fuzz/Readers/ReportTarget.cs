// The JSON reports of gpu-checks, as compare and merge read them.

using System.Text;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.GpuChecks.Reports.Merging;
using QuizKit.NeuralNetworks;
using QuizKit.Reports.Formats;
using Spectre.Console;

namespace QuizKit.Fuzz.Readers;

internal sealed class ReportTarget : ReaderTarget<UnusableReportException>
{
    private static readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("quizkit-fuzz-reports-");

    private static readonly string[] Archived = [Resource("cpu.json"), Resource("pocl.json")];

    private static readonly IReadOnlyDictionary<string, ISweep> Sweeps = new Chapter6Checks().Sweeps;

    public override string Name => "report";

    public override IReadOnlyList<string> Instrumented => ["gpu-checks.dll", "QuizKit.Reports.dll"];

    public override IReadOnlyList<string> Pieces { get; } =
    [
        .. JsonPieces, "\"confirmed\"", "\"refuted\"", "\"error\"", "\"exact\": true", "\"measured\": ", "\"bound\": 0",
        "\"reference\": null", "\"shard\": ", "\"index\": 0", "\"count\": 0",
        "\"count\": 2000000000", "\"part\": { \"ranges\": [0, 0] }", "\"claims\": []", "\"devices\": []", "\"outcomes\": []",
        "\"complete\": false", "\"leftOut\": [null]",
        "\"schemaVersion\": 1", "total-multiply-adds", "relu-halves-second-moment", "parallel-reduction-varies", "numpy-pytorch-differ",
        "<script>", "|", "\\u001b[31m",
    ];

    public override IEnumerable<string> Start()
    {
        foreach (var report in Archived)
        {
            yield return report;

            // The only shard of a run, which merge accepts.
            var run = JsonReports.ReadRun(Encoding.UTF8.GetBytes(report));
            var claims = run.Outcomes.Select(outcome => outcome.Claim).Distinct().ToList();
            yield return Text(run with
            {
                Tool = new ToolJson("gpu-checks", JsonReports.ToolVersion),
                Shard = new ShardJson(1, 1, "gpu-checks run", ShardJson.FingerprintOf(Chapter6Quiz.Quiz), claims),
                CrossDevice = null,
            });
        }
    }

    protected override bool IsClear(UnusableReportException refusal) => refusal.Message.Length is > 20 and < 2000;

    protected override (bool Accepts, IReadOnlyList<string> Faults) Read(string input)
    {
        var report = MachineReport.Read("input.json", Encoding.UTF8.GetBytes(input), Chapter6Quiz.Quiz);
        var text = Text(report.Run);
        List<string> faults = [];
        if (Text(JsonReports.ReadRun(Encoding.UTF8.GetBytes(text))) != text) faults.Add("another report when it is written again");

        var (one, other) = (Write("input.json", input), Write("other.json", Archived[0]));
        if (report.Run.Shard is not null)
        {
            var merge = ShardMerge.Read(Chapter6Quiz.Quiz, Sweeps, [one]);
            faults.AddRange(Unclear(merge.Problems));
            if (merge.Report is not { } merged) return (false, faults);
            foreach (var format in ReportFormat.Common) RunReports.Write(format, Nowhere(), merged);
            return (true, faults);
        }

        var matrix = HardwareMatrix.Read(Chapter6Quiz.Quiz, [other, one]);
        faults.AddRange(Unclear([.. matrix.Problems, .. matrix.Notes]));
        var document = MatrixDocument.Of(matrix);
        foreach (var format in ReportFormat.Common) format.Render?.Invoke(document, Nowhere());
        return (matrix.Reports.Count > 0, faults);
    }

    private static IEnumerable<string> Unclear(IEnumerable<string> lines) =>
        lines.Where(line => line.Contains('\n', StringComparison.Ordinal) || line.Length > 4000).Select(line => $"an unclear line: {line}");

    private static ReportDestination Nowhere()
    {
        var writer = new StringWriter();
        return new ReportDestination(writer, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }));
    }

    private static string Text(RunJson run)
    {
        using var text = new StringWriter();
        JsonReports.Write(text, run);
        return text.ToString();
    }

    private static string Write(string name, string text)
    {
        var path = Path.Combine(Folder.FullName, name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return path;
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportTarget).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
