// The bodies of requests.

namespace QuizKit.AspNetCore;

/// <summary>A reply as it is posted.</summary>
/// <param name="Reply">What the learner typed; for choices their letters, such as <c>a, c</c>.</param>
/// <param name="Seed">The seed with which the question was shown; null where it was shown without one.</param>
internal sealed record ReplyRequest(string Reply, int? Seed = null);

/// <summary>A request for the answer.</summary>
/// <param name="Seed">The seed with which the question was shown; null where it was shown without one.</param>
internal sealed record RevealRequest(int? Seed = null);
