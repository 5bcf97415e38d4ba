// The one type that C# asks for and .NET Standard 2.0 lacks: the compiler marks init accessors with it, and so each record.

using System.ComponentModel;

#pragma warning disable IDE0130 // The compiler looks for this type by its full name.
namespace System.Runtime.CompilerServices;
#pragma warning restore IDE0130

[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
