// QTI: packages and items of version 3.0, https://www.imsglobal.org/spec/qti/v3p0/impl, and those of 2.1 and 2.2, whose elements have
// the same names without a prefix and hyphens.

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QuizKit.Language.Binding;
using QuizKit.Tool.Exporting;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads the items of a package, or one item.</summary>
internal sealed class QtiReader : IDisposable
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly string[] Voids = ["br", "hr", "img", "col", "wbr"];

    private readonly ImportContext _context;
    private readonly PackageFile? _package;
    private readonly List<(int Line, string Message)> _notes = [];
    private string? _quizId;

    private QtiReader(ImportContext context)
    {
        _context = context;
        if (context.Source.Bytes.AsSpan().StartsWith("PK"u8)) _package = PackageFile.Open(context.Source);
    }

    /// <summary>A number that a rule of the processing takes for right or wrong.</summary>
    private sealed record NumberRule(double Value, double Tolerance, bool IsRight, string? Feedback);

    public static FoundQuestions Read(ImportContext context)
    {
        using var reader = new QtiReader(context);
        return reader.Read();
    }

    public void Dispose() => _package?.Dispose();

    private FoundQuestions Read()
    {
        if (_package is null) return new FoundQuestions(null, [], [ReadItem(_context.Source.Xml(), "", [])], _notes) { IsFinished = true };
        var manifest = _package.Read("imsmanifest.xml").Xml();
        var resources = manifest.Descendants().Where(element => NameOf(element) == "resource" && Attribute(element, "href") is not null)
            .GroupBy(resource => Attribute(resource, "href")!).ToDictionary(group => group.Key, group => group.First());
        List<string> items = [.. resources.Keys.Where(href => TypeOf(href).Contains("item", StringComparison.OrdinalIgnoreCase))];
        var test = resources.Keys.FirstOrDefault(href => TypeOf(href).Contains("test", StringComparison.OrdinalIgnoreCase));
        string? title = null;
        List<SourceLine> introduction = [];
        string? language = null;
        if (test is not null)
        {
            var root = _package.Read(test).Xml().Root!;
            (_quizId, title, language) = (Attribute(root, "identifier"), Attribute(root, "title"), Attribute(root, "lang"));
            var ordered = root.Descendants().Where(element => NameOf(element) == "assessment-item-ref")
                .Select(reference => Resolve(test, Attribute(reference, "href") ?? "")).OfType<string>().ToList();
            items = [.. ordered, .. items.Except(ordered)];
            if (root.Descendants().FirstOrDefault(element => NameOf(element) == "rubric-block") is { } rubric)
            {
                var about = new ImportedQuestion(1, null);
                introduction = QuestionParts.Lines(1, Writer(about, test).Write(Html(rubric.Nodes())));
                _notes.AddRange(about.Notes.Select(note => (1, note)));
            }
        }

        List<ImportedQuestion> questions = [.. items.Select(item => ReadItem(_package.Read(item).Xml(), item, TagsOf(item)))];
        return new FoundQuestions(title is null ? null : MarkdownWords.Escape(title), introduction, questions, _notes)
        {
            Id = _quizId is null ? null : QuestionParts.IdOf(_quizId, null),
            Language = language is null ? null : LanguageTag.Canonical(language),
            IsFinished = true,
        };

        string TypeOf(string href) => Attribute(resources[href], "type") ?? "";

        IEnumerable<string> TagsOf(string item) => !resources.TryGetValue(item, out var resource) ? [] : resource.Descendants()
            .Where(element => NameOf(element) == "keyword").Select(keyword => keyword.Value.Trim());
    }

    private ImportedQuestion ReadItem(XDocument document, string entry, IEnumerable<string> tags)
    {
        var root = document.Root!;
        var question = new ImportedQuestion(LineOf(root), null) { IsFinished = true, Entry = entry.Length > 0 ? entry : null };
        if (NameOf(root) != "assessment-item")
        {
            question.Refusal = $"<{root.Name.LocalName}> is not an item of QTI 2.1, 2.2 or 3.0";
            return question;
        }

        try
        {
            ReadItem(question, root, entry);
            foreach (var tag in tags) QuestionParts.AddTag(question, tag);
        }
        catch (FormatException exception)
        {
            question.Refusal = exception.Message;
        }

        return question;
    }

    private void ReadItem(ImportedQuestion question, XElement root, string entry)
    {
        question.Id = QuestionParts.IdOf(Attribute(root, "identifier") ?? "", _quizId);
        var body = All(root, "item-body").FirstOrDefault() ?? throw new FormatException("it has no item body");
        var interactions = body.Descendants().Where(element => NameOf(element).EndsWith("-interaction", StringComparison.Ordinal)).ToList();
        if (interactions.Count != 1)
        {
            var names = string.Join(", ", interactions.Select(NameOf).Distinct());
            question.Refusal = interactions.Count == 0
                ? "it asks nothing: it has no interaction"
                : $"it has {interactions.Count} interactions ({names}): write an item for each";
            return;
        }

        var interaction = interactions[0];
        var kind = NameOf(interaction);

        // An export of ours has its formulas in MathML alone; others write TeX between delimiters too.
        var isOwn = root.Descendants().Any(one => Attribute(one, "class") == ExportTexts.AnswerClass);
        var writer = Writer(question, entry, readsTex: !isOwn);
        var declaration = All(root, "response-declaration")
            .FirstOrDefault(one => Attribute(one, "identifier") == Attribute(interaction, "response-identifier"));
        var type = declaration is null ? "" : Attribute(declaration, "base-type") ?? "";
        if (kind is not ("choice-interaction" or "text-entry-interaction" or "extended-text-interaction"))
        {
            question.Refusal = $"'{kind}' has no counterpart in a quiz: write it as an open, choice, numeric or true/false question";
            return;
        }

        var unit = kind == "text-entry-interaction" ? UnitBehind(interaction) : null;
        foreach (var hint in All(body, "details").ToList())
        {
            var words = Html(hint.Nodes().Where(node => !IsNamed(node, "summary")));
            question.Hints.Add(QuestionParts.Lines(LineOf(hint), writer.Write(words)));
            hint.Remove();
        }

        var rubric = All(body, "rubric-block").ToList();
        rubric.ForEach(block => block.Remove());
        var prompt = All(interaction, "prompt").FirstOrDefault();
        var beside = interaction.NodesBeforeSelf().Concat(interaction.NodesAfterSelf());
        if (kind == "text-entry-interaction" && beside.Any(IsWords))
        {
            question.Notes.Add("the field in its words is written as a line");
            interaction.ReplaceWith(new XText("_____"));
        }
        else
        {
            interaction.Remove();
        }

        var html = Html(body.Nodes()) + (prompt is null ? "" : Html(prompt.Nodes()));
        var asked = writer.Write(html);
        question.Prompt.AddRange(QuestionParts.Lines(question.Line, asked));
        (question.Number, question.Title) = QuestionParts.NameOf(Attribute(root, "title") ?? "", asked);
        var feedback = All(root, "modal-feedback").GroupBy(one => Attribute(one, "identifier") ?? "")
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(one => Html(one.Nodes()))));
        var rightValues = declaration is null ? []
            : All(declaration, "correct-response").SelectMany(one => All(one, "value")).Select(value => value.Value.Trim()).ToList();
        switch (kind)
        {
            case "choice-interaction":
                ReadChoices(question, interaction, declaration, rightValues, feedback, writer);
                break;
            case "text-entry-interaction" when type is "float" or "integer":
                ReadNumbers(question, root, rightValues, unit, feedback, writer);
                break;
            case "text-entry-interaction":
                question.Notes.Add("the answer is a text, which a program does not compare in a quiz: it is an open question here");
                foreach (var value in rightValues)
                    question.Answer.AddRange(QuestionParts.Lines(question.Line, MarkdownWords.Escape(value) + "\n"));
                break;
        }

        if (question.Refusal is not null) return;
        ReadSolution(question, feedback, rubric, writer);
    }

    private static void ReadSolution(
        ImportedQuestion question, Dictionary<string, string> feedback, List<XElement> rubric, HtmlMarkdown writer)
    {
        // An export names it so.
        if (feedback.Remove("shown", out var solution)) QuestionParts.ReadSolution(question, solution, writer);
        else if (rubric.Count > 0) QuestionParts.ReadSolution(question, string.Concat(rubric.Select(block => Html(block.Nodes()))), writer);
        foreach (var (name, html) in feedback)
        {
            if (writer.Write(html) is { Length: > 0 } words)
                question.Notes.Add($"the feedback '{name}' is left out: {QuestionParts.Cut(words)}");
        }

        if (question.Keys.Length == 0 && question.Choices.Count == 0 && question.Answer.Count == 0)
            question.Refusal = "it has no answer: write one into a rubric block for scorers, and import again";
    }

    private void ReadChoices(
        ImportedQuestion question,
        XElement interaction,
        XElement? declaration,
        List<string> right,
        Dictionary<string, string> feedback,
        HtmlMarkdown writer)
    {
        var choices = All(interaction, "simple-choice").ToList();
        var names = choices.ConvertAll(choice => Attribute(choice, "identifier") ?? "");
        if (right.Count == 0 && declaration is not null)
        {
            right = [.. All(declaration, "map-entry")
                .Where(one => QuestionParts.ParseNumber(Attribute(one, "mapped-value") ?? "") > 0)
                .Select(one => Attribute(one, "map-key") ?? "")];
        }

        if (names is ["true", "false"])
        {
            if (right is [var word]) QuestionParts.SetTruth(question, word == "true", _context.Language);
            else question.Refusal = "neither true nor false is right: give it a correct response";
            return;
        }

        foreach (var (choice, name) in choices.Zip(names))
        {
            var inner = choice.Descendants().Where(one => NameOf(one) is "feedback-inline" or "feedback-block").ToList();
            var said = string.Concat(inner.Select(one => Html(one.Nodes())));
            inner.ForEach(one => one.Remove());
            feedback.Remove(name, out var modal);
            question.Choices.Add(new ImportedChoice(LineOf(choice), QuestionParts.Lines(LineOf(choice), writer.Write(Html(choice.Nodes()))))
            {
                IsRight = right.Contains(name),
                Feedback = QuestionParts.Lines(LineOf(choice), writer.Write(said + modal)),
            });
        }

        if (!question.Choices.Exists(choice => choice.IsRight))
            question.Refusal = "none of its choices is right: give it a correct response";
    }

    private void ReadNumbers(
        ImportedQuestion question,
        XElement root,
        List<string> correct,
        string? unit,
        Dictionary<string, string> feedback,
        HtmlMarkdown writer)
    {
        var value = correct.Select(QuestionParts.ParseNumber).FirstOrDefault(number => number is not null);
        var rules = All(root, "response-processing").SelectMany(one => RulesOf(one, value)).ToList();
        var right = rules.Where(rule => rule.IsRight).Select(rule => (rule.Value, rule.Tolerance)).ToList();
        if (right.Count == 0 && value is { } exact) right.Add((exact, 0));
        if (right.Count == 0)
        {
            question.Refusal = "no number is right: give it a correct response";
            return;
        }

        QuestionParts.SetNumeric(question, right, unit, _context.Language);
        if (unit is not null) question.Notes.Add($"'{unit}' behind the field is its unit here");
        foreach (var rule in rules.Where(rule => !rule.IsRight && rule.Feedback is not null))
        {
            if (feedback.Remove(rule.Feedback!, out var html) && writer.Write(html) is { Length: > 0 } words)
                question.Slips.Add(new ImportedSlip(QuestionParts.Number(rule.Value), null, QuestionParts.Lines(question.Line, words)));
        }
    }

    // The branches of conditions that compare the reply with a number or two bounds.
    private static IEnumerable<NumberRule> RulesOf(XElement processing, double? correct)
    {
        foreach (var branch in processing.Descendants().Where(one => NameOf(one) is "response-if" or "response-else-if"))
        {
            var sets = branch.Elements().Where(one => NameOf(one) == "set-outcome-value").ToList();
            var score = QuestionParts.ParseNumber(SetBy("SCORE") ?? "");
            var said = SetBy("FEEDBACK");
            var (low, high) = (Bound(branch, "gte"), Bound(branch, "lte"));
            if (low is { } least && high is { } most)
            {
                var (from, to) = (ExactDecimal.Of(least), ExactDecimal.Of(most));
                var (middle, half) = (Parsed(ExactDecimal.Middle(from, to)), Parsed(ExactDecimal.HalfDistance(from, to)));
                yield return new NumberRule(middle, half, score > 0, said);
            }
            else if (All(branch, "equal").FirstOrDefault() is { } equal)
            {
                var number = All(equal, "base-value").Select(one => QuestionParts.ParseNumber(one.Value)).FirstOrDefault() ?? correct;
                var tolerance = QuestionParts.ParseNumber((Attribute(equal, "tolerance") ?? "0").Split(' ')[0]) ?? 0;
                if (Attribute(equal, "tolerance-mode") == "relative") tolerance *= Math.Abs(number ?? 0) / 100;
                if (number is { } given) yield return new NumberRule(given, tolerance, score is not 0, said);
            }

            string? SetBy(string outcome) => sets.Find(one => Attribute(one, "identifier") == outcome)?.Value.Trim();
        }

        static double? Bound(XElement branch, string name) => All(branch, name).SelectMany(one => All(one, "base-value"))
            .Select(one => QuestionParts.ParseNumber(one.Value)).FirstOrDefault();

        static double Parsed(ExactDecimal number) => QuestionParts.ParseNumber(number.ToString())!.Value;
    }

    // Words behind the field in its paragraph, such as "km"; they are taken out.
    private static string? UnitBehind(XElement interaction)
    {
        var after = interaction.NodesAfterSelf().ToList();
        if (after is not [XText text] || interaction.NodesBeforeSelf().Any(IsWords)) return null;
        var unit = text.Value.Trim();
        if (unit.Length is 0 or > 30 || (!char.IsLetter(unit[0]) && unit[0] is not ('°' or '%' or 'µ' or 'Ω'))) return null;
        text.Remove();
        return unit;
    }

    private HtmlMarkdown Writer(ImportedQuestion question, string entry, bool readsTex = false) => new(question.Notes.Add, source =>
    {
        if (_package is null || source.StartsWith("data:", StringComparison.Ordinal)) return _context.Pictures.AddData(source);
        return Resolve(entry, Uri.UnescapeDataString(source)) is { } name && _package.Has(name)
            ? _context.Pictures.Add(name, _package.Read(name).Bytes)
            : null;
    }, readsTex);

    // The name in the package of an address in one of its files; null outside of it.
    private static string? Resolve(string entry, string address)
    {
        List<string> parts = [.. entry.Split('/')[..^1]];
        foreach (var part in address.Split('?', '#')[0].Split('/'))
        {
            if (part == ".." && parts.Count == 0) return null;
            if (part == "..") parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or "")) parts.Add(part);
        }

        return string.Join('/', parts);
    }

    // The elements of QTI in XHTML have no meaning there: their content stays.
    private static string Html(IEnumerable<XNode> nodes)
    {
        var html = new StringBuilder();
        foreach (var node in nodes) Append(node);
        return html.ToString();

        void Append(XNode node)
        {
            if (node is XText text) html.Append(WebUtility.HtmlEncode(text.Value));
            if (node is not XElement element) return;
            var name = element.Name.LocalName;
            html.Append('<').Append(name);
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
                html.Append(' ').Append(attribute.Name.LocalName).Append("=\"").Append(WebUtility.HtmlEncode(attribute.Value)).Append('"');
            html.Append('>');
            if (Voids.Contains(name, StringComparer.Ordinal)) return;
            foreach (var child in element.Nodes()) Append(child);
            html.Append("</").Append(name).Append('>');
        }
    }

    private static bool IsWords(XNode node) => node is XElement || (node is XText text && text.Value.Trim().Length > 0);

    private static bool IsNamed(XNode node, string name) => node is XElement element && NameOf(element) == name;

    private static IEnumerable<XElement> All(XElement element, string name) => element.Descendants().Where(one => NameOf(one) == name);

    // The name in version 3 without its prefix: simpleChoice and qti-simple-choice are one.
    private static string NameOf(XElement element)
    {
        const string Prefix = "qti-";
        var name = Hyphenated(element.Name.LocalName);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    private static string? Attribute(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => Hyphenated(attribute.Name.LocalName) == name)?.Value;

    private static string Hyphenated(string name) => Regex.Replace(name, "(?<=[a-z])[A-Z]", "-$0", Options).ToLowerInvariant();

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
