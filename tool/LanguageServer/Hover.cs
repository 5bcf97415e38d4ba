// What an editor shows beside a place: the problem there, the question, the claim, the formula.

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QuizKit.Language.Editing;
using QuizKit.Language.Model;
using QuizKit.Language.Rendering;
using QuizKit.Language.Text;
using Kind = QuizKit.Language.QuestionKind;

namespace QuizKit.Tool.LanguageServer;

internal static class Hover
{
    // An answer of several pages is not read beside a heading.
    private const int MaximumAnswer = 600;

    /// <summary>What there is to say at a position, or null.</summary>
    public static JsonNode? At(QuizFile file, CheckedQuiz quiz, int position)
    {
        var parts = new List<string>();
        TextSpan? place = null;
        if (Touched(quiz.Outline.Formulas, formula => formula.Span, position) is { } formula)
        {
            place = formula.Span;
            if (CommandAt(file.Source, position) is { } command)
            {
                place = command.Span;
                parts.Add($"`\\{command.Term.Text}`: {command.Term.Meaning}");
            }

            var style = new TexUnicode(Cancellation.Never);
            parts.Add(Fenced(formula.IsDisplayed ? style.WriteDisplayed(formula.Formula) : style.Write(formula.Formula)));
        }
        else if (Touched(quiz.Outline.Ids, id => id.Span, position) is { IsDefinition: false } id
            && quiz.Outline.Questions.SelectMany(question => question.Model?.Claims ?? []).FirstOrDefault(claim => claim.Id == id.Text)
                is { } corrected)
        {
            place = id.Span;
            parts.Add($"claim `{corrected.Id}`, expected to be {corrected.Expected.ToString().ToLowerInvariant()}");
            parts.Add(Fenced(Shortened(corrected.Statement.UnicodeText)));
        }
        else if (quiz.Outline.Questions.FirstOrDefault(question => IsAt(question, position)) is { } question)
        {
            place = Touches(question.HeadingSpan, position) ? question.HeadingSpan : question.CommentSpan;
            parts.AddRange(Describe(question));
        }

        foreach (var problem in quiz.Problems.Where(problem => Touches(problem.Span, position)))
        {
            place ??= problem.Span;
            if (DiagnosticPages.SummaryOf(problem.Definition.Rule.Id) is not { } summary) continue;
            var page = problem.Definition.Rule.Page;
            parts.Add($"{problem.Definition.Rule.Id} {summary}{(page is null ? "" : $"\n\n<{page}>")}");
        }

        if (parts.Count == 0) return null;
        return new JsonObject
        {
            ["contents"] = new JsonObject
            {
                ["kind"] = "markdown",
                ["value"] = string.Join("\n\n", parts.Distinct(StringComparer.Ordinal)),
            },
            ["range"] = file.RangeOf(place!.Value),
        };
    }

    private static bool IsAt(OutlineQuestion question, int position) =>
        Touches(question.HeadingSpan, position) || (question.CommentSpan is { } comment && Touches(comment, position));

    private static bool Touches(TextSpan span, int position) => span.Start <= position && position <= span.End;

    private static T? Touched<T>(IEnumerable<T> items, Func<T, TextSpan> spanOf, int position)
        where T : struct
    {
        foreach (var item in items)
        {
            if (Touches(spanOf(item), position)) return item;
        }

        return null;
    }

    // The command whose backslash or letters a position touches.
    private static (Term Term, TextSpan Span)? CommandAt(SourceText source, int position)
    {
        var start = position;
        while (start > 0 && char.IsAsciiLetter(source[start - 1])) start--;
        if (start > 0 && source[start - 1] == '\\') start--;
        else if (start != position || start >= source.Length || source[start] != '\\') return null;
        var end = start + 1;
        while (end < source.Length && char.IsAsciiLetter(source[end])) end++;
        if (end == start + 1 && end < source.Length) end++;
        var name = source.ToString(TextSpan.FromBounds(start + 1, end));
        return Vocabulary.TexCommandTerms.FirstOrDefault(term => term.Text == name) is { } term
            ? (term, TextSpan.FromBounds(start, end))
            : null;
    }

    private static IEnumerable<string> Describe(OutlineQuestion question)
    {
        if (question.Id is null) yield break;
        var origin = question.IdIsWritten ? "" : ", made of its words";
        if (question.Model is not { } model)
        {
            yield return $"question `{question.Id}`{origin}";
            yield break;
        }

        yield return $"{NameOf(model.Kind)} question `{model.Id}`{origin}{KeyOf(model)}";
        yield return Fenced(Shortened(model.Answer.UnicodeText));
    }

    private static string NameOf(Kind kind) => kind switch
    {
        Kind.TrueFalse => "true-false",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string KeyOf(QuestionModel model)
    {
        var typed = model.Typed;
        return model.Kind switch
        {
            Kind.TrueFalse => typed.IsTrue ? ": true" : ": false",
            Kind.Numeric => new StringBuilder(": ").Append(Number(typed.CorrectValue))
                .Append(typed.Tolerance > 0 ? " ± " + Number(typed.Tolerance) : "")
                .Append(typed.Unit is null ? "" : " " + typed.Unit).ToString(),
            Kind.Choice => $": {typed.Choices.Count(choice => choice.IsCorrect)} of {typed.Choices.Count} choices",
            _ => "",
        };
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Shortened(string words) => words.Length <= MaximumAnswer ? words : words[..MaximumAnswer].TrimEnd() + "…";

    // Words as they are, in a fence longer than any in them.
    private static string Fenced(string words)
    {
        var fence = "```";
        while (words.Contains(fence, StringComparison.Ordinal)) fence += "`";
        return $"{fence}text\n{words}\n{fence}";
    }
}
