// The progress of a command: on the error stream, only on a terminal, and cleared at the end.

using QuizKit.GpuChecks.Running;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class ProgressBar
{
    /// <summary>Runs something while a bar shows its progress.</summary>
    public static T During<T>(IAnsiConsole console, Func<RunProgress, T> work)
    {
        if (!IsShownOn(console)) return work(static (_, _, _, _) => { });
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting");
                return work((claim, device, done, planned) =>
                {
                    bar.MaxValue = planned;
                    bar.Value = done;
                    bar.Description = Spectre.Console.Markup.Escape(
                        $"{NumberText.Of(done + 1)}/{NumberText.Of(planned)} {claim.Id} on {device.Id}");
                });
            });
    }

    /// <summary>Runs something while a line says what it does.</summary>
    public static T While<T>(IAnsiConsole console, Func<Action<string>, T> work)
    {
        if (!IsShownOn(console)) return work(static _ => { });
        return console.Status().Start("starting", context => work(step => context.Status(Spectre.Console.Markup.Escape(step))));
    }

    private static bool IsShownOn(IAnsiConsole console) => console.Profile.Capabilities is { Interactive: true, Ansi: true };
}
