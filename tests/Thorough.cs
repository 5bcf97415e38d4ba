// How much the long tests try: enough in `dotnet test` to go red for the reason in their name, and all of it in the lane `tests` of .ci/run.

using Xunit;

namespace QuizKit.Testing;

/// <summary>Chooses between a short and a thorough form of a test. <c>QUIZKIT_THOROUGH=1</c> in the environment asks for the thorough one.</summary>
internal static class Thorough
{
    /// <summary>Whether the tests are to try all that they know.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("QUIZKIT_THOROUGH") == "1";

    /// <summary>The number of cases to try: a tenth of them in a short run.</summary>
    public static int Count(int all) => Count(all, Math.Max(1, all / 10));

    /// <summary>The number of cases to try, where a tenth is not the right part.</summary>
    public static int Count(int all, int few) => IsOn ? all : few;

    /// <summary>The cases to try: in a short run every so many of them, the first included.</summary>
    public static IEnumerable<T> Cases<T>(IEnumerable<T> all, int oneOf = 10) => IsOn ? all : all.Where((_, index) => index % oneOf == 0);
}

/// <summary>A test that takes long however little it tries: it is skipped in a short run.</summary>
internal sealed class ThoroughFactAttribute : FactAttribute
{
    public ThoroughFactAttribute()
    {
        if (!Thorough.IsOn) Skip = "takes long: QUIZKIT_THOROUGH=1 runs it";
    }
}

/// <summary>Like <see cref="ThoroughFactAttribute"/>, for rows of data.</summary>
internal sealed class ThoroughTheoryAttribute : TheoryAttribute
{
    public ThoroughTheoryAttribute()
    {
        if (!Thorough.IsOn) Skip = "takes long: QUIZKIT_THOROUGH=1 runs it";
    }
}
