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
        if (context.Failure != CudaResult.Success)
            throw new DriverException(context.Failure, "a kernel failed in this context");
        body();
    });

    /// <exception cref="DriverException">The condition does not hold.</exception>
    public static void Require([DoesNotReturnIf(false)] bool condition, string what, CudaResult result = CudaResult.InvalidValue)
    {
        if (!condition) throw new DriverException(result, what);
    }

    private static int Guard(Action body)
    {
        lock (DriverState.Gate)
        {
            var (result, _) = Run(body);
            return (int)result;
        }
    }

    private static (CudaResult Result, string? Message) Run(Action body)
    {
        try
        {
            body();
            return (CudaResult.Success, null);
        }
        catch (DriverException exception)
        {
            return (exception.Result, exception.Message);
        }
        catch (CudaException exception)
        {
            return ((CudaResult)exception.Error, exception.Message);
        }
        catch (OutOfMemoryException exception)
        {
            return (CudaResult.OutOfMemory, exception.Message);
        }
#pragma warning disable CA1031 // An exception that left an exported function would end the program that called it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"CUDA in software: {exception}");
            return (CudaResult.Unknown, exception.Message);
        }
    }
}
