// What the forms of a text share stands in the generated code once, and each form comes back as it was.

using CsCheck;
using QuizKit.Generator.Emission;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class InterleavingTests
{
    private static readonly string[] Pieces =
    [
        "a", " ", "word", "some longer words", "**", "<strong>", "</strong>", "$x^2$", "x²", "<math><mi>x</mi></math>", "&amp;", "\n", "😀", "é",
        "⟦", "¦", "⟧", "⁞", "\uD83D", "\uDE00", "aaaaaaaaaa", "abababab",
    ];

    [Fact]
    public void Words_that_the_forms_share_stand_in_it_once()
    {
        string[] forms =
        [
            "The **usual mean** of all $x^2$ is known.", "The usual mean of all x^2 is known.", "The usual mean of all x² is known.",
            "The <strong>usual mean</strong> of all <math><mi>x</mi></math> is known.",
        ];

        Assert.Equal("The ⟦**¦¦¦<strong>⟧usual mean⟦**¦¦¦</strong>⟧ of all ⟦$x^2$¦x^2¦x²¦<math><mi>x</mi></math>⟧ is known.", Written(forms));
    }

    [Fact]
    public void Each_form_comes_back_as_it_was()
    {
        // Words that all forms have, and words of their own.
        var piece = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]);
        var all = piece.Select(shared => Enumerable.Repeat(shared, 4).ToArray());
        var any = Gen.OneOf(all, all, piece.Array[4]).Array[0, 12].Select(parts =>
            Enumerable.Range(0, 4).Select(form => string.Concat(parts.Select(part => part[form]))).ToArray());

        Assert.All(RandomCases.Of(any, 20_000), forms => Assert.Equal(forms, FormsOf(Written(forms))));
    }

    [Fact]
    public void Forms_that_share_nothing_are_not_compared_without_end()
    {
        // Each of a hundred thousand places of one is the beginning of what might be in the other.
        string[] forms = [.. Enumerable.Range(0, 4).Select(form => string.Concat(Enumerable.Repeat(form % 2 == 0 ? "aaaaab" : "aaaaac", 20_000)))];

        Assert.Equal(forms, FormsOf(Written(forms)));
    }

    private static string[] FormsOf(string interleaved)
    {
        var text = RichText.FromInterleaved(interleaved);
        return [text.Markdown, text.PlainText, text.UnicodeText, text.Html];
    }

    private static string Written(string[] forms) => Interleaving.Write(forms, Cancellation.Never);
}
