// Runs the benchmarks that the arguments select: BenchmarkDotNet's own command line.

using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
