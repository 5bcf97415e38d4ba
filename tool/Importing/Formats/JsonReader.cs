// A quiz as JSON, as `quizkit export --format json` writes it. Its Markdown is the author's.

using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Tool.Exporting;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

internal static class JsonReader
{
    private static readonly Regex RelativeAddress = new(
        "<(?:img src|a href)=\"(?![a-z]+:)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static FoundQuestions Read(ImportContext context)
    {
        var quiz = Deserialized(context.Source);
        var notes = new List<(int Line, string Message)>();
        if (quiz.Languages.Count > 1)
            notes.Add((1, $"its translations ({string.Join(", ", quiz.Languages.Skip(1))}) are left out: export each by itself"));
        var front = new List<(string Key, string Value)>();
        if (quiz.DisplayTitle != quiz.Title.UnicodeText) Add("title", quiz.DisplayTitle);
        Add("description", quiz.Description);
        Add("author", quiz.Author);
        Add("source", quiz.Source);
        Add("licence", quiz.Licence);
        return new FoundQuestions(
            quiz.Title.Markdown,
            QuestionParts.Lines(1, quiz.Introduction?.Markdown ?? ""),
            [.. quiz.Questions.Select(ReadQuestion)],
            notes)
        {
            Id = Slug.IsValid(quiz.Id) ? quiz.Id : Slug.FromWords(quiz.Id),
            Language = LanguageTag.Canonical(quiz.Language),
            Front = front,
            IsFinished = true,
        };

        void Add(string key, string? value)
        {
            var words = (value ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) front.Add((key, string.Join(' ', words)));
        }
    }

    private static Quiz Deserialized(SourceFile source)
    {
        try
        {
            _ = source.Text();
            return JsonSerializer.Deserialize<Quiz>(source.Bytes.AsSpan().TrimStart("\uFEFF"u8))
                ?? throw ToolException.Unreadable(source.Path, "it is null, and not a quiz.");
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0) + 1;
            var message = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0].ReplaceLineEndings(" ");
            var column = (int)(exception.BytePositionInLine ?? 0) + 1;
            throw source.At(line, column, message + " `quizkit export --format json` writes what is read.");
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw ToolException.Unreadable(source.Path, $"it is not a quiz: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static ImportedQuestion ReadQuestion(Question question, int index)
    {
        var imported = new ImportedQuestion(index + 1, question.Number)
        {
            IsFinished = true,
            Unit = "question",
            Id = QuestionParts.IdOf(question.Id, null),
            Title = question.Title?.Markdown.ReplaceLineEndings(" "),
        };
        imported.Prompt.AddRange(Lines(question.Prompt));
        foreach (var tag in question.Tags) QuestionParts.AddTag(imported, tag);
        foreach (var hint in question.Hints) imported.Hints.Add(Lines(hint));
        imported.Explanation.AddRange(Lines(question.Explanation));
        question.Switch(
            _ => { },
            trueFalse => QuestionParts.SetTruth(imported, trueFalse.IsTrue, question.Language),
            numeric => SetNumeric(imported, numeric),
            choice => imported.Choices.AddRange(choice.Choices.Select(Read)));
        ReadAnswer(imported, question);
        if (HasFiles(question))
            imported.Notes.Add("files that its words name, such as pictures, are not in the JSON: copy them beside the quiz");
        if (question.Claims.Count > 0)
            imported.Notes.Add($"its {question.Claims.Count} claims are left out: JSON does not have the places of their words");
        return imported;

        ImportedChoice Read(Choice choice) => new(index + 1, Lines(choice.Text))
        {
            IsRight = choice.IsCorrect,
            Feedback = Lines(choice.Feedback),
            Misconception = NameOf(choice.Misconception),
        };

        List<SourceLine> Lines(RichText? text) => QuestionParts.Lines(index + 1, text?.Markdown.ReplaceLineEndings("\n") ?? "");
    }

    // Whether its HTML has an address without a scheme.
    private static bool HasFiles(Question question)
    {
        RichText?[] texts = [question.Prompt, question.Answer.Text, question.Explanation, .. question.Hints];
        var choices = question is ChoiceQuestion choice ? choice.Choices.SelectMany(one => new[] { one.Text, one.Feedback }) : [];
        return texts.Concat(choices).OfType<RichText>().Any(text => RelativeAddress.IsMatch(text.Html));
    }

    private static void ReadAnswer(ImportedQuestion imported, Question question)
    {
        var answer = question.Answer.Text.Markdown;
        if (question.Errata.Count > 0)
        {
            var word = QuizWords.Of(question.Language)[QuizWord.Erratum];
            answer = string.Join("\n\n", [answer, .. question.Errata.Select(erratum => $"**{word}**\n\n{erratum.Text.Markdown}")]);
            imported.Notes.Add("an erratum is part of the answer here: its claims are left out");
        }
        else if (question is ChoiceQuestion choices && answer == AnswerOf(choices))
        {
            return;
        }

        imported.IsByEditors = question.Answer.Provenance == Provenance.Editors;
        imported.Answer.AddRange(QuestionParts.Lines(imported.Line, answer));
    }

    // The answer that the compiler makes of the ticks.
    private static string AnswerOf(ChoiceQuestion question)
    {
        var right = question.Choices.Where(choice => choice.IsCorrect).Select(choice => choice.Text).ToList();
        if (right.Count == 1) return right[0].Markdown;
        var gap = right.Exists(text => !text.IsPhrasing) ? "\n\n" : "\n";
        return string.Join(gap, right.Select(text =>
            "- " + text.Markdown.Replace("\n", "\n  ", StringComparison.Ordinal).Replace("\n  \n", "\n\n", StringComparison.Ordinal)));
    }

    private static void SetNumeric(ImportedQuestion imported, NumericQuestion question)
    {
        var right = NumericKey.Of(question).Where(answer => answer.IsRight)
            .Select(answer => (NumberOf(answer.Value), NumberOf(answer.Tolerance))).ToList();
        QuestionParts.SetNumeric(imported, right, question.Unit, question.Language, question.Digits);
        foreach (var slip in question.Slips)
        {
            imported.Slips.Add(new ImportedSlip(
                QuestionParts.Number(slip.Value), NameOf(slip.Misconception), QuestionParts.Lines(imported.Line, slip.Feedback.Markdown)));
        }
    }

    private static string? NameOf(string? misconception) =>
        misconception is not null && Slug.IsValid(misconception) ? misconception : null;

    private static double NumberOf(ExactDecimal number) => QuestionParts.ParseNumber(number.ToString())!.Value;
}
