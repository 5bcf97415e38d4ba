// Compiles an emitted class in memory.

using System.Numerics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Rules;
using Xunit;

namespace QuizKit.Laboratory.Tests.Rules;

internal static class EmittedCode
{
    private delegate T SumOf<T>(ReadOnlySpan<T> x);

    private delegate T DotOf<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y);

    /// <summary>Returns the class as a target that computes what the original one does.</summary>
    public static OrderTarget Compile(string text, OrderTarget original)
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            RuleCode.NameOf(original.Id),
            [CSharpSyntaxTree.ParseText(text)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var file = new MemoryStream();
        var result = compilation.Emit(file);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics) + "\n" + text);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        var type = Assembly.Load(file.ToArray()).GetType(RuleCode.NameOf(original.Id))!;
        return original.Format.Name switch
        {
            "binary32" => Of<float>(type, original),
            "binary64" => Of<double>(type, original),
            _ => Of<Half>(type, original),
        };
    }

    private static OrderTarget Of<T>(Type type, OrderTarget original)
        where T : INumberBase<T>
    {
        if (original.Operation == OrderOperation.Sum)
        {
            var sum = type.GetMethod("Sum")!.CreateDelegate<SumOf<T>>();
            return OrderTarget.SumOf<T>(original.Id, "emitted", original.Format, values => sum(values));
        }

        var dot = type.GetMethod("Dot")!.CreateDelegate<DotOf<T>>();
        return OrderTarget.DotOf<T>(original.Id, "emitted", original.Format, (a, b) => dot(a, b));
    }
}
