// Files that are translations by their names: what check and format make of them without a project.

using System.Text;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class TranslationTests : IDisposable
{
    private const string Original =
        "---\nid: lakes\nlanguage: en\n---\n# Lakes\n\n## Question 1\n<!-- quiz: id=deepest kind=numeric value=1642 unit=m -->\n\nHow deep?\n\n### Answer\n\n1,642 m.\n";

    private const string German =
        "---\nlanguage: de\n---\n# Seen\n\n## Question 1\n<!-- quiz: id=deepest original=FINGERPRINT -->\n\nWie tief?\n\n### Answer\n\n1.642 m.\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void A_translation_is_compared_with_the_original_beside_it()
    {
        _here.Write("lakes.quiz.md", Original);
        var translation = _here.Write("lakes.de.quiz.md", German);
        var first = Workplace.Run("check", translation);
        var current = first.Output.Split("original=")[1][..8];

        _here.Write("lakes.de.quiz.md", German.Replace("FINGERPRINT", current, StringComparison.Ordinal));
        var second = Workplace.Run("check", _here.Folder);
        _here.Write("lakes.de.quiz.md", German.Replace("FINGERPRINT", current, StringComparison.Ordinal).Replace("1.642", "1,642", StringComparison.Ordinal));
        var third = Workplace.Run("check", translation);

        Assert.StartsWith($"{translation}(7,32): warning QK0059: ", first.Output, StringComparison.Ordinal);
        Assert.Equal(new ToolRun(0, "", "2 files, 0 errors, 0 warnings.\n"), second);
        Assert.StartsWith($"{translation}(7,1): error QK0026: ", third.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_translation_without_its_original_is_an_error_and_one_of_a_translation_too()
    {
        var alone = _here.Write("lakes.de.quiz.md", German);
        var nested = _here.Write("lakes.de.fr.quiz.md", German);

        Assert.StartsWith($"{alone}(1,1): error QK0056: ", Workplace.Run("check", alone).Output, StringComparison.Ordinal);
        var output = Workplace.Run("check", nested).Output;
        Assert.Contains("QK0056: 'lakes.de.quiz.md' is a translation itself. Translate its original: name this file 'lakes.fr.quiz.md'.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatting_a_translation_writes_nothing_that_belongs_to_the_original()
    {
        _here.Write("lakes.quiz.md", Original);
        var translation = _here.Write("lakes.de.quiz.md", German.Replace("<!-- quiz: ", "<!--quiz:", StringComparison.Ordinal));

        var run = Workplace.Run("format", translation);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(German, Encoding.UTF8.GetString(File.ReadAllBytes(translation)));
    }
}
