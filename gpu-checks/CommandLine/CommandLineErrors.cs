// Reports the first error of a command line in one line; the parser's own message would be a page of help.

using System.CommandLine;
using System.CommandLine.Parsing;

namespace QuizKit.GpuChecks.CommandLine;

internal static class CommandLineErrors
{
    /// <summary>Throws the first error, if there is one.</summary>
    /// <exception cref="UsageException">The command line is not valid.</exception>
    public static void ThrowFirst(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        List<OptionResult> options =
            [.. parsed.CommandResult.Children.OfType<OptionResult>().Concat(parsed.RootCommandResult.Children.OfType<OptionResult>())];
        foreach (var option in options) CheckValues(option);

        // A list of names takes every word that is left, misspelt options too.
        var misplaced = command.Arguments.OfType<Argument<string[]>>()
            .SelectMany(list => parsed.GetValue(list) ?? []).FirstOrDefault(name => name.StartsWith("--", StringComparison.Ordinal));
        if (misplaced is not null) throw Unmatched(misplaced, command, root);
        if (parsed.UnmatchedTokens is [var token, ..]) throw Unmatched(token, command, root);
        foreach (var option in options) CheckPlace(option, command, root);
        foreach (var error in parsed.Errors)
        {
            throw error.SymbolResult is ArgumentResult { Argument.Description: { } description }
                ? new UsageException($"`{command.Name}` needs {char.ToLowerInvariant(description[0])}{description[1..]}")
                : new UsageException(error.Message);
        }
    }

    private static void CheckValues(OptionResult result)
    {
        var name = result.Option.Name;
        if (result.Implicit || result.Option.Arity.MaximumNumberOfValues == 0) return;

        // '--seed --runs 5' would take '--runs' for the seed.
        var lacksValue = result.Tokens.Count < Math.Max(result.IdentifierTokenCount, 1)
            || result.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal));
        if (lacksValue) throw new UsageException($"{name} needs a value: {name} <{result.Option.HelpName}>.");
        if (result.Tokens.Count > result.Option.Arity.MaximumNumberOfValues) throw new UsageException($"{name} is given more than once.");
    }

    private static void CheckPlace(OptionResult result, Command command, RootCommand root)
    {
        if (result.Implicit || command == root || command.Options.Contains(result.Option)) return;
        if (result.Option is System.CommandLine.Help.HelpOption or VersionOption) return;
        var name = result.Option.Name;
        throw command.Options.Any(option => option.Name == name)
            ? new UsageException($"give {name} after `{command.Name}`, not before it.")
            : NotTaken(name, command);
    }

    private static UsageException Unmatched(string token, Command command, RootCommand root)
    {
        var isOption = token.StartsWith('-') && token.Length > 1;
        if (isOption && command != root && root.Subcommands.Prepend(root).Any(other => other.Options.Any(option => option.Name == token)))
            return NotTaken(token, command);
        if (isOption)
        {
            var names = command.Options.Concat(root.Options.Where(option => option.Recursive)).Select(o => o.Name);
            var help = command == root ? "gpu-checks --help" : $"gpu-checks {command.Name} --help";
            return UsageException.Unknown("option", token.Split('=')[0], names, $"`{help}` shows them all.");
        }

        return command == root
            ? UsageException.Unknown("command", token, root.Subcommands.Select(c => c.Name), "`gpu-checks --help` shows them all.")
            : new UsageException($"`{command.Name}` does not take '{token}'.");
    }

    private static UsageException NotTaken(string option, Command command) => new($"`{command.Name}` does not take {option}.");
}
