// gpu-checks explain: one claim, its words, and what this machine says.

using System;
using System.CommandLine;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Python;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ExplainCommand(
    Quiz quiz, Func<IDeviceCatalog> openCatalog, OpenExecutor<CheckJob, CheckAnswer> openExecutor, Terminal terminal)
{
    /// <summary>Runs the command; the check runs on one device unless the command line names others.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Stops the run after the current check.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed, CancellationToken cancellation)
    {
        string[] deviceNames = parsed.GetValue(tree.Device) ?? [];
        Claim claim = ClaimSelection.FindClaim(quiz, parsed.GetRequiredValue(tree.ClaimId));
        Question question = quiz.FindQuestion(claim.QuestionId)
            ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which the quiz lacks.");
        Scale scale = OptionValues.ReadScale(parsed.GetValue(tree.Scale));
        var request = new RunRequest(
            [claim],
            [],
            scale,
            OptionValues.ReadSeed(parsed.GetValue(tree.Seed)),
            OptionValues.ReadRuns(parsed.GetValue(tree.Runs)))
        {
            Timeout = OptionValues.ReadTimeout(parsed.GetValue(tree.Timeout), scale),
        };
        if (!claim.IsExecutable)
        {
            ExplainText.WriteClaim(terminal.Output, question, claim);
            return ExitStatus.AsExpected;
        }

        using IDeviceCatalog catalog = openCatalog();
        request = request with
        {
            Devices = deviceNames.Length == 0 ? DeviceSelection.ChooseOne(catalog) : DeviceSelection.Choose(catalog, deviceNames),
        };
        if (DeviceSelection.FallsBackToCpu(catalog, deviceNames)) terminal.WriteErrorLine(DeviceSelection.OnlyCpuNote);
        ExplainText.WriteClaim(terminal.Output, question, claim);

        using PythonServer python = PythonOption.Open(given: null, isAsked: false);
        RunReport report = ProgressBar.During(
            terminal.Error,
            progress => new ClaimRunner(quiz, catalog.LeftOut, () => openExecutor(catalog, request.Timeout, python)).Run(request, progress, cancellation));
        foreach (CheckResult result in report.Results) ExplainText.WriteResult(terminal.Output, result);
        return RunSummary.Of(report).ExitStatus;
    }
}
