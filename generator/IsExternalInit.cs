// The one type that C# asks for and .NET Standard 2.0 lacks: the compiler marks init accessors with it, and so each record.

using System.ComponentModel;

namespace System.Runtime.CompilerServices;

[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
