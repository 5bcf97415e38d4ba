// Renders a passage in each form that is made at compile time. Every text of a model comes from here.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;

namespace QuizKit.Language.Rendering;

internal static class RichText
{
    public static RichTextModel Render(Passage passage, DiagnosticBag diagnostics) => new(
        MarkdownForm.Write(passage, diagnostics),
        ProseText.Write(passage, new TexPlain(passage.Cancellation)),
        ProseText.Write(passage, new TexUnicode(passage.Cancellation)),
        ProseHtml.Write(passage));
}
