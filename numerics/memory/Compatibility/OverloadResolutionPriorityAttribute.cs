// An attribute that .NET 8 lacks and the compiler knows by its name.

#if !NET9_0_OR_GREATER
#pragma warning disable IDE0130 // The compiler looks for this type by its full name.
namespace System.Runtime.CompilerServices;
#pragma warning restore IDE0130

[AttributeUsage(AttributeTargets.Method)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
#endif
