// Hands the comparison to Verify.Xunit, in builds with -p:UseVerify=true.
#if USE_VERIFY

using System.Reflection;
using VerifyTests;
using VerifyXunit;
using Xunit.Sdk;

namespace QuizKit.Snapshots;

/// <summary>Compares through Verify.Xunit 19.6 to 31.12, over the same files.</summary>
internal static class VerifyXunitAdapter
{
    public static void Verify(string text, SnapshotFiles files)
    {
        var settings = new VerifySettings();
        settings.UseTypeName(files.TestClass);
        settings.UseMethodName(files.TestMethod);
        if (files.Parameters is not null)
            settings.UseTextForParameters(files.Parameters);

        // Verify learns from an attribute which test runs. Telling it here keeps the test classes the same with and without Verify.
        CurrentTest.Before(FindTest(files));
        // A test that forgets to await would pass unseen, so this waits. Verify captures no synchronization context.
        Task.Run(async () => await Verifier.Verify(text, files.Extension, settings, files.SourceFile)).GetAwaiter().GetResult();
    }

    // Up to 22, it stands on each test class; since 23, Verify's own props put it on the assembly under another name.
    private static BeforeAfterTestAttribute CurrentTest { get; } = (BeforeAfterTestAttribute)Activator.CreateInstance(
        typeof(Verifier).Assembly.GetType("VerifyXunit.UseVerifyAttribute")
        ?? typeof(Verifier).Assembly.GetType("VerifyXunit.UsesVerifyAttribute", throwOnError: true)!)!;

    private static MethodInfo FindTest(SnapshotFiles files) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == typeof(Snapshot).Assembly.GetName().Name))
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Name == files.TestClass)
        .SelectMany(type => type.GetMethods())
        .FirstOrDefault(method => method.Name == files.TestMethod)
        ?? throw new InvalidOperationException($"There is no test {files.TestClass}.{files.TestMethod}: a test class is named like its source file.");
}
#endif
