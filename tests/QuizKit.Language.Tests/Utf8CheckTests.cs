// Files that are not UTF-8, and the place where they stop being it.

using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class Utf8CheckTests
{
    /// <summary>Bytes, and how many of them come before the first that is not UTF-8.</summary>
    public static TheoryData<byte[], int> Invalid => new()
    {
        { [0x61, 0xE4, 0x62], 1 },
        { [0xC3, 0xA4, 0xE4, 0x20], 2 },
        { [0xC2, 0x80, 0xDF, 0xBF, 0xC1, 0x80], 4 },
        { [0xE1, 0x80, 0x80, 0xEF, 0xBF, 0xBF, 0xC0, 0x80], 6 },
        { [0xF0, 0x9F, 0x98, 0x80, 0xF4, 0x8F, 0xBF, 0xBF, 0xF5, 0x80, 0x80, 0x80], 8 },
        { [0x7F, 0x80], 1 },
        { [0x61, 0xBF, 0x61], 1 },
        { [0x61, 0xC3], 1 },
        { [0x61, 0xE2, 0x82], 1 },
        { [0x61, 0xF0, 0x9F, 0x98], 1 },
        { [0x61, 0xC3, 0x61, 0x61, 0x61], 1 },
        { [0x61, 0xC3, 0xC3, 0x61, 0x61], 1 },
        { [0x61, 0xE2, 0x82, 0x61, 0x61], 1 },
        { [0x61, 0xF0, 0x9F, 0x98, 0x61], 1 },
        { [0x61, 0xFF, 0x61], 1 },
        { [0xE0, 0xA0, 0x80, 0xE0, 0x9F, 0xBF, 0xFF], 3 },
        { [0xED, 0x9F, 0xBF, 0xED, 0xA0, 0x80, 0xFF], 3 },
        { [0xF0, 0x90, 0x80, 0x80, 0xF0, 0x8F, 0xBF, 0xBF, 0xFF], 4 },
        { [0xF4, 0x8F, 0xBF, 0xBF, 0xF4, 0x90, 0x80, 0x80, 0xFF], 4 },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void The_first_byte_that_is_not_UTF_8_is_marked_in_a_text_of_single_bytes(byte[] bytes, int place)
    {
        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));

        Assert.Equal(new TextSpan(place, 1), Mark(Encoding.Latin1.GetString(bytes), Encoding.Latin1));
    }

    [Fact]
    public void A_text_of_another_encoding_is_marked_at_its_end_or_start_where_its_bytes_do_not_tell()
    {
        Assert.Equal(new TextSpan(2, 1), Mark("abc", Encoding.Latin1));
        Assert.Equal(new TextSpan(0, 1), Mark("abc", Encoding.Unicode));
        Assert.Equal(new TextSpan(0, 1), Mark("ä", Encoding.UTF32));
        Assert.Equal(new TextSpan(0, 0), Mark("", Encoding.Latin1));
        Assert.Equal(new TextSpan(0, 0), Mark("", Encoding.Unicode));
    }

    [Fact]
    public void A_replacement_character_is_marked_unless_its_decoder_would_have_thrown()
    {
        Assert.Equal(new TextSpan(1, 1), Mark("a\uFFFDb\uFFFD", Encoding.UTF8));
        Assert.Equal(new TextSpan(0, 1), Mark("\uFFFD", new UTF8Encoding(true)));
        Assert.Null(Mark("a\uFFFD", new UTF8Encoding(false, throwOnInvalidBytes: true)));
        Assert.Null(Mark("aä\uFFFC", Encoding.UTF8));
        Assert.Null(Mark("a\uFFFD", null));
    }

    [Fact]
    public void Nothing_else_is_said_of_a_file_that_is_not_UTF_8()
    {
        var diagnostics = new DiagnosticBag();

        var quiz = QuizBinder.Bind(new SourceText("Größe", Encoding.Latin1), diagnostics, Cancellation.Never);

        var problem = Assert.Single(diagnostics.InTextOrder);
        Assert.Equal(("QK0002", new TextSpan(2, 1)), (problem.Definition.Rule.Id, problem.Span));
        Assert.Equal("The quiz file is not UTF-8: this byte sequence is not valid. Save the file as UTF-8.", problem.Message);
        Assert.Null(quiz.Syntax);
    }

    // The place of the only problem of a text; null where the check accepts it.
    private static TextSpan? Mark(string text, Encoding? encoding)
    {
        var diagnostics = new DiagnosticBag();
        var isUtf8 = Utf8Check.Check(new SourceText(text, encoding), diagnostics);

        var problems = diagnostics.InTextOrder;
        Assert.Equal(isUtf8, problems.Count == 0);
        Assert.All(problems, problem => Assert.Equal(Definitions.NotUtf8, problem.Definition));
        return isUtf8 ? null : Assert.Single(problems).Span;
    }
}
