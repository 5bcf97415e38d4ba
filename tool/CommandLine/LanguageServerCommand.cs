// quizkit language-server: the quiz language for editors.

using System.CommandLine;
using QuizKit.Tool.LanguageServer;

namespace QuizKit.Tool.CommandLine;

internal sealed class LanguageServerCommand : Command
{
    // What editors add to every command of this kind. There is no other way of talking to this server.
    private readonly Option<bool> _stdio = new("--stdio")
    {
        Arity = ArgumentArity.Zero,
        Description = "Talk over the standard streams, as it does anyway.",
    };

    public LanguageServerCommand(ToolContext tool)
        : base("language-server", "Serve an editor over the standard streams: diagnostics, completion, renaming and more.")
    {
        Add(_stdio);
        SetAction(_ =>
        {
            using var input = tool.OpenInput();
            using var server = new QuizLanguageServer(input, tool.Output, tool.Error, QuizKitApplication.Version);
            return server.Run(tool.Cancellation) ? ExitCode.Success : ExitCode.Found;
        });
    }
}
