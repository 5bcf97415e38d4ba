// The members that a framework lacks, for all files.

#if !NET9_0_OR_GREATER
global using QuizKit.Numerics.Compatibility;
#endif
