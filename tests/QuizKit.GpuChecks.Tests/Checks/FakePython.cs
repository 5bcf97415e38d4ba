// A program that stands in for Python, for tests of what is made of its answers.

using System;
using System.IO;

namespace QuizKit.GpuChecks.Tests.Checks;

/// <summary>An executable file that stands in for Python.</summary>
internal sealed class FakePython : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fake-python").FullName;

    public FakePython(string unix, string windows)
    {
        Path = System.IO.Path.Combine(_folder, OperatingSystem.IsWindows() ? "python.cmd" : "python");
        File.WriteAllText(Path, OperatingSystem.IsWindows() ? $"@echo off\r\n{windows}\r\n" : $"#!/bin/sh\n{unix}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
