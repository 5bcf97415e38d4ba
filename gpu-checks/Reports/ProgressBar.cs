// The progress of a command: on the error stream, only on a terminal, and cleared at the end.

using QuizKit.Laboratory.Running;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class ProgressBar
{
    /// <summary>Runs something while a bar shows its progress.</summary>
    public static T During<T>(IAnsiConsole console, Func<StepProgress, T> work)
    {
        if (console.Profile.Capabilities is not { Interactive: true, Ansi: true }) return work(static (_, _, _) => { });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting");
                return work((step, done, planned) =>
                {
                    bar.MaxValue = planned;
                    bar.Value = done;
                    bar.Description = Spectre.Console.Markup.Escape($"{NumberText.Of(done + 1)}/{NumberText.Of(planned)} {step}");
                });
            });
    }
}
