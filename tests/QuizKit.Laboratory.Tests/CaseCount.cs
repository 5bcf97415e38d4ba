// How many random cases a test tries: few in each run, as many as a variable of the environment says on request.

using System.Globalization;

namespace QuizKit.Laboratory.Tests;

internal static class CaseCount
{
    /// <summary>Returns the number in a variable, or where it is not set the usual one, which is a tenth in a short run.</summary>
    public static int Of(string variable, int usual) => Environment.GetEnvironmentVariable(variable) is { } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : Thorough.Count(usual);
}
