// What every exported function has in common: no exception leaves it, and its context has not failed.

using System.Diagnostics.CodeAnalysis;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static class Call
{
    /// <summary>A function that works before cuInit.</summary>
    public static int Anywhere(Action body) => Guard(body);

    /// <summary>A function that needs no context.</summary>
    public static int Initialized(Action body) => Guard(() =>
    {
        _ = DriverState.Device;
        body();
    });

    /// <summary>A function of the current context.</summary>
    public static int InContext(Action body) => Guard(() =>
    {
        _ = DriverState.Device;
        var context = DriverState.Context;
        if (context.Failure != CudaError.Success)
            throw new CudaException(context.Failure, "a kernel failed in this context");
        body();
    });

    /// <exception cref="CudaException">The condition does not hold.</exception>
    public static void Require([DoesNotReturnIf(false)] bool condition, string what, CudaError result = CudaError.InvalidValue)
    {
        if (!condition) throw new CudaException(result, what);
    }

    private static int Guard(Action body)
    {
        lock (DriverState.Gate) return (int)Run(body);
    }

    private static CudaError Run(Action body)
    {
        try
        {
            body();
            return CudaError.Success;
        }
        catch (CudaException exception)
        {
            return exception.Error;
        }
        catch (OutOfMemoryException)
        {
            return CudaError.OutOfMemory;
        }
#pragma warning disable CA1031 // An exception that left an exported function would end the program that called it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"CUDA in software: {exception}");
            return CudaError.Unknown;
        }
    }
}
