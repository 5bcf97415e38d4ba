// The command line tool: quizkit.

using System.Text;
using QuizKit.Tool.CommandLine;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the work between two files; the second ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// The code pages of Windows consoles lack most letters of formulas; files and pipes are UTF-8 on every system.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = utf8;
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" };
using var error = new StreamWriter(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true };
var status = new QuizKitApplication(Console.OpenStandardInput, output, error, !Console.IsErrorRedirected).Run(args, stop.Token);
try
{
    output.Flush();
    return status;
}
catch (IOException exception)
{
    // A full disk behind the output, or a reader that is gone.
    error.WriteLine($"quizkit: cannot write to the standard output: {exception.Message.TrimEnd('.')}.");
    return ExitCode.Unusable;
}
