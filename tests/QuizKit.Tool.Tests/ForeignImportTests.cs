// Files of other products, as those write them: what has a counterpart comes as it is, and all else is named with its place.

using QuizKit.Loading;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class ForeignImportTests : IDisposable
{
    private const string Moodle =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <quiz>
          <question type="category"><category><text>$course$/top/Biology/Cells</text></category></question>
          <question type="multichoice">
            <name><text>Organelle</text></name>
            <questiontext format="html"><text><![CDATA[<p>Which one makes <b>energy</b>?</p>]]></text></questiontext>
            <generalfeedback format="html"><text><![CDATA[<p>It makes ATP.</p>]]></text></generalfeedback>
            <defaultgrade>2.0000000</defaultgrade>
            <single>true</single>
            <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
            <answer fraction="100" format="html"><text><![CDATA[<p>mitochondrion</p>]]></text><feedback format="html"><text></text></feedback></answer>
            <answer fraction="50" format="html"><text><![CDATA[<p>chloroplast</p>]]></text><feedback format="html"><text>Only in plants.</text></feedback></answer>
            <answer fraction="0" format="html"><text><![CDATA[<p>nucleus</p>]]></text><feedback format="html"><text></text></feedback></answer>
            <hint format="html"><text>Think of ATP.</text></hint>
            <tags><tag><text>Cell Biology</text></tag></tags>
          </question>
          <question type="truefalse">
            <name><text>Walls</text></name>
            <questiontext format="plain_text"><text>Animal cells have walls &amp; more.</text></questiontext>
            <answer fraction="0" format="moodle_auto_format"><text>true</text><feedback format="html"><text>No.</text></feedback></answer>
            <answer fraction="100" format="moodle_auto_format"><text>false</text></answer>
          </question>
          <question type="numerical">
            <name><text>Chromosomes</text></name>
            <questiontext format="html"><text>How many?</text></questiontext>
            <answer fraction="100"><text>46</text><tolerance>0</tolerance><feedback format="html"><text></text></feedback></answer>
            <answer fraction="0"><text>23</text><tolerance>0</tolerance><feedback format="html"><text>That is half.</text></feedback></answer>
          </question>
          <question type="shortanswer">
            <name><text>Colour</text></name>
            <questiontext format="markdown"><text>What *colour* is chlorophyll?</text></questiontext>
            <answer fraction="100"><text>green</text></answer>
          </question>
          <question type="matching"><name><text>Pairs</text></name><questiontext format="html"><text>Match.</text></questiontext></question>
          <question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text>{1:SA:=a}</text></questiontext></question>
          <question type="ddmarker"><name><text>Places</text></name><questiontext format="html"><text>Drag.</text></questiontext></question>
          <question type="essay"><name><text>Why</text></name><questiontext format="html"><text>Why?</text></questiontext></question>
        </quiz>
        """;

    private const string Gift =
        """
        // question: 1  name: Grant
        ::Grant::Who is buried in Grant's tomb?{
            =Grant#Well done!
            ~No one # Somebody is.
            ~Napoleon
        }

        // question: 2
        The sun rises in the east.{T}

        When was Ulysses S. Grant born? {#1822:5}

        What is $\pi$ to 3 places? {#3.141..3.142}

        Mahatma Gandhi's birthday is in {=October ~September ~May} every year.

        Two plus two equals {=four =4}

        Match the capitals. {
            =Canada -> Ottawa
            =Italy -> Rome
        }

        Write about \{braces\} and \= signs. {}

        Which are even? {
            ~%50%2
            ~%50%4
            ~%-100%3
        }

        This is broken {=a
        """;

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void Moodle_XML_of_Moodle_is_read_and_what_has_no_counterpart_is_named_with_its_line()
    {
        var path = _here.Write("cells.xml", Moodle);

        var (run, quiz) = Import(path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"""
            {path}(4,1): warning IMPORT: a choice that gives 50% there is wrong here: no choice has a part of the points
            {path}(4,1): warning IMPORT: its correctfeedback is left out: a quiz has feedback to each choice
            {path}(4,1): warning IMPORT: it gives 2 points there, and 1 in a quiz
            {path}(17,1): warning IMPORT: the feedback to 'true' has no place here: No.
            {path}(29,1): warning IMPORT: the answer is a text, which a program does not compare in a quiz: it is an open question here
            {path}(34,1): error IMPORT: not imported: 'Pairs' is of the type 'matching', which has no counterpart in a quiz: write a choice question for each pair
            {path}(35,1): error IMPORT: not imported: 'Gaps' is of the type 'cloze', which has no counterpart in a quiz: write a question for each gap
            {path}(36,1): error IMPORT: not imported: 'Places' is of the type 'ddmarker', which has no counterpart in a quiz: write it as an open, choice, numeric or true/false question
            {path}(37,1): error IMPORT: not imported: it has no answer: write one as information for graders, or into the general feedback, and import again

            """,
            run.Error);
        Assert.Equal("Cells", quiz.Title.Markdown);
        Assert.Equal(["Organelle", "Walls", "Chromosomes", "Colour"], quiz.Questions.Select(question => question.Title?.Markdown));
        var choice = Assert.IsType<ChoiceQuestion>(quiz.Questions[0]);
        Assert.Equal("Which one makes **energy**?", choice.Prompt.Markdown);
        Assert.Equal([("mitochondrion", true, null), ("chloroplast", false, "Only in plants."), ("nucleus", false, null)],
            choice.Choices.Select(one => (one.Text.Markdown, one.IsCorrect, one.Feedback?.Markdown)));
        Assert.Equal(("It makes ATP.", "Think of ATP.", "cell-biology"),
            (choice.Explanation?.Markdown, Assert.Single(choice.Hints).Markdown, Assert.Single(choice.Tags)));
        Assert.Equal(("Animal cells have walls & more.", false),
            (quiz.Questions[1].Prompt.UnicodeText, Assert.IsType<TrueFalseQuestion>(quiz.Questions[1]).IsTrue));
        var numeric = Assert.IsType<NumericQuestion>(quiz.Questions[2]);
        Assert.Equal((46.0, 23.0, "That is half."), (numeric.CorrectValue, numeric.Slips[0].Value, numeric.Slips[0].Feedback.Markdown));
        Assert.Equal(("What *colour* is chlorophyll?", "green"), (quiz.Questions[3].Prompt.Markdown, quiz.Questions[3].Answer.Text.Markdown));
    }

    [Fact]
    public void GIFT_of_its_documentation_is_read_and_what_has_no_counterpart_is_named_with_its_line()
    {
        var path = _here.Write("history.txt", Gift);

        var (run, quiz) = Import(path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $$"""
            {{path}}(15,1): warning IMPORT: the gap in its words is written as a line
            {{path}}(17,1): warning IMPORT: the answer is a text, which a program does not compare in a quiz: it is an open question here
            {{path}}(19,1): error IMPORT: not imported: it matches pairs, which has no counterpart in a quiz: write a choice question for each pair
            {{path}}(24,1): error IMPORT: not imported: it has no answer: write one behind '####', such as '{####The answer.}', and import again
            {{path}}(32,1): error IMPORT: not imported: its answers begin with '{' and have no '}': add it, or write '\{' for the sign

            """,
            run.Error);
        Assert.Equal([("Grant", true, "Well done!"), ("No one", false, "Somebody is."), ("Napoleon", false, null)],
            Assert.IsType<ChoiceQuestion>(quiz.Questions[0]).Choices.Select(one => (one.Text.Markdown, one.IsCorrect, one.Feedback?.Markdown)));
        Assert.True(Assert.IsType<TrueFalseQuestion>(quiz.Questions[1]).IsTrue);
        var year = Assert.IsType<NumericQuestion>(quiz.Questions[2]);
        Assert.Equal((1822, 5), (year.CorrectValue, year.Tolerance));
        var pi = Assert.IsType<NumericQuestion>(quiz.Questions[3]);
        Assert.True(pi.Grade(3.1416).IsCorrect);
        Assert.False(pi.Grade(3.1425).IsCorrect);
        Assert.Equal("Mahatma Gandhi's birthday is in _____ every year.", quiz.Questions[4].Prompt.UnicodeText);
        Assert.Equal("four\n\n4", quiz.Questions[5].Answer.Text.UnicodeText);
        Assert.Equal(["2", "4"], Assert.IsType<ChoiceQuestion>(quiz.Questions[6]).Choices.Where(one => one.IsCorrect).Select(one => one.Text.Markdown));
    }

    [Fact]
    public void An_item_of_QTI_2_is_read_with_the_feedback_in_its_choices()
    {
        const string Item =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="composer-1" title="Composer" adaptive="false" timeDependent="false">
              <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
                <correctResponse><value>A</value></correctResponse>
              </responseDeclaration>
              <itemBody>
                <p>Listen to \(f(x)\).</p>
                <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">
                  <prompt>Who <em>wrote</em> it?</prompt>
                  <simpleChoice identifier="A">Clara Schumann</simpleChoice>
                  <simpleChoice identifier="B">Fanny Hensel<feedbackInline outcomeIdentifier="FEEDBACK" identifier="B" showHide="show">Not she.</feedbackInline></simpleChoice>
                </choiceInteraction>
              </itemBody>
              <responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
            </assessmentItem>
            """;

        var (run, quiz) = Import(_here.Write("item.xml", Item));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var choice = Assert.IsType<ChoiceQuestion>(Assert.Single(quiz.Questions));
        Assert.Equal(("composer-1", "Composer"), (choice.Id, choice.Title?.Markdown));
        Assert.Equal("Listen to $f(x)$.\n\nWho *wrote* it?", choice.Prompt.Markdown);
        Assert.Equal([("Clara Schumann", true, null), ("Fanny Hensel", false, "Not she.")],
            choice.Choices.Select(one => (one.Text.Markdown, one.IsCorrect, one.Feedback?.Markdown)));
    }

    [Theory]
    [InlineData("<orderInteraction responseIdentifier='RESPONSE'/>", "'order-interaction' has no counterpart in a quiz")]
    [InlineData("<p>Read.</p>", "it asks nothing: it has no interaction")]
    [InlineData("<choiceInteraction/><extendedTextInteraction/>", "it has 2 interactions (choice-interaction, extended-text-interaction)")]
    public void An_item_of_QTI_without_a_counterpart_is_named(string body, string message)
    {
        var item = _here.Write("item.xml", $"<assessmentItem identifier='a' title='A'><itemBody>{body}</itemBody></assessmentItem>");

        var run = Workplace.Run("import", item, "--output", _here.PathOf("out.quiz.md"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{item}(1,1): error IMPORT: not imported: {message}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<equal toleranceMode='absolute' tolerance='0.5'><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal>", 0.5)]
    [InlineData("<equal toleranceMode='relative' tolerance='10 10'><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal>", 1.2)]
    [InlineData("<match><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></match>", 0)]
    public void A_number_of_QTI_2_has_the_tolerance_of_its_processing(string condition, double tolerance)
    {
        var item = _here.Write("item.xml",
            "<assessmentItem identifier='a' title='A'><responseDeclaration identifier='RESPONSE' cardinality='single' baseType='float'>"
            + "<correctResponse><value>12</value></correctResponse></responseDeclaration>"
            + "<itemBody><p>A dozen?</p><p><textEntryInteraction responseIdentifier='RESPONSE'/> eggs</p></itemBody>"
            + $"<responseProcessing><responseCondition><responseIf>{condition}<setOutcomeValue identifier='SCORE'>"
            + "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing></assessmentItem>");

        var numeric = Assert.IsType<NumericQuestion>(Assert.Single(Import(item).Quiz.Questions));

        Assert.Equal((12.0, "eggs"), (numeric.CorrectValue, numeric.Unit));
        Assert.Equal(tolerance, numeric.Tolerance, 12);
    }

    [Fact]
    public void A_deck_of_Anki_gives_open_questions_and_names_what_it_leaves_out()
    {
        var deck = _here.Write("deck.apkg", AnkiDeck.Package(
            ("Basic", ["Capital of <b>Peru</b>? [sound:a.mp3]", "Lima<img src=\"map.png\">", "a remark"], " geo  South::America "),
            ("Basic", ["Only a front", "", ""], ""),
            ("Cloze", ["{{c1::Lima}} is in Peru", "", ""], "")));

        var (run, quiz) = Import(deck);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"""
            {deck}: note 1: warning IMPORT: the sound 'a.mp3' is left out
            {deck}: note 1: warning IMPORT: the field 'Extra' is left out: a remark
            {deck}: note 2: error IMPORT: not imported: its type 'Basic' has no two sides with words: write the question and its answer
            {deck}: note 3: error IMPORT: not imported: 'Cloze' has no counterpart in a quiz: write a question for each gap

            """,
            run.Error);
        var question = Assert.Single(quiz.Questions);
        Assert.Equal(("Capital of **Peru**?", "Lima![picture](out.files/map.png)"), (question.Prompt.Markdown, question.Answer.Text.Markdown));
        Assert.Equal(["geo", "south-america"], question.Tags);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_here.PathOf("out.files/map.png")));
        Assert.Equal("Peru", quiz.Title.Markdown);
    }

    [Fact]
    public void A_package_for_Anki_2_1_50_and_later_is_read_with_its_deck_types_and_pictures()
    {
        var deck = Path.Combine(AppContext.BaseDirectory, "Anki", "anki-2.1.50.apkg");

        var (run, quiz) = Import(deck);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"""
            {deck}: note 2: error IMPORT: not imported: 'Cloze' has no counterpart in a quiz: write a question for each gap
            {deck}: note 3: warning IMPORT: the picture 'lost.png' is not there or is not a picture: its words stand in its place
            {deck}: note 3: warning IMPORT: the sound 'a.mp3' is left out
            {deck}: note 3: warning IMPORT: the field 'Extra' is left out: See the atlas.
            {deck}: note 4: warning IMPORT: the field 'A long name A long name A long name A long name A long name …' is left out: Last.

            """,
            run.Error);
        Assert.Equal(("Peru", "About Peru."), (quiz.Title.Markdown, quiz.Introduction?.Markdown));
        Assert.Equal(
            ["What is the **capital** of Peru?", "What is drawn here?", "One?"], quiz.Questions.Select(question => question.Prompt.Markdown));
        Assert.Equal("Lima ![picture](out.files/map-of-it.svg)", quiz.Questions[0].Answer.Text.Markdown);
        Assert.Equal(["peru", "rivers"], quiz.Questions[0].Tags);
        Assert.StartsWith("<svg", File.ReadAllText(_here.PathOf("out.files/map-of-it.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_format_can_be_said_and_an_unknown_one_is_an_error()
    {
        var path = _here.Write("a.md", "::A::What? {=a ~b}\n");
        var target = _here.PathOf("out.quiz.md");

        Assert.Equal(0, Workplace.Run("import", path, "--from", "gift", "--output", target).ExitCode);
        Assert.Equal(1, Workplace.Run("import", path, "--from", "markdown", "--output", target, "--force").ExitCode);
        var run = Workplace.Run("import", path, "--from", "word", "--output", target, "--force");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--from: unknown value 'word': it is one of markdown, moodle, gift", run.Error, StringComparison.Ordinal);
    }

    private (ToolRun Run, Quiz Quiz) Import(string path)
    {
        var target = _here.PathOf("out.quiz.md");
        var run = Workplace.Run("import", path, "--output", target);
        Assert.True(File.Exists(target), run.Error);
        var loaded = QuizLoader.Load(target);
        Assert.Empty(loaded.Problems);
        return (run, loaded.Quiz!);
    }
}
