// Checks a file again after each edit, and reads only those questions again that have changed.

using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formatting;
using QuizKit.Language.Model;
using QuizKit.Language.Rendering;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Editing;

/// <summary>What a file says, and what is wrong in it.</summary>
/// <param name="Problems">What a build reports and what an editor offers besides, in the order of the text.</param>
/// <param name="Outline">What stands in it.</param>
/// <param name="IsOfParts">Whether its questions were read one by one.</param>
internal sealed record CheckedQuiz(IReadOnlyList<QuizDiagnostic> Problems, QuizOutline Outline, bool IsOfParts);

/// <summary>
/// The questions of a file as they were last read. A question is read as the only one of a file with the same front matter. That is the same
/// as in its file unless something reaches from one question to another: an id that is taken, a definition of a link, a link to a heading, a block
/// of code without an end and the like. A file in which one of these could be is checked as a whole.
/// </summary>
/// <param name="path">The path of the file, from whose folder relative links start.</param>
/// <param name="exists">Whether there is a file or a folder of a path.</param>
internal sealed class QuizCheckCache(string path, Func<string, bool> exists)
{
    // The title of the file in which a question is read; the author's own does not matter to it.
    private const string Title = "# T\n\n";

    // After so many rounds the repair of open comments gives up, and leaves out what it would report behind them: see SlipRepair.
    private const int MaximumUnclosed = 31;

    // The search for suggestions ends somewhere in a file with many misspelt claims: see DiagnosticBag.
    private const int MaximumMisspelt = 100;

    // These name a line of the file or the number of a question, or follow from what may go on behind the question.
    private static readonly HashSet<DiagnosticDefinition> NotLocal =
    [
        Definitions.ChoicesEqual,
        Definitions.SlipRepeated,
        Definitions.DuplicateId,
        Definitions.DerivedIdTaken,
        Definitions.MemberCollision,
        Definitions.QuestionNumber,
        Definitions.QuestionHeading,
        Definitions.CodeUnclosed,
        Definitions.MathBlockUnclosed,
        Definitions.MathBlockUnclosedInContainer,
        Definitions.RawHtml,
        Definitions.FoldUnsupported,
        Definitions.MergeConflict,
        Definitions.TranslatedIdMissing,
        Definitions.TranslatedIdUnknown,
        Definitions.InternalError,
    ];

    // Whatever may be the id of a question.
    private static readonly Regex Id = new(@"\bid\s*=\s*""?([a-z0-9-]+)", RegexOptions.CultureInvariant);

    private Dictionary<string, Part> _parts = new(StringComparer.Ordinal);

    // What every question is read with.
    private string _frontMatter = "";

    // The questions of the original, by id.
    private (QuizModel Quiz, Dictionary<string, QuestionModel> Questions)? _original;

    /// <summary>A question, or what stands above the first: every span counts from its own start.</summary>
    private sealed record Part(
        IReadOnlyList<QuizDiagnostic> Problems,
        IReadOnlyList<QuizDiagnostic> Suggestions,
        QuizOutline Outline,
        bool StandsAlone,
        IReadOnlyList<(int Number, bool IsNumbered)> Numbers,
        IReadOnlyList<string> Ids,
        IReadOnlyList<(string Member, string Slug)> Members,
        IReadOnlyList<(string Path, bool Exists)> Files,
        IReadOnlyList<string> Translated,
        Translation? Translation);

    /// <summary>Checks a text of the file. A mistake of the compiler is a problem of the file, as in a build.</summary>
    /// <param name="source">The text.</param>
    /// <param name="cancellation">Ends the work; what was read until then is kept.</param>
    /// <param name="translationOf">What the file translates; takes what is wrong with that. Null for a quiz of its own.</param>
    public CheckedQuiz Check(SourceText source, Cancellation cancellation, Func<DiagnosticBag, Translation?>? translationOf = null)
    {
        var diagnostics = new DiagnosticBag();
        var outline = QuizOutline.Empty;
        try
        {
            var translation = translationOf?.Invoke(diagnostics);
            var isCompared = translation is null or { Fingerprints: not null };
            if (isCompared && !diagnostics.HasError && CheckParts(source, translation, cancellation) is { } quiz) return quiz;
            var bound = QuizCheck.Run(source, path, exists, diagnostics, cancellation, translation);
            if (!diagnostics.HasError)
            {
                if (translation is null) QuizFormatter.ReportIds(source, bound, diagnostics);
                else if (translation.TitleFingerprint is { } title) QuizFormatter.ReportFingerprint(source, bound, title, diagnostics);
            }

            outline = QuizOutline.Of(source, bound, diagnostics.SpanInFile);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            var message = exception.Message.Replace('\r', ' ').Replace('\n', ' ');
            diagnostics.ReportAlone(Definitions.InternalError, default, exception.GetType().FullName!, message);
        }

        return new CheckedQuiz(diagnostics.InTextOrder, outline, IsOfParts: false);
    }

    private CheckedQuiz? CheckParts(SourceText source, Translation? translation, Cancellation cancellation)
    {
        var text = source.ToString();
        if (text.Length > QuizBinder.MaximumLength || text.IndexOf("]:", StringComparison.Ordinal) >= 0) return null;
        var end = FrontMatterReader.Read(source, new DiagnosticBag()).Span.End;
        List<int> starts = [0, .. QuestionStarts(text, end)];
        List<string> texts =
        [
            .. starts.Select((start, i) => text.Substring(start, (i + 1 < starts.Count ? starts[i + 1] : text.Length) - start)),
        ];
        var frontMatter = text.Substring(0, end);
        var known = frontMatter == _frontMatter ? _parts : new Dictionary<string, Part>(StringComparer.Ordinal);
        _frontMatter = frontMatter;
        _parts = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var words in texts)
        {
            if (known.TryGetValue(words, out var part)) _parts[words] = part;
        }

        var parts = new List<(int Start, Part Part)>();
        for (var i = 0; i < texts.Count; i++)
        {
            cancellation.Look();
            var isKnown = _parts.TryGetValue(texts[i], out var part);
            var ids = isKnown ? part!.Translated : [.. Id.Matches(texts[i]).Cast<Match>().Select(match => match.Groups[1].Value)];
            var ofPart = translation is null ? null : Restrict(translation, i == 0 ? null : ids);
            if (!isKnown || part!.Files.Any(file => exists(file.Path) != file.Exists) || !IsSame(part.Translation, ofPart))
                _parts[texts[i]] = part = Read(i == 0 ? "" : frontMatter + Title, texts[i], ids, ofPart, cancellation);
            if (!part.StandsAlone || (i == 0 && part.Problems.Any(problem => problem.Definition.Rule.IsError))) return null;
            parts.Add((starts[i], part));
        }

        return Join(parts, translation);
    }

    // What concerns some questions of an original without errors or, where they are null, none of them.
    private Translation Restrict(Translation translation, IReadOnlyList<string>? ids)
    {
        var original = translation.Original;
        if (ids is null) return translation with { Original = original with { Questions = EquatableArray<QuestionModel>.Empty } };
        if (!ReferenceEquals(_original?.Quiz, original))
            _original = (original, original.Questions.ToDictionary(question => question.Id, StringComparer.Ordinal));
        var all = _original!.Value.Questions;
        List<QuestionModel> questions = [.. ids.Distinct(StringComparer.Ordinal).Where(all.ContainsKey).Select(id => all[id])];
        original = original with { Title = RichTextModel.Empty, Introduction = null, Questions = questions.ToEquatableArray() };
        var known = translation.Fingerprints!;
        var fingerprints = questions.ToDictionary(question => question.Id, question => known[question.Id], StringComparer.Ordinal);
        return new Translation(original, translation.Language, fingerprints);
    }

    private static bool IsSame(Translation? one, Translation? other)
    {
        if (one is null || other is null) return one is null && other is null;
        return one.Original.Equals(other.Original)
            && one.Language == other.Language
            && one.TitleFingerprint == other.TitleFingerprint
            && one.Fingerprints!.All(pair => other.Fingerprints!.TryGetValue(pair.Key, out var fingerprint) && fingerprint == pair.Value);
    }

    // Where the headings of questions begin, but for those that only Markdown can tell, such as one behind a space. A comment that is not
    // closed may go on behind a heading: where it ends is decided by the next one.
    private static List<int> QuestionStarts(string text, int start)
    {
        const string Mark = "## ";
        var starts = new List<int>();
        for (var i = text.IndexOf(Mark, start, StringComparison.Ordinal); i >= 0; i = text.IndexOf(Mark, i + 1, StringComparison.Ordinal))
        {
            if (i > 0 && text[i - 1] is not ('\n' or '\r')) continue;
            var last = starts.Count > 0 ? starts[starts.Count - 1] : start;
            if (LastIn(CommentReader.Open, last, i) > LastIn(CommentReader.Close, last, i)) continue;
            var end = text.IndexOfAny(['\r', '\n'], i);
            var words = text.Substring(i + Mark.Length, (end < 0 ? text.Length : end) - i - Mark.Length).Trim();
            if (SectionHeading.OfQuestion(words) is not null) starts.Add(i);
        }

        return starts;

        int LastIn(string mark, int from, int to) => to == from ? -1 : text.LastIndexOf(mark, to - 1, to - from, StringComparison.Ordinal);
    }

    private Part Read(
        string above, string words, IReadOnlyList<string> translated, Translation? translation, Cancellation cancellation)
    {
        var source = new SourceText(above + words);
        var diagnostics = new DiagnosticBag();
        var files = new List<(string Path, bool Exists)>();
        var quiz = QuizCheck.Run(source, path, IsThere, diagnostics, cancellation, translation);
        diagnostics.Remove(problem => problem.Definition == Definitions.QuestionNotTranslated);
        var suggestions = new DiagnosticBag();
        if (!diagnostics.HasError)
        {
            if (translation is null) QuizFormatter.ReportIds(source, quiz, suggestions);
            else if (translation.TitleFingerprint is { } title) QuizFormatter.ReportFingerprint(source, quiz, title, suggestions);
        }

        IReadOnlyList<QuizDiagnostic> problems = [.. Below(diagnostics)];
        var isRead = quiz.Syntax is not null;
        var unclosed = problems.Count(problem =>
            problem.Definition == Definitions.CommentUnclosed || problem.Definition == Definitions.CommentUnclosedInParagraph);
        var isAlone = isRead && !diagnostics.IsAlone && !problems.Any(IsNotLocal) && unclosed <= MaximumUnclosed
            && !quiz.Syntax!.Links.Any(link => link.Url.Text.StartsWith("#", StringComparison.Ordinal))
            && (above.Length > 0 || quiz.Syntax is { Questions.Count: 0, Title: not null })
            && (quiz.Syntax!.Suppressions.Count == 0 || (above.Length > 0 && translation is null));
        List<QuestionSyntax> questions = [.. isAlone ? quiz.Syntax!.Questions : []];

        // The message of a missing answer has the number of its question.
        isAlone = isAlone && !(questions.Exists(question => !question.IsNumbered)
            && problems.Any(problem => problem.Definition == Definitions.AnswerMissing));
        var outline = isRead ? QuizOutline.Of(source, quiz, diagnostics.SpanInFile) : QuizOutline.Empty;

        // Without the id of a question of the original, what a question translates depends on all others.
        isAlone = isAlone && (translation is null || outline.Questions.All(question =>
            question.IdIsWritten && translation.Original.Questions.Any(other => other.Id == question.Id)));
        List<string> ids = [.. questions.SelectMany(question => IdsOf(question, quiz))];
        return new Part(
            problems,
            [.. Below(suggestions)],
            above.Length > 0 ? outline.Moved(-above.Length) : outline,
            isAlone,
            [.. questions.Select(question => (question.Number, question.IsNumbered))],
            ids,
            [.. MembersOf(questions, ids, outline)],
            files,
            translated,
            translation);

        bool IsThere(string file)
        {
            var isThere = exists(file);
            files.Add((file, isThere));
            return isThere;
        }

        IEnumerable<QuizDiagnostic> Below(DiagnosticBag bag) =>
            bag.InTextOrder.Where(problem => problem.Span.Start >= above.Length).Select(problem => Moved(problem, -above.Length));
    }

    // A misspelt heading is named with the number that the question would have.
    private static bool IsNotLocal(QuizDiagnostic problem) => NotLocal.Contains(problem.Definition)
        || (problem.Definition == Definitions.HeadingUnknown
            && problem.Arguments[0].IndexOf("## Question ", StringComparison.Ordinal) >= 0);

    // The ids that a question takes: of itself, written or not, and of its claims.
    private static IEnumerable<string> IdsOf(QuestionSyntax question, BoundQuiz quiz)
    {
        var heading = question.Prompt.Heading.Span.Start;
        var written = QuizBinder.WrittenIds(question).Select(token => token.Text);
        if (question.Prompt.Comment?.Attributes.Any(attribute => attribute.Key.Text == "id") == true) return written;
        var derived = quiz.Questions.FirstOrDefault(other => other.Heading.Start == heading).Id
            ?? Slug.FromWords(RichText.Render(question.Title ?? question.Prompt.Prose.Text, new DiagnosticBag()).PlainText);
        return derived is null ? written : written.Append(derived);
    }

    // The names of C#, which two ids must not share. Members of different kinds may have one name.
    private static IEnumerable<(string Member, string Slug)> MembersOf(
        IReadOnlyList<QuestionSyntax> questions, IEnumerable<string> ids, QuizOutline outline)
    {
        HashSet<string> claims =
        [
            .. questions.SelectMany(question => question.Sections).SelectMany(section => section.Prose.Quotations)
                .Where(quotation => quotation is { IsClaim: true, Comment.Argument: not null })
                .Select(quotation => quotation.Comment.Argument!.Text),
        ];
        foreach (var id in ids)
        {
            yield return claims.Contains(id)
                ? ("claim " + MemberName.FromSlug(id, "Claim"), id)
                : ("question " + MemberName.FromSlug(id, "Question"), id);
        }

        foreach (var tag in outline.Ids.Where(place => place.Set == IdSet.Tag))
            yield return ("tag " + MemberName.FromSlug(tag.Text, "Tag"), tag.Text);
    }

    // Null where something reaches from one question to another.
    private static CheckedQuiz? Join(IReadOnlyList<(int Start, Part Part)> parts, Translation? translation)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = 0;
        foreach ((_, var part) in parts)
        {
            foreach ((var written, var isNumbered) in part.Numbers)
            {
                var number = isNumbered ? written : last + 1;
                if (number <= last) return null;
                last = number;
            }

            if (!part.Ids.All(ids.Add)) return null;
            foreach ((var member, var slug) in part.Members)
            {
                if (members.TryGetValue(member, out var other) && other != slug) return null;
                members[member] = slug;
            }
        }

        List<QuizDiagnostic> problems = [.. parts.SelectMany(part => part.Part.Problems.Select(problem => Moved(problem, part.Start)))];
        var misspelt = problems.Count(problem =>
            problem.Definition == Definitions.ErratumClaimUnknown || problem.Definition == Definitions.TranslatedClaimUnknown);
        if (misspelt > MaximumMisspelt) return null;
        List<QuizOutline> outlines = [.. parts.Select(part => part.Start == 0 ? part.Part.Outline : part.Part.Outline.Moved(part.Start))];
        var missing = new DiagnosticBag();
        if (translation is not null)
        {
            var headings = outlines.SelectMany(outline => outline.Questions).Where(question => question.Id is not null)
                .ToDictionary(question => question.Id!, question => question.HeadingSpan, StringComparer.Ordinal);
            TranslationCheck.ReportMissing(translation.Original, headings, outlines[0].Title!.Value.Heading, missing);
        }

        IEnumerable<QuizDiagnostic> suggestions = [];
        if (!problems.Exists(problem => problem.Definition.Rule.IsError))
            suggestions = parts.SelectMany(part => part.Part.Suggestions.Select(suggestion => Moved(suggestion, part.Start)));

        problems =
        [
            .. problems.Concat(missing.InTextOrder).Concat(suggestions).OrderBy(problem => problem.Span.Start)
                .ThenBy(problem => problem.Definition.Rule.Id, StringComparer.Ordinal),
        ];
        var whole = outlines[0] with
        {
            Questions = [.. outlines.SelectMany(outline => outline.Questions)],
            Ids = [.. outlines.SelectMany(outline => outline.Ids)],
            Formulas = [.. outlines.SelectMany(outline => outline.Formulas)],
        };
        return new CheckedQuiz(problems, whole, IsOfParts: true);
    }

    private static QuizDiagnostic Moved(QuizDiagnostic problem, int by) => by == 0
        ? problem
        : problem with
        {
            Span = new TextSpan(problem.Span.Start + by, problem.Span.Length),
            Fix = problem.Fix is { } fix ? new TextEdit(new TextSpan(fix.Span.Start + by, fix.Span.Length), fix.Text) : null,
        };
}
