// A quiz to start from: one question of each kind, which compiles as it is.

using System.Text;

namespace QuizKit.Tool.Starting;

internal static class StarterQuiz
{
    /// <summary>The kinds of questions, as quizzes name them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["open", "true-false", "numeric", "choice"];

    /// <summary>Writes the quiz.</summary>
    /// <param name="id">The id of the quiz.</param>
    /// <param name="language">A BCP 47 tag.</param>
    /// <param name="kinds">The kinds of its questions, in order; some of <see cref="Kinds"/>.</param>
    public static string Write(string id, string language, IReadOnlyList<string> kinds)
    {
        var words = StarterWords.Of(language);
        var quiz = new StringBuilder($"---\nid: {id}\nlanguage: {language}\n---\n# {words[0]}\n\n<!-- note: {words[1]} -->\n");
        for (var i = 0; i < kinds.Count; i++)
        {
            var number = i + 1;
            quiz.Append("\n## Question ").Append(number.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
            quiz.Append(kinds[i] switch
            {
                "open" => Question("open", "", words[2], words[3]),
                "true-false" => Question("true-false", " kind=true-false value=true", words[4], words[5]),
                "numeric" => Question("numeric", " kind=numeric value=8", words[6], words[7]),
                _ => $"<!-- quiz: id=choice-{number} -->\n\n{words[8]}\n\n- [x] {words[9]}\n- [ ] {words[10]}\n  > {words[11]}\n",
            });

            string Question(string name, string key, string prompt, string answer) =>
                $"<!-- quiz: id={name}-{number}{key} -->\n\n{prompt}\n\n### Answer\n\n{answer}\n";
        }

        return quiz.ToString();
    }
}
