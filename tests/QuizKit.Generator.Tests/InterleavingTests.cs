// What the forms of a text share stands in the generated code once, and each form comes back as it was.

using CsCheck;
using QuizKit.Generator.Emission;
using QuizKit.Language.Model;
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
    public void Words_that_a_claim_quotes_are_a_part_of_it()
    {
        string[] forms = ["Sum: **$x^2$.**", "Sum: x^2.", "Sum: x².", "Sum: <strong><span data-claim=\"a\"><math/>.</span></strong>"];
        string[] words = ["$x^2$.", "x^2.", "x².", "<math/>."];

        var text = Interleaving.Write(forms, [words, ["Sum", "Sum", "Sum", "sum"]], Cancellation.Never, out var places);

        Assert.Equal("Sum: ⟦**¦¦¦<strong><span data-claim=\"a\">⟧⟦$x^2$¦x^2¦x²¦<math/>⟧.⟦**¦¦¦</span></strong>⟧", text);
        Assert.Equal(forms, FormsOf(text));
        Assert.Equal([text.IndexOf("⟦$", StringComparison.Ordinal), null], places.Select(place => place?.Start));
        Assert.Equal(words, FormsOf(text.Substring(places[0]!.Value.Start, places[0]!.Value.Length)));
    }

    [Fact]
    public void Each_part_has_the_forms_of_its_words()
    {
        // A text of some parts, each with its four forms, and words that are some of them in a row.
        var piece = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]);
        var part = Gen.OneOf(piece.Select(shared => Enumerable.Repeat(shared, 4).ToArray()), piece.Array[4]);
        var any = Gen.Select(part.Array[1, 10], Gen.Int[0, 9].Array[0, 8]);
        var found = 0;

        Assert.All(RandomCases.Of(any, 20_000), sample =>
        {
            var (parts, ends) = sample;
            (int From, int To)[] ranges =
            [
                .. ends.Select(end => end % parts.Length).Chunk(2).Where(pair => pair.Length == 2)
                    .Select(pair => (Math.Min(pair[0], pair[1]), Math.Max(pair[0], pair[1]) + 1)).Order(),
            ];
            string[][] words = [.. ranges.Select(range => Join(parts[range.From..range.To]))];

            var text = Interleaving.Write(Join(parts), words, Cancellation.Never, out var places);

            Assert.Equal(Join(parts), FormsOf(text));
            for (var i = 0; i < words.Length; i++)
            {
                if (places[i] is not var (start, length)) continue;
                found++;
                Assert.Equal(words[i], FormsOf(text.Substring(start, length)));
            }
        });
        Assert.True(found > 10_000, $"{found} parts were found");

        static string[] Join(string[][] parts) => [.. Enumerable.Range(0, 4).Select(form => string.Concat(parts.Select(part => part[form])))];
    }

    [Fact]
    public void A_sentence_that_is_found_in_a_passage_is_that_sentence()
    {
        var piece = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]);
        var part = Gen.OneOf(piece.Select(shared => Enumerable.Repeat(shared, 4).ToArray()), piece.Array[4]);
        var any = Gen.Select(part.Array[1, 10], Gen.Int[0, 40], Gen.Int[0, 40]);
        var found = 0;

        Assert.All(RandomCases.Of(any, 20_000), sample =>
        {
            var (parts, from, to) = sample;
            string[] forms = [.. Enumerable.Range(0, 4).Select(form => string.Concat(parts.Select(part => part[form])))];
            var line = forms[2].Replace('\n', ' ');
            var start = Math.Min(from, line.Length);
            var sentence = line[start..Math.Min(start + to, line.Length)];
            var text = Interleaving.Write(forms, Cancellation.Never);
            var passage = new Passage(Language.ClaimOrigin.Answer, "Answer0", new RichTextModel(forms[0], forms[1], forms[2], forms[3]), text);

            if (passage.Find(sentence, Cancellation.Never) is not var (place, length)) return;
            found++;
            Assert.Equal(sentence, Sentence.FromInterleaved(text, place, length, default, false, true, null).Text);
        });
        Assert.True(found > 2_000, $"{found} sentences were found");
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
