// Between the compiler's types and those of the quiz language.

using Microsoft.CodeAnalysis;
using QuizKit.Language.Text;
using RoslynSpan = Microsoft.CodeAnalysis.Text.TextSpan;
using RoslynText = Microsoft.CodeAnalysis.Text.SourceText;

namespace QuizKit.Generator.Project;

internal static class QuizFile
{
    public static SourceText ToSource(this RoslynText text) => new(text.ToString(), text.Encoding);

    public static Location At(this AdditionalText file, RoslynText text, TextSpan span)
    {
        var place = new RoslynSpan(span.Start, span.Length);
        return Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place));
    }
}
