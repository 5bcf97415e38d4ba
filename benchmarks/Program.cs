// Runs the benchmarks that the arguments select: BenchmarkDotNet's own command line. 'guard' measures the ratios that must not grow.

using BenchmarkDotNet.Running;
using QuizKit.Benchmarks;

switch (args)
{
    case ["guard"]: return Guard.Run(Console.Out);

    // What 'guard' runs in a process of its own.
    case ["first", var what]:
        Guard.WriteFirst(what, Console.Out);
        return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
