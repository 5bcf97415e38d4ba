// The passages of a quiz in the generated code, and where in them the words stand that claims and sentences quote: those are not written again.

using System.Globalization;
using QuizKit.Language;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

/// <summary>The prompts, hints, answers, explanations and errata of a quiz, by question, but for short ones.</summary>
internal sealed class Passages
{
    // No id becomes a name that begins with an underscore.
    private const string ClassName = "_Passages";

    // In characters of HTML: a shorter passage costs the compiler less where it stands and again in its quotations than as a member of its own.
    private const int ShortestShared = 120;

    private readonly Dictionary<string, List<Passage>> _ofQuestions = new(StringComparer.Ordinal);

    // The arguments for the words of each claim.
    private readonly Dictionary<string, string> _claims = new(StringComparer.Ordinal);
    private readonly Cancellation _cancellation;

    public Passages(IEnumerable<QuestionModel> questions, Cancellation cancellation)
    {
        _cancellation = cancellation;
        var index = 0;
        foreach (var question in questions)
        {
            var passages = new List<Passage>();
            _ofQuestions[question.Id] = passages;
            Add(ClaimOrigin.Prompt, question.Prompt);
            foreach (var hint in question.Hints) Add(ClaimOrigin.Hint, hint);
            Add(ClaimOrigin.Answer, question.Answer);
            if (question.Explanation is not null) Add(ClaimOrigin.Explanation, question.Explanation);
            foreach (var erratum in question.Errata) Add(ClaimOrigin.Erratum, erratum.Text);
            index++;

            void Add(ClaimOrigin origin, RichTextModel text)
            {
                cancellation.Look();
                if (text.Html.Length < ShortestShared) return;
                var count = passages.Count(passage => passage.Origin == origin);
                var name = $"{origin}{index.ToString(CultureInfo.InvariantCulture)}";
                if (count > 0) name += "_" + count.ToString(CultureInfo.InvariantCulture);
                List<ClaimModel> claims = [.. question.Claims.Where(claim => claim.Origin == origin && !_claims.ContainsKey(claim.Id))];
                var interleaved = Interleaving.Write(
                    text.Forms, [.. claims.Select(claim => claim.Statement.Forms)], cancellation, out var places);
                var passage = new Passage(origin, name, text, interleaved);
                passages.Add(passage);
                for (var i = 0; i < places.Length; i++)
                {
                    if (places[i] is var (start, length)) _claims[claims[i].Id] = Arguments(passage, start, length);
                }
            }
        }
    }

    /// <summary>The expression for a passage, or null for another text.</summary>
    public string? Find(string question, RichTextModel text) =>
        Of(question).FirstOrDefault(passage => ReferenceEquals(passage.Text, text)) is { } found ? Expression(found) : null;

    /// <summary>The arguments for the words of a claim, or null where they stand in no passage as they are.</summary>
    public string? Quote(ClaimModel claim) => _claims.TryGetValue(claim.Id, out var arguments) ? arguments : null;

    /// <summary>The arguments for a sentence, or null where it stands in no passage as it is.</summary>
    public string? Quote(string question, SentenceModel sentence)
    {
        foreach (var passage in Of(question))
        {
            if (passage.Origin == sentence.Origin && passage.Find(sentence.Text, _cancellation) is var (start, length))
                return Arguments(passage, start, length);
        }

        return null;
    }

    /// <summary>Writes the nested class that the expressions refer to.</summary>
    /// <param name="code">Takes the class.</param>
    /// <param name="text">The expression for a text.</param>
    public void Write(CodeWriter code, Func<string, Code> text)
    {
        if (_ofQuestions.Values.All(passages => passages.Count == 0)) return;
        code.Line("// The long texts of the questions. Claims and sentences are parts of them: where each begins, and its length.");
        code.Open($"private static class {ClassName}");
        foreach (var passage in _ofQuestions.Values.SelectMany(passages => passages))
        {
            code.Line($"internal static string {passage.Name} => ", text(passage.Interleaved), ";");
            code.Line();
        }

        code.Close();
        code.Line();
    }

    private static string Expression(Passage passage) => ClassName + "." + passage.Name;

    private List<Passage> Of(string question) => _ofQuestions.TryGetValue(question, out var passages) ? passages : [];

    private static string Arguments(Passage passage, int start, int length) =>
        string.Format(CultureInfo.InvariantCulture, "{0}, {1}, {2}", Expression(passage), start, length);
}
