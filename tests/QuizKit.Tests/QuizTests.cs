// The object model: lookups, and that nothing handed in or out can change it afterwards.

using Xunit;

namespace QuizKit.Tests;

public sealed class QuizTests
{
    [Fact]
    public void Questions_and_claims_are_found_by_their_id_and_by_nothing_else()
    {
        Question question = Open("one", ClaimOf("a"), ClaimOf("b"));
        var quiz = QuizOf(question);

        Assert.Same(question, quiz.FindQuestion("one"));
        Assert.Same(question.Claims[1], quiz.FindClaim("b"));
        Assert.Null(quiz.FindQuestion("ONE"));
        Assert.Null(quiz.FindClaim("one"));
    }

    [Fact]
    public void A_quiz_has_the_claims_of_its_questions_in_their_order()
    {
        var quiz = QuizOf(Open("one", ClaimOf("b")), Open("two", ClaimOf("a"), ClaimOf("c")));

        Assert.Equal(["b", "a", "c"], quiz.Claims.Select(claim => claim.Id));
        Assert.All(quiz.Claims, claim => Assert.True(claim.IsExecutable));
    }

    [Fact]
    public void A_claim_and_a_question_show_what_names_them_and_their_words()
    {
        var quiz = QuizOf(Open("one", ClaimOf("a")));

        Assert.Equal($"a: {quiz.Claims[0].Statement}", quiz.Claims[0].ToString());
        Assert.Equal($"{quiz.Questions[0].Number}. {quiz.Questions[0].Prompt}", quiz.Questions[0].ToString());
    }

    [Fact]
    public void An_answer_and_an_erratum_need_their_words()
    {
        Assert.Throws<ArgumentNullException>(() => new Answer(null!, Provenance.Source));
        Assert.Throws<ArgumentNullException>(() => new Erratum(ErratumKind.Imprecise, ["a"], null!, []));
    }

    [Fact]
    public void Questions_are_found_by_their_tags_in_the_order_of_the_quiz()
    {
        var quiz = QuizOf(TestQuestions.Open("one", "b", "a"), TestQuestions.Open("two", "a"), TestQuestions.Open("three"));

        Assert.Equal(["a", "b"], quiz.Tags);
        Assert.Equal([quiz.Questions[0], quiz.Questions[1]], quiz.QuestionsTagged("a"));
        Assert.Empty(quiz.QuestionsTagged("A"));
        Assert.Equal(["b", "a"], quiz.Questions[0].Tags);
    }

    [Fact]
    public void Two_questions_or_two_claims_with_one_id_are_refused()
    {
        Assert.Throws<ArgumentException>(() => QuizOf(Open("one"), Open("one")));
        Assert.Throws<ArgumentException>(() => QuizOf(Open("one", ClaimOf("a")), Open("two", ClaimOf("a"))));
    }

    [Fact]
    public void A_list_handed_in_can_no_longer_change_the_quiz()
    {
        var questions = new List<Question> { Open("one") };
        Quiz quiz = new("quiz", "en", Text("Title"), null, questions.AsReadOnly());

        questions.Add(Open("two"));

        Assert.Single(quiz.Questions);
    }

    [Fact]
    public void A_question_has_its_sentences_and_none_where_none_are_given()
    {
        var claim = ClaimOf("a");
        var claims = new List<Claim> { claim };
        var sentence = new Sentence("It is.", ClaimOrigin.Erratum, claims, ["A reason."], isQuestion: true, isCovered: true);
        claims.Clear();

        OpenQuestion question = new("one", 1, Text("What?"), new Answer(Text("This."), Provenance.Source), [claim], [], [], [sentence]);

        Assert.Same(sentence, Assert.Single(question.Sentences));
        Assert.Empty(Open("one").Sentences);
        Assert.Equal("It is.", sentence.ToString());
        Assert.Equal((ClaimOrigin.Erratum, true, true), (sentence.Origin, sentence.IsQuestion, sentence.IsCovered));
        Assert.Same(claim, Assert.Single(sentence.Claims));
        Assert.Equal(["A reason."], sentence.NotCheckableReasons);
        Assert.Throws<ArgumentException>(() => new Sentence("It is.", ClaimOrigin.Answer, [], [null!], false, false));
    }

    [Fact]
    public void A_list_handed_out_can_not_be_written_to()
    {
        var quiz = QuizOf(Open("one", ClaimOf("a")));

        Assert.False(quiz.Questions is IList<Question>);
        Assert.False(quiz.Claims is IList<Claim>);
        var list = Assert.IsAssignableFrom<IList<Claim>>(quiz.Questions[0].Claims);
        Assert.Throws<NotSupportedException>(() => list[0] = ClaimOf("b"));
    }

    [Fact]
    public void A_claim_with_other_values_keeps_all_else()
    {
        var claim = ClaimOf("a");

        var mutated = claim.WithValues(3, 4);

        Assert.Equal([3.0, 4.0], mutated.Values);
        Assert.Equal([1.0], claim.Values);
        Assert.Equal((claim.Id, claim.Statement, claim.Expected), (mutated.Id, mutated.Statement, mutated.Expected));
    }

    [Fact]
    public void A_null_among_the_elements_is_refused_with_its_index()
    {
        var refusal = Assert.Throws<ArgumentException>(() => QuizOf(Open("one"), null!));

        Assert.Contains("Element 1 is null", refusal.Message, StringComparison.Ordinal);
    }

    private static RichText Text(string words) => new(words, words, words, words);

    private static Claim ClaimOf(string id) =>
        new(id, "one", ClaimOrigin.Answer, Text("words"), [1.0], ExpectedVerdict.Confirmed, isExistential: false, notExecutableReason: null);

    private static OpenQuestion Open(string id, params Claim[] claims) =>
        new(id, 1, Text("What?"), new Answer(Text("This."), Provenance.Source), claims, []);

    private static Quiz QuizOf(params Question[] questions) => new("quiz", "en", Text("Title"), null, questions);

    [Theory]
    [InlineData("ar", true)]
    [InlineData("fa-IR", true)]
    [InlineData("he", true)]
    [InlineData("ku-Arab", true)]
    [InlineData("ar-Latn", false)]
    [InlineData("en", false)]
    [InlineData("az", false)]
    public void A_quiz_and_a_question_know_the_direction_of_their_language(string language, bool isRightToLeft)
    {
        Assert.Equal(isRightToLeft, new Quiz("a", language, TestQuestions.Text("A"), null, []).IsRightToLeft);
        Assert.Equal(isRightToLeft, TestQuestions.TrueFalse(true, language).IsRightToLeft);
    }
}
