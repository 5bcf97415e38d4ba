// quizkit completion: what a shell needs to complete the commands and options of the tool. The shell asks the tool itself, so that a new
// version needs no new script.

using System.CommandLine;

namespace QuizKit.Tool.CommandLine;

internal sealed class CompletionCommand : Command
{
    private const string Bash =
        """
        # quizkit completion bash >> ~/.bashrc
        _quizkit() {
            local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}"
            line="${line#* }"
            COMPREPLY=($(compgen -W "$(quizkit "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o bashdefault -o default -F _quizkit quizkit

        """;

    private const string Zsh =
        """
        # quizkit completion zsh >> ~/.zshrc, below compinit
        _quizkit() {
            local -a words_of_tool
            local line="${LBUFFER#* }"
            words_of_tool=("${(@f)$(quizkit "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- ${(@)words_of_tool:#}
            _files
        }
        compdef _quizkit quizkit

        """;

    private const string PowerShell =
        """
        # quizkit completion pwsh >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName quizkit -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = "$commandAst".PadRight($cursorPosition).Substring(0, $cursorPosition) -replace '^\S+\s', ''
            quizkit "[suggest:$($line.Length)]" $line 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["pwsh"] = PowerShell,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = $"The shell: {string.Join(", ", Scripts.Keys)}." };

    public CompletionCommand(ToolContext tool)
        : base("completion", "Write the script with which a shell completes commands and options: bash, zsh or pwsh.")
    {
        _shell.CompletionSources.Add([.. Scripts.Keys]);
        Add(_shell);
        SetAction(parsed =>
        {
            var shell = parsed.GetValue(_shell)!;
            if (!Scripts.TryGetValue(shell, out var script)) throw CommandLineErrors.NotOneOf("SHELL", shell, Scripts.Keys);
            tool.Output.Write(script.ReplaceLineEndings("\n"));
            return ExitCode.Success;
        });
    }
}
