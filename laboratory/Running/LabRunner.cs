// Goes through the parts of the laboratory, device by device.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

/// <summary>Goes through the parts of the laboratory.</summary>
/// <param name="devices">The devices.</param>
/// <param name="leftOut">The devices that were looked for and cannot be used.</param>
/// <param name="bench">Does the work.</param>
internal sealed class LabRunner(IReadOnlyList<DeviceInfo> devices, IReadOnlyList<LeftOutDevice> leftOut, ILabBench bench)
{
    /// <summary>The claim that the laboratory goes further into; its question links to it.</summary>
    public const string Claim = "numpy-pytorch-differ";

    private readonly List<LabFailure> _failures = [];

    /// <summary>Runs parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="settings">How.</param>
    /// <param name="openPython">Starts a Python for the orders; gives none and a note where there is none.</param>
    /// <param name="progress">Is told what begins.</param>
    /// <param name="cancellation">Stops it; what was found by then is kept.</param>
    public LabReport Run(
        IReadOnlyList<LabPart> parts, LabSettings settings, Func<(PythonTargets? Python, string? Note)> openPython, Action<string> progress, CancellationToken cancellation)
    {
        OrderReport? orders = null;
        PairReport? pair = null;
        var variation = new List<VariationReport>();
        var cure = new List<CureReport>();
        if (parts.Contains(LabPart.Order))
        {
            progress(LabParts.IdOf(LabPart.Order));
            orders = Orders(settings, openPython, cancellation);
        }

        if (parts.Contains(LabPart.Pair)) pair = Pair(settings, progress, cancellation);
        if (parts.Contains(LabPart.Variation)) variation.AddRange(OnEach(LabPart.Variation, settings, progress, cancellation).Select(reply => reply.Variation).OfType<VariationReport>());
        if (parts.Contains(LabPart.Cure)) cure.AddRange(OnEach(LabPart.Cure, settings, progress, cancellation).Select(reply => reply.Cure).OfType<CureReport>());
        return new LabReport(parts, devices, leftOut, settings)
        {
            Orders = orders,
            Pair = pair,
            Variation = variation,
            Cure = cure,
            Failures = _failures,
            IsComplete = !cancellation.IsCancellationRequested,
        };
    }

    private OrderReport Orders(LabSettings settings, Func<(PythonTargets? Python, string? Note)> openPython, CancellationToken cancellation)
    {
        var (python, note) = openPython();
        using (python)
        {
            var runner = new OrderRunner(devices, bench, python);
            var notes = new[] { note, python?.Missing }.OfType<string>();
            return runner.Run([.. runner.Names], OrderRunner.DefaultLength, settings, cancellation) with { Notes = [.. notes] };
        }
    }

    /// <summary>All devices imitate the libraries, which run once. A device that takes the process down is left out of a second attempt.</summary>
    private PairReport? Pair(LabSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        progress(LabParts.IdOf(LabPart.Pair));
        List<string> ids = [.. devices.Select(device => device.Id)];
        var reply = bench.Run(new LabJob(LabPart.Pair, ids, settings), cancellation).FirstOrDefault();
        if (reply?.Failure is { } failure && ids.Count > 1)
        {
            _failures.Add(new LabFailure(LabPart.Pair, null, $"{failure} Tried again on {ids[0]} alone."));
            reply = bench.Run(new LabJob(LabPart.Pair, [ids[0]], settings), cancellation).FirstOrDefault();
        }

        if (reply?.Failure is { } second) _failures.Add(new LabFailure(LabPart.Pair, null, second));
        return reply?.Pair;
    }

    private IEnumerable<LabReply> OnEach(LabPart part, LabSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        foreach (var device in devices)
        {
            if (cancellation.IsCancellationRequested) yield break;
            progress($"{LabParts.IdOf(part)} on {device.Id}");
            foreach (var reply in bench.Run(new LabJob(part, [device.Id], settings), cancellation))
            {
                if (reply.Failure is { } failure) _failures.Add(new LabFailure(part, device.Id, failure));
                else yield return reply;
            }
        }
    }
}
