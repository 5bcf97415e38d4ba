// One device while a run uses it: opened at the first check, and again after a check that failed.

using System.Diagnostics.CodeAnalysis;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;

namespace QuizKit.Devices.Workers;

internal sealed class DeviceSession(IDeviceCatalog catalog, DeviceInfo device) : IDisposable
{
    private Accelerator? _accelerator;
    private Exception? _openingFailure;

    public DeviceInfo Device { get; } = device;

    /// <summary>Opens the device unless it is open. A failure is final: a broken driver may take seconds to fail, so it is not tried
    /// again.</summary>
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
        failure = accelerator is null ? _openingFailure ?? new InvalidOperationException("The catalog opened no device.") : null;
        return accelerator is not null;
    }

    /// <summary>Closes the device, so that the next check does not start from the state that a failed one left.</summary>
    public void Reset() => Dispose();

    public void Dispose()
    {
        var accelerator = _accelerator;
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
