// ILGPU finds every function that it imports, with as many parameters.

using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

public sealed class ImportTests
{
    [Fact]
    public void Every_function_that_ILGPU_imports_is_exported_with_as_many_parameters()
    {
        var imports = typeof(ILGPU.Context).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (Import: method.GetCustomAttribute<DllImportAttribute>(), method.GetParameters().Length))
            .Where(method => method.Import is { Value: "cuda" })
            .Select(method => $"{method.Import!.EntryPoint}/{method.Length}")
            .Distinct().Order(StringComparer.Ordinal).ToList();

        var exports = Cuda.Exports.Select(export => $"{export.Key}/{export.Value.GetParameters().Length}");

        Assert.Equal(48, imports.Count);
        Assert.Empty(imports.Except(exports));
    }
}
