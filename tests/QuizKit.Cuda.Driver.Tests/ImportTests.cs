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

    [Fact]
    public void The_page_counts_the_exported_functions() =>
        Assert.Contains($"There are {Cuda.Exports.Count} functions", Published.Read("docs/cuda.md"), StringComparison.Ordinal);

    [Fact]
    public void The_page_has_each_option_in_its_table() => Assert.All(
        DriverOptions.Known,
        option => Assert.Contains($"| `{DriverOptions.Prefix}{option}` |", Published.Read("docs/cuda.md"), StringComparison.Ordinal));
}
