// The progress bar of a run: on the error stream, only on a terminal, and cleared at the end.

using QuizKit.Devices.Discovery;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class ProgressBar
{
    /// <summary>Runs something while a bar shows its progress.</summary>
    public static T During<T>(IAnsiConsole console, Func<IRunProgress, T> work)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi) return work(new Silence());
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new Bar(context.AddTask("starting"))));
    }

    /// <summary>Runs something while a line says what it does.</summary>
    public static T While<T>(IAnsiConsole console, Func<Action<string>, T> work)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi) return work(static _ => { });
        return console.Status().Start("starting", context => work(step => context.Status(Spectre.Console.Markup.Escape(step))));
    }

    private sealed class Silence : IRunProgress
    {
        public void Starting(Claim claim, DeviceInfo device, int done, int planned)
        {
        }
    }

    private sealed class Bar(ProgressTask task) : IRunProgress
    {
        public void Starting(Claim claim, DeviceInfo device, int done, int planned)
        {
            task.MaxValue = planned;
            task.Value = done;
            task.Description = Spectre.Console.Markup.Escape(
                $"{NumberText.Of(done + 1)}/{NumberText.Of(planned)} {claim.Id} on {device.Id}");
        }
    }
}
