// Writes the C# of one quiz. The output needs C# 7.3 only, so that it compiles in any project that references the runtime.

using System.Globalization;
using QuizKit.Language;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

/// <summary>Where the generated class goes; the namespace is empty for the global one.</summary>
internal sealed record EmissionTarget(string Namespace, string ClassName, string FileName)
{
    public string FullName => Namespace.Length > 0 ? Namespace + "." + ClassName : ClassName;
}

internal sealed class QuizEmitter
{
    private const string Runtime = "global::QuizKit.";

    // The classes with the factories of questions and claims, and their members. No id becomes a name that begins with an underscore.
    private const string QuestionFactories = "_Questions";
    private const string ClaimFactories = "_Claims";
    private const string All = "_All";
    private const string CreateAll = "_CreateAll";
    private const string CreateAt = "_CreateAt";
    private const string CreateQuiz = "_CreateQuiz";

    // What the constructors of questions take where nothing is said.
    private const string DefaultLanguage = "en";

    private static readonly string Version = typeof(QuizEmitter).Assembly.GetName().Version.ToString(3);

    private static readonly string GeneratedCode = $"[global::System.CodeDom.Compiler.GeneratedCode(\"QuizKit.Generator\", \"{Version}\")]";

    private readonly CodeWriter _code;
    private readonly QuizModel _quiz;
    private readonly EmissionTarget _target;
    private readonly Cancellation _cancellation;

    private readonly bool _packsTexts;
    private readonly TextTable _texts;

    // Of the texts that are written; null where they are packed, so that each is taken out of the arrays alone.
    private Passages? _passages;

    // The property of each question, by the name that its id gives.
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    // The expression of each claim, by id.
    private readonly Dictionary<string, string> _claims;

    private QuizEmitter(QuizModel quiz, EmissionTarget target, bool packsTexts, Cancellation cancellation)
    {
        _cancellation = cancellation;
        _code = new CodeWriter(cancellation);
        _packsTexts = packsTexts;
        _texts = new TextTable(packsTexts, cancellation);
        _quiz = quiz;
        _target = target;

        // A member cannot have the name of its class, nor of another member.
        var taken = new HashSet<string>(quiz.Questions.Select(question => question.MemberName), StringComparer.Ordinal);
        taken.Add(target.ClassName);
        foreach (var question in quiz.Questions)
        {
            var name = question.MemberName;
            if (name == target.ClassName)
            {
                do name += "Question"; while (!taken.Add(name));
            }

            _names[question.MemberName] = name;
        }

        _claims = AllClaims().ToDictionary(pair => pair.Claim.Id, pair => "Claims." + pair.Claim.MemberName, StringComparer.Ordinal);
    }

    /// <summary>Writes the code of a quiz that has translations into some languages.</summary>
    public static string Emit(
        QuizModel quiz, EmissionTarget target, IReadOnlyList<string> languages, bool packsTexts, Cancellation cancellation)
    {
        var emitter = new QuizEmitter(quiz, target, packsTexts, cancellation);
        emitter.WriteFile(languages);
        return emitter._code.ToString();
    }

    /// <summary>Writes the code of a translation: a private class in that of the original, which is created when it is asked for.</summary>
    /// <param name="original">The original.</param>
    /// <param name="translation">The translation, with the translated questions only.</param>
    /// <param name="language">Its language.</param>
    /// <param name="target">The class of the original, and the name of the translation's file.</param>
    /// <param name="packsTexts">Whether texts go into arrays.</param>
    /// <param name="cancellation">What ends the work early.</param>
    public static string EmitTranslation(
        QuizModel original,
        QuizModel translation,
        string language,
        EmissionTarget target,
        bool packsTexts,
        Cancellation cancellation)
    {
        var emitter = new QuizEmitter(original, target, packsTexts, cancellation);
        emitter.WriteTranslation(translation, language);
        return emitter._code.ToString();
    }

    /// <summary>Writes what replaces the questions of a running program by those of the edited quiz, when hot reload has changed the code.</summary>
    public static string EmitReload(QuizModel quiz, EmissionTarget target, IReadOnlyList<string> languages, Cancellation cancellation)
    {
        var emitter = new QuizEmitter(quiz, target, packsTexts: false, cancellation);
        emitter.WriteReload(languages);
        return emitter._code.ToString();
    }

    /// <summary>Writes what replaces the claims of a translation. Its questions are created again when the new quiz is asked for them.</summary>
    public static string EmitTranslationReload(
        QuizModel original, QuizModel translation, string language, EmissionTarget target, Cancellation cancellation)
    {
        var emitter = new QuizEmitter(original, target, packsTexts: false, cancellation);
        emitter.WriteTranslationReload(translation, language);
        return emitter._code.ToString();
    }

    /// <summary>The class of a translation. No id becomes a name that begins with an underscore.</summary>
    public static string NestedClassOf(string language) => "_" + language.Replace('-', '_');

    private static string Heading(QuestionModel question) => question.Title is null ? "" : question.Title.UnicodeText + "\n\n";

    private static string QuestionType(QuestionModel question) => $"{question.Kind}Question";

    private void WriteHead() => _code.Lines($"""
            // <auto-generated>
            //     Compiled from {_target.FileName} by QuizKit.Generator. Edit that file: every build overwrites this one.
            // </auto-generated>

            """);

    private void WriteFile(IReadOnlyList<string> languages)
    {
        _passages = PassagesOf(_quiz);
        WriteHead();
        if (_target.Namespace.Length > 0) _code.Open($"namespace {_target.Namespace}");

        WriteSummary($"{_quiz.Title.UnicodeText}\n\n{Count(_quiz.Questions.Count, "question")}, compiled from {_target.FileName}.");
        _code.Line(GeneratedCode);
        _code.Open($"public static partial class {_target.ClassName}");
        var index = 0;
        foreach (var question in _quiz.Questions)
        {
            WriteSummary($"{question.Number}. {Heading(question)}{question.Prompt.UnicodeText}");
            var type = Runtime + QuestionType(question);
            _code.Line($"public static {type} {_names[question.MemberName]} => ({type}){QuestionFactories}.{All}[{Invariant(index++)}];");
            _code.Line();
        }

        WriteSummary("The whole quiz: its questions in order, and every claim they make.");
        _code.Line($"public static {Runtime}Quiz Quiz {{ get; private set; }} = {CreateQuiz}();");
        _code.Line();
        WriteSummary("The claims that this quiz makes, by name.");
        WriteClaims("public static class Claims", [.. AllClaims()]);
        WriteTags();
        WriteChecks();
        var claims = AllClaims().Any() ? $"{ClaimFactories}.{All}" : ArrayOf(Runtime + "Claim", []);
        WriteFactory("Quiz", CreateQuiz, NewQuiz(_quiz, [.. Translations(languages), Code.Sequence("claims: ", claims)]));
        WriteQuestions(_quiz, [.. _quiz.Questions.Select(FactoryOf)]);
        _passages?.Write(_code, Text);
        _texts.Write(_code);
        _code.Close();
        if (_target.Namespace.Length > 0) _code.Close();
    }

    // What is not translated is that of the original: the same objects.
    private void WriteTranslation(QuizModel translation, string language)
    {
        _passages = PassagesOf(translation);
        WriteHead();
        if (_target.Namespace.Length > 0) _code.Open($"namespace {_target.Namespace}");
        _code.Open($"public static partial class {_target.ClassName}");
        _code.Line(GeneratedCode);
        _code.Open($"private static partial class {NestedClassOf(language)}");
        var outer = $"global::{_target.FullName}.";
        var translated = translation.Questions.ToDictionary(question => question.Id, StringComparer.Ordinal);
        var quoted = QuotedClaims(translation);
        var ownIds = new HashSet<string>(quoted.Select(pair => pair.Claim.Id), StringComparer.Ordinal);
        foreach ((_, var claim) in ClaimsOf(translation).Where(pair => !ownIds.Contains(pair.Claim.Id)))
            _claims[claim.Id] = outer + _claims[claim.Id];

        if (quoted.Count > 0) WriteClaims("private static class Claims", quoted);
        string[] questions =
        [
            .. _quiz.Questions.Select(question => translated.ContainsKey(question.Id)
                ? FactoryOf(question)
                : outer + _names[question.MemberName]),
        ];
        var quiz = translation.Title.Markdown.Length > 0 ? translation : translation with { Title = _quiz.Title };
        WriteFactory("Quiz", CreateQuiz, NewQuiz(quiz with { Id = _quiz.Id, Language = language }, []), "internal");
        WriteQuestions(translation with { Language = language }, questions);
        _passages?.Write(_code, Text);
        _texts.Write(_code);
        _code.Close();
        _code.Close();
        if (_target.Namespace.Length > 0) _code.Close();
    }

    // The claims first, which the questions of the new quiz hold.
    private void WriteReload(IReadOnlyList<string> languages)
    {
        WriteHead();
        _code.Line($"[assembly: global::System.Reflection.Metadata.MetadataUpdateHandler(typeof(global::{_target.FullName}._HotReload))]");
        if (_target.Namespace.Length > 0) _code.Open($"namespace {_target.Namespace}");
        _code.Open($"public static partial class {_target.ClassName}");
        _code.Line(GeneratedCode);
        _code.Open("internal static class _HotReload");
        _code.Open("internal static void ClearCache(global::System.Type[] types)");
        if (AllClaims().Any()) WriteReload(ClaimFactories);
        WriteReload(QuestionFactories);
        foreach (var language in languages) _code.Line($"{NestedClassOf(language)}._Reload();");
        _code.Line($"Quiz = {CreateQuiz}();");
        _code.Close();
        _code.Close();
        _code.Close();
        if (_target.Namespace.Length > 0) _code.Close();
    }

    private void WriteTranslationReload(QuizModel translation, string language)
    {
        WriteHead();
        if (_target.Namespace.Length > 0) _code.Open($"namespace {_target.Namespace}");
        _code.Open($"public static partial class {_target.ClassName}");
        _code.Open($"private static partial class {NestedClassOf(language)}");
        _code.Open("internal static void _Reload()");
        if (QuotedClaims(translation).Count > 0) WriteReload(ClaimFactories);
        WriteReload(QuestionFactories);
        _code.Close();
        _code.Close();
        _code.Close();
        if (_target.Namespace.Length > 0) _code.Close();
    }

    private void WriteReload(string factories) => _code.Line($"{factories}.{All} = {factories}.{CreateAll}();");

    // The claims whose words a translation has its own of.
    private List<(QuestionModel Question, ClaimModel Claim)> QuotedClaims(QuizModel translation)
    {
        var known = AllClaims().ToDictionary(pair => pair.Claim.Id, pair => pair.Claim, StringComparer.Ordinal);
        return [.. ClaimsOf(translation).Where(pair => !pair.Claim.Equals(known[pair.Claim.Id]))];
    }

    private void WriteClaims(string declaration, List<(QuestionModel Question, ClaimModel Claim)> claims)
    {
        _code.Open(declaration);
        var index = 0;
        foreach ((_, var claim) in claims)
        {
            WriteSummary(claim.Statement.UnicodeText);
            _code.Line($"public static {Runtime}Claim {claim.MemberName} => {ClaimFactories}.{All}[{Invariant(index++)}];");
            _code.Line();
        }

        _code.Close();
        _code.Line();
        if (claims.Count == 0) return;
        _code.Open($"private static class {ClaimFactories}");
        WriteList("Claim", claims.Select(pair => pair.Claim.Id), [.. claims.Select(pair => $"Create{pair.Claim.MemberName}()")]);
        foreach ((var question, var claim) in claims)
        {
            _code.Line($"private static {Runtime}Claim Create{claim.MemberName}() => ", InLine(
                "Claim",
                Code.String(claim.Id),
                Code.String(question.Id),
                $"{Runtime}ClaimOrigin.{claim.Origin}",
                Statement(claim),
                ArrayOf("double", [.. claim.Values.Select(value => (Code)Literal.Double(value))]),
                $"{Runtime}ExpectedVerdict.{claim.Expected}",
                Bool(claim.IsExistential),
                Literal.StringOrNull(claim.NotExecutableReason)), ";");
            _code.Line();
        }

        _code.Close();
        _code.Line();
    }

    private void WriteQuestions(QuizModel quiz, string[] elements)
    {
        _code.Open($"private static class {QuestionFactories}");
        WriteList("Question", _quiz.Questions.Select(question => question.Id), elements);
        foreach (var question in quiz.Questions) WriteQuestionFactory(question, quiz.Language);
        _code.Close();
        _code.Line();
    }

    private static string FactoryOf(QuestionModel question) => $"Create{question.MemberName}()";

    // The list of all elements, which creates each when it is asked for.
    private void WriteList(string type, IEnumerable<string> ids, string[] elements)
    {
        var list = $"{Runtime}OnDemandList<{Runtime}{type}>";
        _code.Lines($$"""
            internal static {{list}} {{All}} { get; set; } = {{CreateAll}}();

            """);
        WriteFactory(
            $"OnDemandList<{Runtime}{type}>",
            CreateAll,
            $"new {list}({Literal.String(string.Join(" ", ids))}, {CreateAt})",
            "internal");
        WriteSelection(type, elements);
    }

    // The method that creates the element at an index. Of a long quiz it has a method for each hundred elements, since the run time compiles
    // a method as a whole, however little of it runs.
    private void WriteSelection(string type, string[] elements)
    {
        const int size = 100;
        if (elements.Length <= size)
        {
            WriteSwitch(CreateAt, "index", elements);
            return;
        }

        var parts = (elements.Length + size - 1) / size;
        WriteSwitch(CreateAt, $"index / {size}", [.. Enumerable.Range(0, parts).Select(part => $"{CreateAt}{Invariant(part)}(index)")]);
        for (var part = 0; part < parts; part++)
            WriteSwitch(CreateAt + Invariant(part), $"index % {size}", [.. elements.Skip(part * size).Take(size)]);

        void WriteSwitch(string method, string value, string[] results)
        {
            _code.Open($"private static {Runtime}{type} {method}(int index)");
            _code.Open($"switch ({value})");
            for (var i = 0; i < results.Length; i++) _code.Line($"case {Invariant(i)}: return {results[i]};");
            _code.Line("default: throw new global::System.ArgumentOutOfRangeException(\"index\");");
            _code.Close();
            _code.Close();
            _code.Line();
        }
    }

    private void WriteTags()
    {
        List<IGrouping<TagModel, int>> tags =
        [
            .. _quiz.Questions.SelectMany(question => question.Tags.Select(tag => (tag, question.Number)))
                .GroupBy(pair => pair.tag, pair => pair.Number).OrderBy(group => group.Key.Slug, System.StringComparer.Ordinal),
        ];
        if (tags.Count == 0) return;
        WriteSummary("The tags of this quiz's questions, by name.");
        _code.Open("public static class Tags");
        foreach (var tag in tags)
        {
            WriteSummary($"{(tag.Count() == 1 ? "Question" : "Questions")} {string.Join(", ", tag.Select(Invariant))}.");
            _code.Line($"public const string {tag.Key.MemberName} = {Literal.String(tag.Key.Slug)};");
            _code.Line();
        }

        _code.Close();
        _code.Line();
    }

    private void WriteChecks()
    {
        List<ClaimModel> executable = [.. AllClaims().Select(pair => pair.Claim).Where(claim => claim.IsExecutable)];
        WriteSummary(
            "One check for each claim that a program can check. "
                + "A class that derives from this one does not compile until it has them all.");

        // A dictionary, since the compiler takes a minute over a switch of some thousand strings.
        var check = $"global::System.Func<{Runtime}Claim, TContext, TOutcome>";
        const string notExecutable = "\"The claim '\" + claim.Id + \"' is not one of the executable claims of this quiz.\"";
        var table = $"global::System.Collections.Generic.Dictionary<string, {check}>";
        _code.Lines($$"""
            /// <typeparam name="TContext">What a check needs to run.</typeparam>
            /// <typeparam name="TOutcome">What a check finds.</typeparam>
            public abstract class Checks<TContext, TOutcome>
            {
                private readonly {{table}} _checks;

                /// <summary>Finds the check of each claim.</summary>
                protected Checks()
                {
                    _checks = new {{table}}({{Invariant(executable.Count)}}, global::System.StringComparer.Ordinal);
            """);
        foreach (var claim in executable) _code.Line($"        _checks.Add({Literal.String(claim.Id)}, {claim.MemberName});");
        _code.Lines("""
                }

            """);
        _code.Indent();
        foreach (var claim in executable)
        {
            _code.Lines($"""
                /// <inheritdoc cref="Claims.{claim.MemberName}" path="/summary"/>
                protected abstract TOutcome {claim.MemberName}({Runtime}Claim claim, TContext context);

                """);
        }

        _code.Unindent();
        _code.Lines($$"""
                /// <summary>Runs the check of a claim.</summary>
                /// <param name="claim">An executable claim of this quiz, with the values that its words print.</param>
                /// <param name="context">What the check needs to run.</param>
                /// <exception cref="global::System.ArgumentException">The claim is not one of this quiz's executable claims.</exception>
                public TOutcome Run({{Runtime}}Claim claim, TContext context)
                {
                    if (claim == null) throw new global::System.ArgumentNullException("claim");
                    {{check}} check;
                    if (_checks.TryGetValue(claim.Id, out check)) return check(claim, context);
                    throw new global::System.ArgumentException({{notExecutable}}, "claim");
                }
            }

            """);
    }

    private Code NewQuiz(QuizModel quiz, Code[] more) => New(
        "Quiz",
        [
            Code.String(quiz.Id),
            Code.String(quiz.Language),
            Text(quiz.Title),
            quiz.Introduction is null ? "null" : Text(quiz.Introduction),
            $"{QuestionFactories}.{All}",
            .. Named("displayTitle", quiz.DisplayTitle, Code.String),
            .. Named("description", quiz.Description, Code.String),
            .. Named("author", quiz.Author, Code.String),
            .. Named("source", quiz.Source, Code.String),
            .. Named("licence", quiz.Licence, Code.String),
            .. more,
            .. Assets(quiz),
        ]);

    private static Code[] Assets(QuizModel quiz) => Named(
        "assets",
        quiz.Pictures.Count == 0 ? null : quiz,
        _ => RowsOf("QuizAsset", [.. quiz.Pictures.Select(picture => InLine(
            "QuizAsset",
            [
                Code.String(picture.Path),
                Code.String(picture.Address),
                .. Named("width", picture.Width?.ToString(CultureInfo.InvariantCulture), number => number),
                .. Named("height", picture.Height?.ToString(CultureInfo.InvariantCulture), number => number),
            ]))]));

    private static Code[] Translations(IReadOnlyList<string> languages) => Named(
        "translations",
        languages.Count == 0 ? null : languages,
        _ => RowsOf("QuizTranslation", [.. languages.Select(language =>
            InLine("QuizTranslation", Code.String(language), $"{NestedClassOf(language)}.{CreateQuiz}"))]));

    private void WriteQuestionFactory(QuestionModel question, string language)
    {
        var type = QuestionType(question);
        WriteFactory(type, "Create" + question.MemberName, New(
            type,
            [
                Code.String(question.Id),
                Invariant(question.Number),
                Passage(question, question.Prompt),
                New("Answer", Passage(question, question.Answer), $"{Runtime}Provenance.{ProvenanceOf(question)}"),
                .. TypedAnswer(question),
                OnDemand("Claim", [.. question.Claims.Select(claim => (Code)_claims[claim.Id])]),
                Errata(question),
                ArrayOf("string", [.. question.Tags.Select(tag => (Code)("Tags." + tag.MemberName))]),
                Sentences(question),
                .. NamedArguments(question, language),
            ]));
    }

    private static string ProvenanceOf(QuestionModel question) => question.AnswerIsByEditors ? "Editors" : "Source";

    // What most questions do not have.
    private IEnumerable<Code> NamedArguments(QuestionModel question, string language)
    {
        var typed = question.Typed;
        return
        [
            .. Named("language", language == DefaultLanguage ? null : language, Code.String),
            .. Named("title", question.Title, Text),
            .. Named("hints", Hints(question), hints => hints),
            .. Named("explanation", question.Explanation, text => Passage(question, text)),
            .. Named("accepted", Accepted(typed), accepted => accepted),
            .. Named("digits", typed.Digits is { } count ? Invariant(count) : null, digits => (Code)digits),
            .. Named("slips", Slips(typed), slips => slips),
        ];
    }

    private Code? Slips(TypedAnswerModel typed) => typed.Slips.Count == 0 ? null : RowsOf("Slip", [.. typed.Slips.Select(slip => New(
        "Slip",
        [
            Literal.Double(slip.Value),
            Text(slip.Feedback),
            .. Named("misconception", slip.Misconception, Code.String),
        ]))]);

    private static Code? Accepted(TypedAnswerModel typed) => typed.Accepted.Count == 0 ? null : RowsOf(
        "NumberRange", [.. typed.Accepted.Select(range => InLine("NumberRange", Literal.Double(range.Low), Literal.Double(range.High)))]);

    // An argument that most quizzes leave out.
    private static Code[] Named<T>(string name, T? value, Func<T, Code> write)
        where T : class => value is null ? [] : [Code.Sequence(name + ": ", write(value))];

    private void WriteFactory(string type, string name, Code created, string access = "private")
    {
        _code.Open($"{access} static {Runtime}{type} {name}()");
        _code.Line("return ", created, ";");
        _code.Close();
        _code.Line();
    }

    private Code[] TypedAnswer(QuestionModel question)
    {
        var typed = question.Typed;
        return question.Kind switch
        {
            QuestionKind.TrueFalse => [Bool(typed.IsTrue)],
            QuestionKind.Numeric =>
            [
                Literal.Double(typed.PrintedValue),
                Literal.Double(typed.CorrectValue),
                Literal.Double(typed.Tolerance),
                Literal.StringOrNull(typed.Unit),
            ],
            QuestionKind.Choice =>
            [
                RowsOf("Choice", [.. typed.Choices.Select(choice => New(
                    "Choice",
                    [
                        Text(choice.Text),
                        Bool(choice.IsCorrect),
                        .. Named("feedback", choice.Feedback, Text),
                        .. Named("misconception", choice.Misconception, Code.String),
                    ]))]),
            ],
            QuestionKind.Open => [],
            _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "No code is emitted for this kind."),
        };
    }

    private Code Errata(QuestionModel question) =>
        OnDemand("Erratum", [.. question.Errata.Select(erratum => New(
            "Erratum",
            $"{Runtime}ErratumKind.{erratum.Kind}",
            ArrayOf("string", [.. erratum.CorrectedClaimIds.Select(Code.String)]),
            Passage(question, erratum.Text),
            ClaimsOf(erratum.ClaimIds)))]);

    private Code? Hints(QuestionModel question) =>
        question.Hints.Count == 0 ? null : RowsOf("RichText", [.. question.Hints.Select(hint => Passage(question, hint))]);

    private Code Sentences(QuestionModel question) =>
        OnDemand("Sentence", [.. question.Sentences.Select(sentence => Sentence(question, sentence))]);

    private Code Sentence(QuestionModel question, SentenceModel sentence)
    {
        var origin = $"{Runtime}ClaimOrigin.{sentence.Origin}";
        var reasons = ArrayOf("string", [.. sentence.NotCheckableReasons.Select(Text)]);
        Code[] flags = [Bool(sentence.IsQuestion), Bool(sentence.IsCovered)];
        return _passages?.Quote(question.Id, sentence) is { } place
            ? Code.Listed(
                $"{Runtime}Sentence.FromInterleaved(",
                [place, origin, .. flags, sentence.NotCheckableReasons.Count == 0 ? "null" : reasons, .. Claims(sentence.ClaimIds)],
                ")")
            : InLine("Sentence", [Text(sentence.Text), origin, ClaimsOf(sentence.ClaimIds), reasons, .. flags]);
    }

    private Code Statement(ClaimModel claim) =>
        _passages?.Quote(claim) is { } place ? FromInterleaved(place) : Text(claim.Statement);

    private Code Passage(QuestionModel question, RichTextModel text) =>
        _passages?.Find(question.Id, text) is { } passage ? FromInterleaved(passage) : Text(text);

    private static Code FromInterleaved(Code arguments) => Code.Sequence($"{Runtime}RichText.FromInterleaved(", arguments, ")");

    private Passages? PassagesOf(QuizModel quiz) => _packsTexts ? null : new Passages(quiz.Questions, _cancellation);

    private Code ClaimsOf(IEnumerable<string> ids) => ArrayOf(Runtime + "Claim", Claims(ids));

    private Code[] Claims(IEnumerable<string> ids) => [.. ids.Select(id => (Code)_claims[id])];

    private Code Text(RichTextModel text)
    {
        _cancellation.Look();
        return FromInterleaved(Text(Interleaving.Write(text.Forms, _cancellation)));
    }

    private Code Text(string text)
    {
        _cancellation.Look();
        return _texts.Find(text) is { } packed ? packed : Code.String(text);
    }

    // A call with each argument on a line of its own.
    private static Code New(string type, params Code[] arguments) =>
        Code.Call($"new {Runtime}{type}(", arguments);

    // A call on one line: a quiz has far more claims and sentences than anything else.
    private static Code InLine(string type, params Code[] arguments) => Code.Listed($"new {Runtime}{type}(", arguments, ")");

    // An array with each element on a line of its own.
    private static Code RowsOf(string type, Code[] elements) => elements.Length == 0
        ? $"new {Runtime}{type}[0]"
        : Code.Rows($"new {Runtime}{type}[]", elements);

    // The same, created when the first element is asked for: an app that shows a question needs neither its claims nor its sentences.
    private static Code OnDemand(string type, Code[] elements) => elements.Length == 0
        ? RowsOf(type, elements)
        : Code.Sequence($"new {Runtime}OnDemandList<{Runtime}{type}>(() => ", RowsOf(type, elements), ")");

    private static string Bool(bool value) => value ? "true" : "false";

    private static Code ArrayOf(string type, Code[] elements) =>
        elements.Length == 0 ? $"new {type}[0]" : Code.Listed($"new {type}[] {{ ", elements, " }");

    private void WriteSummary(string text)
    {
        if (text.IndexOf('\n') < 0)
        {
            _code.Documentation("<summary>", text, 0, text.Length, "</summary>");
            return;
        }

        _code.Line("/// <summary>");
        for (int start = 0, end; start <= text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            if (end == start) _code.Line("/// <para/>");
            else _code.Documentation("", text, start, end, "");
        }

        _code.Line("/// </summary>");
    }

    private IEnumerable<(QuestionModel Question, ClaimModel Claim)> AllClaims() => ClaimsOf(_quiz);

    private static IEnumerable<(QuestionModel Question, ClaimModel Claim)> ClaimsOf(QuizModel quiz) =>
        quiz.Questions.SelectMany(question => question.Claims.Select(claim => (question, claim)));

    private static string Count(int count, string noun) => Invariant(count) + " " + (count == 1 ? noun : noun + "s");

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
