// What the Markdown form of a passage has in place of a span of its source.

using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <param name="Span">The span: a comment, a definition, the label of a reference.</param>
/// <param name="Text">What replaces it; empty where it is taken out.</param>
internal readonly record struct Edit(TextSpan Span, string Text);
