// gpu-checks explain: one claim, its words, and the results on this machine.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ExplainCommand : ToolCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The id of a claim: `gpu-checks list` names them." };
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly Option<string> _scale = OptionValues.Scale();
    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _runs = OptionValues.Runs();
    private readonly Option<string> _schedules = OptionValues.Schedules();
    private readonly Option<string> _timeout = OptionValues.Timeout();

    public ExplainCommand(ToolContext tool)
        : base(tool, "explain", "Show a claim's words, how it is checked, and the results on this machine.")
    {
        AddAll(_device, _scale, _seed, _runs, _schedules, _timeout);
        Add(_id);
    }

    /// <summary>Executes the command; the check runs on one device unless the command line names others.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var deviceNames = parsed.Values(_device);
        var claim = ClaimSelection.FindClaim(Tool.Quiz, parsed.GetRequiredValue(_id));
        var question = Tool.Quiz.FindQuestion(claim.QuestionId)!;
        var scale = parsed.ReadScale(_scale);
        var request = new RunRequest([claim], [], scale, parsed.ReadSeed(_seed), parsed.ReadRuns(_runs))
        {
            Timeout = parsed.ReadTimeout(_timeout, scale),
        };
        var outputs = ReserveReports(parsed);
        var report = claim.IsExecutable ? Run(request, deviceNames, parsed) : new RunReport(Tool.Quiz, request, [], [], IsComplete: true);
        outputs.Write(ExplainDocument.Of(question, claim, report.Results), RunJson.Of(report));
        return RunSummary.Of(report).ExitStatus;
    }

    private RunReport Run(RunRequest request, IReadOnlyList<string> deviceNames, ParseResult parsed)
    {
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(deviceNames));
        var devices = deviceNames.Count == 0 ? DeviceSelection.ChooseOne(catalog) : DeviceSelection.Choose(catalog, deviceNames);
        request = request with { Devices = devices, Schedules = parsed.ReadSchedules(_schedules, devices, request.Runs) };
        if (DeviceSelection.FallsBackToCpu(catalog, deviceNames)) Tool.Terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);
        using var libraries = new LibraryOptions().Open(Tool, parsed: null, isAsked: false);
        return RunCommand.Measure(Tool, catalog, libraries, request);
    }
}
