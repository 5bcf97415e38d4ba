// Types that .NET Standard 2.0 lacks and the compiler knows by their names.

#pragma warning disable IDE0130 // The compiler looks for these types by their full names.
namespace System.Runtime.CompilerServices;
#pragma warning restore IDE0130

internal static class IsExternalInit;

[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName { get; } = parameterName;
}
