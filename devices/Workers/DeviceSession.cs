// One device while a run uses it: opened at the first check, opened again after a check that broke.

using System;
using System.Diagnostics.CodeAnalysis;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;

namespace QuizKit.Devices.Workers;

internal sealed class DeviceSession(IDeviceCatalog catalog, DeviceInfo device) : IDisposable
{
    private Accelerator? _accelerator;
    private Exception? _openingFailure;

    /// <summary>The device.</summary>
    public DeviceInfo Device { get; } = device;

    /// <summary>Opens the device unless it is open. One failure is final: a dead driver may take seconds to say so, once is enough.</summary>
    /// <param name="accelerator">The open device.</param>
    /// <param name="failure">Why it cannot be opened.</param>
    /// <returns>Whether the device is open.</returns>
    public bool TryOpen([NotNullWhen(true)] out Accelerator? accelerator, [NotNullWhen(false)] out Exception? failure)
    {
        if (_accelerator is null && _openingFailure is null)
        {
            try
            {
                _accelerator = catalog.Open(Device);
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                _openingFailure = exception;
            }
        }

        accelerator = _accelerator;
        failure = accelerator is null ? _openingFailure ?? new InvalidOperationException("The catalog opened nothing.") : null;
        return accelerator is not null;
    }

    /// <summary>Closes the device, so that the next check starts from a fresh one and not from what a broken one left.</summary>
    public void Reset() => Dispose();

    /// <summary>Closes the device.</summary>
    public void Dispose()
    {
        Accelerator? accelerator = _accelerator;
        _accelerator = null;
        try
        {
            accelerator?.Dispose();
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            // A damaged device may fail to close as well. Every result has been read back by now, so nothing is lost.
        }
    }
}
