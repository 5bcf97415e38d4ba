// Says in one line what is wrong with a command line, in words of this tool: the parser's own would be a page of help.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace QuizKit.GpuChecks.CommandLine;

internal static class CommandLineErrors
{
    /// <summary>Throws what is wrong first, and nothing where all is well.</summary>
    /// <param name="parsed">What the parser made of the command line.</param>
    /// <param name="tree">The grammar.</param>
    /// <exception cref="UsageException">Something is wrong.</exception>
    public static void ThrowFirst(ParseResult parsed, CommandTree tree)
    {
        Command command = parsed.CommandResult.Command;
        List<OptionResult> options =
            [.. parsed.CommandResult.Children.OfType<OptionResult>().Concat(parsed.RootCommandResult.Children.OfType<OptionResult>())];
        foreach (OptionResult option in options) CheckValues(option);

        // A list of names takes every word that is left, misspelt options too.
        string? misplaced = new[] { tree.Reports, tree.OrderTargets, tree.LabPartNames }.Where(command.Arguments.Contains)
            .SelectMany(list => parsed.GetValue(list) ?? []).FirstOrDefault(name => name.StartsWith("--", StringComparison.Ordinal));
        if (misplaced is not null) throw Unmatched(misplaced, command, tree);
        if (parsed.UnmatchedTokens is [var token, ..]) throw Unmatched(token, command, tree);
        foreach (OptionResult option in options) CheckPlace(option, command, tree);
        foreach (ParseError error in parsed.Errors)
        {
            throw error.SymbolResult is ArgumentResult { Argument: var argument } && argument == tree.ClaimId
                ? new UsageException("`explain` needs the id of a claim: `gpu-checks list` names them.")
                : new UsageException(error.Message);
        }
    }

    private static void CheckValues(OptionResult result)
    {
        string name = result.Option.Name;
        if (result.Implicit || result.Option.Arity.MaximumNumberOfValues == 0) return;

        // '--seed --runs 5' would take '--runs' for the seed.
        bool lacksValue = result.Tokens.Count < Math.Max(result.IdentifierTokenCount, 1)
            || result.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal));
        if (lacksValue) throw new UsageException($"{name} needs a value: {name} <{result.Option.HelpName}>.");
        if (result.Tokens.Count > result.Option.Arity.MaximumNumberOfValues) throw new UsageException($"{name} is given more than once.");
    }

    private static void CheckPlace(OptionResult result, Command command, CommandTree tree)
    {
        if (result.Implicit || command == tree.Root || command.Options.Contains(result.Option)) return;
        if (result.Option is System.CommandLine.Help.HelpOption or VersionOption) return;
        string name = result.Option.Name;
        throw command.Options.Any(option => option.Name == name)
            ? new UsageException($"give {name} after `{command.Name}`, not before it.")
            : NotTaken(name, command);
    }

    private static UsageException Unmatched(string token, Command command, CommandTree tree)
    {
        bool isOption = token.StartsWith('-') && token.Length > 1;
        if (isOption && command != tree.Root && tree.Root.Subcommands.Prepend(tree.Root).Any(other => other.Options.Any(option => option.Name == token))) return NotTaken(token, command);
        if (isOption)
        {
            IEnumerable<string> names = command.Options.Concat(tree.Root.Options.Where(option => option.Recursive)).Select(o => o.Name);
            string help = command == tree.Root ? "gpu-checks --help" : $"gpu-checks {command.Name} --help";
            return UsageException.Unknown("option", token.Split('=')[0], names, $"`{help}` shows them all.");
        }

        return command == tree.Root
            ? UsageException.Unknown("command", token, tree.Root.Subcommands.Select(c => c.Name), "`gpu-checks --help` shows them all.")
            : new UsageException($"`{command.Name}` does not take '{token}'.");
    }

    private static UsageException NotTaken(string option, Command command) => new($"`{command.Name}` does not take {option}.");
}
