// What may follow at the cursor. It is found in the text, because what is being typed has no meaning yet.

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Editing;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Tool.LanguageServer;

internal sealed partial class Completion(Workspace workspace)
{
    // CompletionItemKind of the protocol.
    private const int Property = 10;
    private const int Value = 12;
    private const int Keyword = 14;
    private const int Snippet = 15;
    private const int Reference = 18;
    private const int Symbol = 21;

    // Longer comments are words that begin like one.
    private const int MaximumComment = 4000;

    private const int MaximumEmoji = 200;

    /// <summary>The items at a position.</summary>
    public JsonNode At(QuizFile file, int position, CancellationToken cancellation)
    {
        var items = new Items(file, position);
        var text = file.Source.ToString();
        var frontMatter = FrontMatterReader.Read(file.Source, new DiagnosticBag()).Span;
        var (_, lineStart, _) = file.LineAt(position);
        var line = text[lineStart..position];
        if (position < frontMatter.End && lineStart > 0) OfFrontMatter(items, file, line, text[..frontMatter.End]);
        else if (position >= frontMatter.End && CommentAt(text, position) is { } comment) OfComment(items, file, comment, cancellation);
        else if (position >= frontMatter.End) OfWords(items, text, line, lineStart);
        return items.ToJson();
    }

    private static void OfFrontMatter(Items items, QuizFile file, string line, string frontMatter)
    {
        if (FrontMatterValue().Match(line) is { Success: true } value)
        {
            var terms = value.Groups[1].Value == "language" ? Languages : Vocabulary.ValuesOf(value.Groups[1].Value);
            foreach (var term in terms) items.Add(term, Value, value.Groups[2].Length);
        }
        else if (FrontMatterKey().IsMatch(line))
        {
            var written = FrontMatterKeys().Matches(frontMatter).Select(key => key.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var term in Vocabulary.FrontMatter(file.IsTranslation).Where(term => !written.Contains(term.Text)))
                items.Add(term, Property, line.Length, term.Text + ": ");
        }
    }

    // The comment around a position, up to it; null where there is none.
    private static string? CommentAt(string text, int position)
    {
        var start = position == 0 ? -1 : text.LastIndexOf(CommentReader.Open, position - 1, StringComparison.Ordinal);
        if (start < 0 || start + CommentReader.Open.Length > position || position - start > MaximumComment) return null;
        var comment = text[(start + CommentReader.Open.Length)..position];
        return comment.Contains(CommentReader.Close, StringComparison.Ordinal) ? null : comment;
    }

    private void OfComment(Items items, QuizFile file, string comment, CancellationToken cancellation)
    {
        if (CommentName().Match(comment) is { Success: true } typed)
        {
            foreach (var term in Vocabulary.Comments)
            {
                var (space, colon) = (comment.Length == 0 ? " " : "", term.Text.StartsWith('/') ? " " : ": ");
                items.Add(term, Keyword, typed.Groups[1].Length, space + term.Text + colon);
            }

            return;
        }

        if (CommentWithName().Match(comment) is not { Success: true } named) return;
        var (name, rest) = (named.Groups[1].Value, named.Groups[2].Value);
        var isQuoted = rest.Count(c => c == '"') % 2 == 1;
        var value = isQuoted ? QuotedValue().Match(rest) : PlainValue().Match(rest);
        if (value.Success)
        {
            var key = value.Groups[1].Value;
            var part = value.Groups[2].Value[(value.Groups[2].Value.LastIndexOf(',') + 1)..].TrimStart();
            foreach (var (term, kind) in ValuesOf(file, items.Position, name, key, cancellation)) items.Add(term, kind, part.Length);
        }
        else if (!isQuoted && WordAtEnd().Match(rest) is { Success: true } word)
        {
            if (rest.Trim().Length == word.Groups[1].Length) AddArguments(items, file, name, word.Groups[1].Length, cancellation);
            var written = Keys().Matches(rest).Select(key => key.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var term in Vocabulary.KeysOf(name, file.IsTranslation).Where(term => !written.Contains(term.Text)))
                items.Add(term, Property, word.Groups[1].Length, term.Text + "=");
        }
    }

    // The bare word behind the name: the warning that is suppressed, or, in a translation, the claim whose words are quoted.
    private void AddArguments(Items items, QuizFile file, string name, int typed, CancellationToken cancellation)
    {
        if (name == CommentReader.Suppress)
            foreach (var term in Vocabulary.Suppressible) items.Add(term, Value, typed, term.Text + " ");
        if (name != CommentReader.Claim || workspace.OriginalOf(file) is not { } original) return;
        var id = QuestionIdAt(file.Source.ToString(), items.Position);
        foreach (var claim in workspace.Check(original, cancellation).Outline.Questions.Where(question => question.Id == id)
            .SelectMany(question => question.Model?.Claims ?? []))
        {
            items.Add(new Term(claim.Id, claim.Statement.UnicodeText), Reference, typed);
        }
    }

    private IEnumerable<(Term Term, int Kind)> ValuesOf(
        QuizFile file, int position, string name, string key, CancellationToken cancellation)
    {
        foreach (var term in Vocabulary.ValuesOf(name, key)) yield return (term, Value);
        var text = file.Source.ToString();
        var ids = (name, key) switch
        {
            ("erratum", "claim") => ClaimsOf(text, position),
            ("quiz", "tags") => Known(IdSet.Tag),
            ("slip" or CommentReader.Choice, "misconception") => Known(IdSet.Misconception),
            ("quiz", "id") when workspace.OriginalOf(file) is { } original => workspace.Check(original, cancellation).Outline.Questions
                .Where(question => question.Id is not null && !text.Contains("id=" + question.Id + " ", StringComparison.Ordinal))
                .Select(question => new Term(question.Id!, question.Heading)),
            ("quiz", QuizKeys.Original) when workspace.OriginalOf(file) is { } original =>
                workspace.Bind(original.Path, cancellation)!.Value.Quiz.Questions
                    .Where(question => question.Id == QuestionIdAt(text, position))
                    .Select(question => new Term(question.Fingerprint, "the fingerprint of the words of the original")),
            _ => [],
        };
        foreach (var term in ids) yield return (term, Reference);

        // Those of the quiz as it was when it was last read.
        IEnumerable<Term> Known(IdSet set) => (file.LastChecked ?? workspace.Check(file, cancellation)).Outline.Ids
            .Where(place => place.Set == set).GroupBy(place => place.Text)
            .Select(places => new Term(places.Key, places.Count() == 1 ? "used once" : $"used {places.Count()} times"));
    }

    // The claims that the question around a position writes.
    private static IEnumerable<Term> ClaimsOf(string text, int position)
    {
        var (start, end) = QuestionAround(text, position);
        return ClaimComment().Matches(text[start..end]).Select(claim => new Term(claim.Groups[1].Value, "a claim of this question"));
    }

    private static string? QuestionIdAt(string text, int position)
    {
        var (start, end) = QuestionAround(text, position);
        return IdOfQuestion().Match(text[start..end]) is { Success: true } id ? id.Groups[1].Value : null;
    }

    private static (int Start, int End) QuestionAround(string text, int position)
    {
        const string Mark = "\n## ";
        var start = position == 0 ? -1 : text.LastIndexOf(Mark, position - 1, StringComparison.Ordinal);
        var end = text.IndexOf(Mark, position, StringComparison.Ordinal);
        return (Math.Max(0, start), end < 0 ? text.Length : end);
    }

    private static void OfWords(Items items, string text, string line, int lineStart)
    {
        if (Environment().Match(line) is { Success: true } environment)
        {
            foreach (var name in Vocabulary.TexEnvironments)
                items.Add(new Term(name, "an environment"), Symbol, environment.Groups[1].Length, name + (items.IsBefore('}') ? "" : "}"));
        }
        else if (Command().Match(line) is { Success: true } command && IsInFormula(text, lineStart + command.Index))
        {
            foreach (var term in Vocabulary.TexCommandTerms)
                items.Add(term with { Text = "\\" + term.Text }, Symbol, command.Length);
        }
        else if (Heading().Match(line) is { Success: true } heading)
        {
            AddHeadings(items, text[..lineStart], heading.Length);
        }
        else if (Shortcode().Match(line) is { Success: true } emoji)
        {
            var typed = emoji.Groups[1].Value;
            foreach (var term in Vocabulary.Emoji.Where(term => term.Text.StartsWith(typed, StringComparison.Ordinal)).Take(MaximumEmoji))
                items.Add(term, Value, typed.Length);
        }
    }

    private static void AddHeadings(Items items, string above, int typed)
    {
        var last = QuestionHeading().Matches(above).LastOrDefault()?.Groups[1].Value;
        var number = int.TryParse(last, out var written) ? written + 1 : 1;
        items.Add(new Term($"## Question {number}", "a question"), Snippet, typed);
        foreach (var section in Vocabulary.Sections) items.Add(new Term("### " + section, "a section of a question"), Snippet, typed);
    }

    // Whether a formula is open at a position: by the marks of its paragraph, or of the block of code that it stands in.
    private static bool IsInFormula(string text, int position)
    {
        var before = text[Math.Max(0, position - MaximumComment)..position].ReplaceLineEndings("\n");
        if (MathFence().Match(before) is { Success: true } fence
            && !before[(fence.Index + fence.Length)..].Contains("\n```", StringComparison.Ordinal))
        {
            return true;
        }

        var paragraph = before[(before.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..];
        var open = "";
        foreach (var mark in FormulaMark().Matches(paragraph).Select(match => match.Value))
        {
            if (open.Length == 0) open = mark is "$" or "$$" or "\\(" or "\\[" ? mark : "";
            else if (mark == open || (open, mark) is ("\\(", "\\)") or ("\\[", "\\]")) open = "";
        }

        return open.Length > 0;
    }

    private static readonly Term[] Languages =
    [
        new("ar", "Arabic"), new("da", "Danish"), new("de", "German"), new("en", "English"), new("es", "Spanish"), new("fr", "French"),
        new("it", "Italian"), new("ja", "Japanese"), new("nl", "Dutch"), new("pl", "Polish"), new("pt", "Portuguese"), new("ru", "Russian"),
        new("sv", "Swedish"), new("tr", "Turkish"), new("zh", "Chinese"),
    ];

    /// <summary>The items so far. Each replaces what is typed of it.</summary>
    private sealed class Items(QuizFile file, int position)
    {
        private readonly JsonArray _items = [];

        public int Position => position;

        public bool IsBefore(char c) => position < file.Source.Length && file.Source[position] == c;

        public void Add(Term term, int kind, int typed, string? text = null) => _items.Add(new JsonObject
        {
            ["label"] = term.Text,
            ["kind"] = kind,
            ["detail"] = term.Meaning,
            ["sortText"] = _items.Count.ToString("D5", System.Globalization.CultureInfo.InvariantCulture),
            ["filterText"] = term.Text,
            ["textEdit"] = file.EditOf(new TextEdit(TextSpan.FromBounds(position - typed, position), text ?? term.Text)),
        });

        // Which items fit depends on what is typed before them, so that the editor has to ask again.
        public JsonObject ToJson() => new() { ["isIncomplete"] = _items.Count >= MaximumEmoji, ["items"] = _items };
    }

    [GeneratedRegex(@"^\s*([A-Za-z]+)\s*:\s*([^\s:]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatterValue();

    [GeneratedRegex(@"^[A-Za-z]*$", RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatterKey();

    [GeneratedRegex(@"^([A-Za-z]+)\s*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex FrontMatterKeys();

    [GeneratedRegex(@"^\s*(/?[A-Za-z-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex CommentName();

    [GeneratedRegex(@"^\s*([A-Za-z-]+)\s*:(.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex CommentWithName();

    [GeneratedRegex(@"([A-Za-z-]+)=""([^""]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedValue();

    [GeneratedRegex(@"(?<!\S)([A-Za-z-]+)=([^\s""]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"(?<!\S)([A-Za-z0-9-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex WordAtEnd();

    [GeneratedRegex(@"(?<!\S)([A-Za-z-]+)=", RegexOptions.CultureInvariant)]
    private static partial Regex Keys();

    [GeneratedRegex(@"<!--\s*claim:\s*([a-z0-9-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ClaimComment();

    [GeneratedRegex(@"<!--\s*quiz:[^>]*?\bid=""?([a-z0-9-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex IdOfQuestion();

    [GeneratedRegex(@"\\(?:begin|end)\{([A-Za-z*]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Environment();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\[A-Za-z]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Command();

    [GeneratedRegex(@"^#{1,3}(?: [A-Za-z0-9 ]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![A-Za-z0-9:])(:[a-z0-9_+-]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Shortcode();

    [GeneratedRegex(@"^## (?:Question )?([0-9]{1,7})", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex QuestionHeading();

    [GeneratedRegex(@"\n```math[ \t]*\n", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex MathFence();

    [GeneratedRegex(@"\\[\\$]|\\[()\[\]]|\$\$?", RegexOptions.CultureInvariant)]
    private static partial Regex FormulaMark();
}
