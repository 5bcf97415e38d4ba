// Lists whose elements are created when somebody asks for them: what is created, how often, and what is known without it.

using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace QuizKit.Tests;

public sealed class OnDemandListTests
{
    [Fact]
    public void What_nobody_asks_for_is_not_created()
    {
        var created = new List<int>();
        var quiz = QuizOf("a b c", index => Note(created, index));

        Assert.Equal(3, quiz.Questions.Count);
        Assert.Null(quiz.FindQuestion("d"));
        Assert.Empty(created);

        Assert.Equal("b", quiz.FindQuestion("b")!.Id);
        Assert.Same(quiz.FindQuestion("b"), quiz.Questions[1]);
        Assert.Equal([1], created);

        Assert.Equal(["a", "b", "c"], quiz.Questions.Select(question => question.Id));
        Assert.Equal([1, 0, 2], created);
    }

    [Fact]
    public void A_question_that_is_not_asked_for_is_not_allocated()
    {
        const int count = 10_000;
        var ids = string.Join(' ', Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture)));

        // A reference for each question, and nothing else of any size.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var list = new OnDemandList<Question>(ids, index => TestQuestions.Open(index.ToString(CultureInfo.InvariantCulture)));
        _ = list[9_999];
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, count * IntPtr.Size, count * IntPtr.Size + 4_000);
    }

    [Fact]
    public void Threads_that_ask_at_the_same_time_get_the_same_object()
    {
        using var together = new Barrier(4);
        var seen = new ConcurrentBag<Question>();
        var quiz = QuizOf("a", index =>
        {
            // Every thread is inside at once: four objects are created, and one of them is kept.
            together.SignalAndWait();
            return TestQuestions.Open("a");
        });
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => seen.Add(quiz.Questions[0])))];

        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Equal(4, seen.Count);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public void A_list_that_is_created_as_a_whole_is_created_once()
    {
        var times = 0;
        var list = new OnDemandList<string>(() =>
        {
            times++;
            return ["a", "b"];
        });
        var question = new OpenQuestion(
            "one", 1, TestQuestions.Text("What?"), new Answer(TestQuestions.Text("This."), Provenance.Source), [], [], list);
        Assert.Equal(0, times);

        Assert.Equal(["a", "b"], question.Tags);
        Assert.Equal(2, question.Tags.Count);
        Assert.Equal(1, times);
    }

    [Fact]
    public void An_empty_list_has_no_element()
    {
        var quiz = QuizOf("", index => throw new InvalidOperationException());

        Assert.Empty(quiz.Questions);
        Assert.Null(quiz.FindQuestion(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => quiz.Questions[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => quiz.Questions[-1]);
    }

    [Fact]
    public void The_claim_of_a_translation_is_found_without_its_other_questions()
    {
        var created = new List<int>();
        var quiz = new Quiz(
            "sample",
            "en",
            TestQuestions.Text("Sample"),
            null,
            [WithClaim("a", "what"), WithClaim("b", "why")],
            translations: [new QuizTranslation("de", () => QuizOf("a b", index =>
            {
                created.Add(index);
                return index == 0 ? WithClaim("a", "was") : WithClaim("b", "warum");
            }))]);

        Assert.Equal("warum", quiz.In("de").FindClaim("claim-b")!.Statement.PlainText);
        Assert.Null(quiz.In("de").FindClaim("claim-c"));
        Assert.Equal([1], created);
    }

    private static Quiz QuizOf(string ids, Func<int, Question> create) =>
        new("sample", "en", TestQuestions.Text("Sample"), null, new OnDemandList<Question>(ids, create), claims: []);

    private static OpenQuestion Note(List<int> created, int index)
    {
        created.Add(index);
        return TestQuestions.Open(((char)('a' + index)).ToString());
    }

    private static OpenQuestion WithClaim(string id, string words) => new(
        id,
        1,
        TestQuestions.Text("What?"),
        new Answer(TestQuestions.Text("This."), Provenance.Source),
        [new Claim("claim-" + id, id, ClaimOrigin.Answer, TestQuestions.Text(words), [], ExpectedVerdict.Confirmed, false, null)],
        []);
}
