// The questions of a quiz as an editor lists and folds them.

using System.Text.Json.Nodes;
using QuizKit.Language.Editing;
using QuizKit.Language.Text;

namespace QuizKit.Tool.LanguageServer;

internal static class Structure
{
    // SymbolKind of the protocol.
    private const int OfQuiz = 2;
    private const int OfQuestion = 5;
    private const int OfSection = 7;

    /// <summary>The quiz, in it its questions, and in each its sections.</summary>
    /// <param name="file">The file.</param>
    /// <param name="outline">What stands in it.</param>
    /// <param name="isTree">Whether the editor takes symbols within each other; otherwise they are a list.</param>
    public static JsonNode Symbols(QuizFile file, QuizOutline outline, bool isTree)
    {
        List<JsonObject> questions =
        [
            .. outline.Questions.Select(question => Symbol(
                question.Heading,
                question.Id ?? "",
                OfQuestion,
                TextSpan.FromBounds(question.HeadingSpan.Start, question.End),
                question.HeadingSpan,
                [
                    .. question.Sections.Select(section => Symbol(
                        section.Name, "", OfSection, TextSpan.FromBounds(section.Heading.Start, section.End), section.Heading, [])),
                ])),
        ];
        var symbols = outline.Title is { } title
            ? [Symbol(title.Words, "", OfQuiz, TextSpan.FromBounds(title.Heading.Start, file.Source.Length), title.Heading, questions)]
            : questions;
        return isTree ? new JsonArray([.. symbols]) : new JsonArray([.. symbols.SelectMany(Flat)]);

        JsonObject Symbol(string name, string detail, int kind, TextSpan span, TextSpan heading, List<JsonObject> children) => new()
        {
            ["name"] = name.Length > 0 ? name : "(no words)",
            ["detail"] = detail,
            ["kind"] = kind,
            ["range"] = file.RangeOf(span),
            ["selectionRange"] = file.RangeOf(heading),
            ["children"] = new JsonArray([.. children]),
        };

        IEnumerable<JsonNode> Flat(JsonObject symbol)
        {
            yield return new JsonObject
            {
                ["name"] = symbol["name"]!.DeepClone(),
                ["kind"] = symbol["kind"]!.DeepClone(),
                ["location"] = new JsonObject { ["uri"] = file.Uri, ["range"] = symbol["range"]!.DeepClone() },
            };
            foreach (var child in symbol["children"]!.AsArray().SelectMany(child => Flat(child!.AsObject()))) yield return child;
        }
    }

    /// <summary>What can be folded: the front matter, questions, their sections and comments of several lines.</summary>
    public static JsonNode Folds(QuizFile file, QuizOutline outline)
    {
        var folds = new JsonArray();
        if (!outline.FrontMatter.IsEmpty) Add(outline.FrontMatter.Start, outline.FrontMatter.End, "region");
        foreach (var question in outline.Questions)
        {
            Add(question.HeadingSpan.Start, question.End);
            if (question.CommentSpan is { } comment) Add(comment.Start, comment.End, "comment");
            foreach (var section in question.Sections) Add(section.Heading.Start, section.End);
        }

        return folds;

        // Blank lines at the end stay visible.
        void Add(int start, int end, string? kind = null)
        {
            while (end > start && char.IsWhiteSpace(file.Source[end - 1])) end--;
            var (first, last) = (file.LineAt(start).Number, file.LineAt(end).Number);
            if (last <= first) return;
            var fold = new JsonObject { ["startLine"] = first, ["endLine"] = last };
            if (kind is not null) fold["kind"] = kind;
            folds.Add(fold);
        }
    }
}
