// The pictures of a quiz: their paths, their sizes, and their places in its HTML.

using System.Diagnostics;
using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Pictures;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class PictureTests
{
    // Files that ImageMagick, libwebp, libheif and libavif wrote, and two into which the orientation of a camera was written by hand.
    // Chromium shows each at this size.
    [Theory]
    [InlineData("alpha.webp", 37, 21)]
    [InlineData("lossless.webp", 37, 21)]
    [InlineData("lossy.webp", 37, 21)]
    [InlineData("map.avif", 37, 21)]
    [InlineData("map.bmp", 37, 21)]
    [InlineData("map.gif", 37, 21)]
    [InlineData("map.jpg", 37, 21)]
    [InlineData("map.png", 37, 21)]
    [InlineData("old.bmp", 37, 21)]
    [InlineData("progressive.jpg", 37, 21)]
    [InlineData("turned-big.jpg", 21, 37)]
    [InlineData("turned-little.jpg", 21, 37)]
    [InlineData("turned.avif", 21, 37)]
    public void A_picture_has_the_size_at_which_a_browser_shows_it(string file, int width, int height)
    {
        using var stream = File.OpenRead(PathOf(file));

        Assert.Equal(new PictureSize(width, height), PictureSize.Read(stream));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>", 30, 20)]
    [InlineData("<?xml version='1.0'?><!DOCTYPE svg><!-- a --><svg width=' 30.4px ' height='20PX' viewBox='0 0 1 1'/>", 30, 20)]
    [InlineData("<svg width='100%' height='10em' viewBox='0,0 640\n480'/>", 640, 480)]
    [InlineData("<svg viewBox='-5 -5 10.6 0.2'/>", 11, 1)]
    [InlineData("<svg viewBox='0 0 1e400 1'/>", null, null)]
    [InlineData("<svg width='10' height='-1'/>", null, null)]
    [InlineData("<svg/>", null, null)]
    [InlineData("<html width='30' height='20'/>", null, null)]
    [InlineData("<svg width='30' height='20'", null, null)]
    [InlineData("<!DOCTYPE svg [<!ENTITY w SYSTEM 'file:///etc/hostname'>]><svg width='&w;' height='20'/>", null, null)]
    [InlineData("words", null, null)]
    [InlineData("", null, null)]
    public void An_SVG_has_the_size_that_it_says(string svg, int? width, int? height)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(svg));

        Assert.Equal(width is null ? null : new PictureSize(width.Value, height!.Value), PictureSize.Read(stream));
    }

    [Fact]
    public void A_picture_that_is_cut_off_anywhere_or_damaged_has_its_size_or_none()
    {
        var random = new Random(1);
        foreach (var file in Directory.GetFiles(PathOf("")))
        {
            var bytes = File.ReadAllBytes(file);
            for (var length = 0; length < bytes.Length; length += 1 + (length / 40))
            {
                using var cut = new MemoryStream(bytes, 0, length);
                Assert.True(PictureSize.Read(cut) is not { } read || read.Width + read.Height == 37 + 21, $"{file} cut at {length}");
            }

            for (var i = 0; i < 2_000; i++)
            {
                byte[] damaged = [.. bytes];
                for (var count = random.Next(1, 5); count > 0; count--) damaged[random.Next(Math.Min(damaged.Length, 400))] = (byte)random.Next(256);
                using var stream = new MemoryStream(damaged);
                Assert.True(PictureSize.Read(stream) is not { } read || (read.Width > 0 && read.Height > 0));
            }
        }
    }

    [Theory]
    [InlineData("map.png", "map.png")]
    [InlineData("./pictures//a%20b.png?v=2#top", "pictures/a b.png")]
    [InlineData("a/../b/./map.png", "b/map.png")]
    [InlineData("a:b/map.png", null)]
    [InlineData("a/b:c.png", "a/b:c.png")]
    [InlineData("https://example.org/map.png", null)]
    [InlineData("//example.org/map.png", null)]
    [InlineData("/map.png", null)]
    [InlineData("../map.png", null)]
    [InlineData("a/../../map.png", null)]
    [InlineData("%2E%2E/map.png", null)]
    [InlineData("..%2Fmap.png", null)]
    [InlineData("..%5Cmap.png", null)]
    [InlineData("?a", null)]
    [InlineData("#a", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    public void A_picture_lies_below_the_folder_of_its_quiz(string address, string? path) => Assert.Equal(path, PicturePath.Of(address));

    [Fact]
    public void A_picture_that_cannot_be_read_has_no_size_and_one_that_is_not_there_is_none()
    {
        var folder = Directory.CreateTempSubdirectory("quizkit-pictures-");
        try
        {
            File.Copy(PathOf("map.png"), Path.Combine(folder.FullName, "map.png"));
            File.WriteAllText(Path.Combine(folder.FullName, "empty.png"), "");
            folder.CreateSubdirectory("folder.png");

            Assert.Equal(new PictureModel("a b/map#1.png", "/a%20b/map%231.png", 37, 21), Find("map.png", "a b/map#1.png"));
            Assert.Equal(new PictureModel("empty.png", "/empty.png", null, null), Find("empty.png", "empty.png"));
            Assert.Null(Find("gone.png", "gone.png"));
            Assert.Null(Find("folder.png", "folder.png"));
            Assert.Null(Find("a\0b.png", "ab.png"));
            if (OperatingSystem.IsWindows()) return;
            using (var made = Process.Start("mkfifo", Path.Combine(folder.FullName, "pipe.png"))) made.WaitForExit();
            Assert.Equal(new PictureModel("pipe.png", "/pipe.png", null, null), Find("pipe.png", "pipe.png"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        PictureModel? Find(string path, string served) => PictureFinder.Find(folder.FullName, path, served, "/");
    }

    [Fact]
    public void A_file_names_each_of_its_pictures_once()
    {
        const string Text = """
            # Rivers

            ![Map](pictures/map.png) ![Again](./pictures/map.png) ![One](<a b.png> "Title") [link](c.png) `![code](d.png)`

            ![By name][e] ![On a server](https://example.org/f.png)

            [e]: e.png
            """;

        Assert.Equal(["pictures/map.png", "a b.png", "e.png"], PictureFinder.PathsIn(Text));
        Assert.Empty(PictureFinder.PathsIn("# Rivers"));
    }

    [Fact]
    public void HTML_gets_the_places_and_sizes_of_the_pictures_that_are_there()
    {
        const string Text = """
            ---
            id: rivers
            language: en
            ---

            # ![Logo](logo.svg) Rivers

            ## 1. Which ![a "river"](map.png?v=1&w=2)?

            Is it ![this](a%20b.png) or ![that](gone.png)?

            - [x] ![Yes](map.png)
            - [ ] ![No](https://example.org/map.png)

            ### Explanation

            As ![read](far/map.png "Title"), by ![Logo](logo.svg).
            """;
        var quiz = Bind(Text);
        var sizes = new Dictionary<string, PictureModel>(StringComparer.Ordinal)
        {
            ["logo.svg"] = new("quiz/logo.svg", "/quiz/logo.svg", null, null),
            ["map.png"] = new("quiz/map.png", "/quiz/map.png", 37, 21),
            ["a b.png"] = new("quiz/a b.png", "/quiz/a%20b.png", 1, 2),
            ["far/map.png"] = new("quiz/far/map.png", "/quiz/far/map.png", 3, 4),
            ["never.png"] = new("quiz/never.png", "/quiz/never.png", 3, 4),
        };
        var asked = new List<string>();

        var placed = QuizPictures.Place(quiz, path =>
        {
            asked.Add(path);
            return sizes.GetValueOrDefault(path);
        });

        Assert.Equal(asked.Distinct(), asked);
        Assert.Equal(
            ["quiz/logo.svg", "quiz/map.png", "quiz/a b.png", "quiz/far/map.png"],
            asked.Where(sizes.ContainsKey).Select(path => "quiz/" + path));
        Assert.Equal(asked.Where(sizes.ContainsKey).Select(path => sizes[path]), placed.Pictures);
        Assert.Contains("<img src=\"/quiz/logo.svg\" alt=\"Logo\">", placed.Title.Html, StringComparison.Ordinal);
        var html = string.Concat(Texts(placed).Select(text => text.Html));
        Assert.Contains("<img src=\"/quiz/map.png?v=1&amp;w=2\" width=\"37\" height=\"21\" alt=\"a &quot;river&quot;\">", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"/quiz/a%20b.png\" width=\"1\" height=\"2\" alt=\"this\">", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"gone.png\" alt=\"that\">", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"/quiz/far/map.png\" width=\"3\" height=\"4\" alt=\"read\" title=\"Title\">", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"https://example.org/map.png\" alt=\"No\">", html, StringComparison.Ordinal);

        // Nothing else changes, and without pictures nothing at all.
        var before = new Queue<RichTextModel>(Texts(quiz));
        Assert.Equal(quiz, placed.WithTexts(text => text with { Html = before.Dequeue().Html }) with { Pictures = default });
        Assert.Same(quiz, QuizPictures.Place(quiz, _ => null));
    }

    [Fact]
    public void The_table_of_a_build_reads_as_it_was_written()
    {
        PictureRow[] rows =
        [
            new("/a/rivers.quiz.md", "map.png", new PictureModel("a/map.png", "/a/map.png", 37, 21)),
            new("/a/rivers.quiz.md", "b c.svg", new PictureModel("a/b c.svg", "/a/b%20c.svg", null, null)),
        ];
        var odd = new PictureRow("/a\tb.quiz.md", "map.png", rows[0].Picture);

        var text = PictureTable.Write([.. rows, odd]);

        Assert.Equal(rows, PictureTable.Read(text));
        Assert.Equal(rows, PictureTable.Read(text.ReplaceLineEndings("\r\n") + "no row\n"));
    }

    private static QuizModel Bind(string text)
    {
        var diagnostics = new DiagnosticBag();
        var quiz = QuizBinder.Bind(new SourceText(text), diagnostics, Cancellation.Never);
        Assert.False(diagnostics.HasError, string.Join('\n', diagnostics.InTextOrder.Select(diagnostic => diagnostic.Message)));
        return quiz.Model;
    }

    private static List<RichTextModel> Texts(QuizModel quiz)
    {
        var texts = new List<RichTextModel>();
        _ = quiz.WithTexts(text =>
        {
            texts.Add(text);
            return text;
        });
        return texts;
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Pictures", file);
}
