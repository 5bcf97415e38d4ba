// Runs the benchmarks that the arguments select: BenchmarkDotNet's own command line. 'guard' measures the ratios that must not grow.

using BenchmarkDotNet.Running;
using QuizKit.Benchmarks;

if (args is ["guard"]) return Guard.Run(Console.Out);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
