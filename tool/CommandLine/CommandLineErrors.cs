// Reports the first error of a command line in one line; the parser's own message would be a page of help.

using System.CommandLine;
using System.CommandLine.Parsing;
using QuizKit.Language.Diagnostics;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.CommandLine;

internal static class CommandLineErrors
{
    /// <summary>Throws the first error, if there is one.</summary>
    /// <exception cref="ToolException">The command line is not valid.</exception>
    public static void ThrowFirst(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>()) CheckValues(option);

        // A list of paths takes every word that is left, misspelt options too.
        var misplaced = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(list => list.Tokens)
            .Select(word => word.Value).FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal));
        if (misplaced is not null) throw Unknown(misplaced, command, root);
        if (parsed.UnmatchedTokens is [var token, ..]) throw Unknown(token, command, root);
        foreach (var error in parsed.Errors)
        {
            throw error.SymbolResult is ArgumentResult { Argument.Description: { } description }
                ? new ToolException($"`quizkit {command.Name}` needs {char.ToLowerInvariant(description[0])}{description[1..]}")
                : new ToolException(error.Message);
        }
    }

    /// <summary>A value that is not one of a few.</summary>
    public static ToolException NotOneOf(string option, string given, IEnumerable<string> known) =>
        new($"{option}: unknown value '{given}': it is one of {string.Join(", ", known)}.");

    private static void CheckValues(OptionResult result)
    {
        var name = result.Option.Name;
        if (result.Implicit || result.Option.Arity.MaximumNumberOfValues == 0) return;

        // '--output --language de' would take '--language' for the path.
        var lacksValue = result.Tokens.Count < Math.Max(result.IdentifierTokenCount, 1)
            || result.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal));
        if (lacksValue) throw new ToolException($"{name} needs a value: {name} <{result.Option.HelpName}>.");
        if (result.Tokens.Count > result.Option.Arity.MaximumNumberOfValues) throw new ToolException($"{name} is given more than once.");
    }

    private static ToolException Unknown(string token, Command command, RootCommand root)
    {
        var isOption = token.StartsWith('-') && token.Length > 1;
        if (!isOption && command != root) return new ToolException($"`quizkit {command.Name}` does not take '{token}'.");
        var names = isOption
            ? command.Options.Concat(root.Options.Where(option => option.Recursive)).Select(option => option.Name)
            : root.Subcommands.Select(other => other.Name);
        var help = command == root ? "quizkit --help" : $"quizkit {command.Name} --help";
        var hint = NearestName.Find(token.Split('=')[0], names, ignoreCase: true) is { } near
            ? $"did you mean '{near}'?"
            : $"`{help}` shows them all.";
        return new ToolException($"unknown {(isOption ? "option" : "command")} '{token}': {hint}");
    }
}
