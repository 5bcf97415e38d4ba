// Asks targets for their order: those of this process and of a Python here, those of a device in a process of the device's own.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Python;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Running;

/// <summary>Asks targets for their order.</summary>
/// <param name="devices">The devices.</param>
/// <param name="bench">Runs what is on a device.</param>
/// <param name="python">NumPy and PyTorch, or null where there are none.</param>
internal sealed class OrderRunner(IReadOnlyList<DeviceInfo> devices, ILabBench bench, PythonTargets? python)
{
    /// <summary>The number of addends unless the command line names one: enough for NumPy to split twice.</summary>
    public const int DefaultLength = 300;

    /// <summary>How many arrays an imitation is tried on.</summary>
    public const int Imitations = 10_000;

    /// <summary>The names of all targets, in the order of reports.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. HostTargets.All.Select(target => target.Id),
        .. devices.SelectMany(DeviceTargets.NamesOf),
        .. (python?.All ?? []).Select(target => target.Id),
    ];

    /// <summary>Asks.</summary>
    /// <param name="names">The names of the targets.</param>
    /// <param name="length">How many numbers to add up.</param>
    /// <param name="settings">The seed.</param>
    /// <param name="cancellation">Stops after the current target.</param>
    public OrderReport Run(IReadOnlyCollection<string> names, int length, LabSettings settings, CancellationToken cancellation)
    {
        var findings = new List<OrderFinding>();
        var failures = new List<OrderFailure>();
        foreach (var target in HostTargets.All.Where(target => names.Contains(target.Id))) Ask(target);
        foreach (var device in devices) AskDevice(device, [.. DeviceTargets.NamesOf(device).Where(names.Contains)]);
        foreach (var target in (python?.All ?? []).Where(target => names.Contains(target.Id))) Ask(target);
        return new OrderReport(length, settings.Seed, OrderStudy.WithFamilies(findings))
        {
            Failures = failures,
            Imitations = python is null ? [] : [.. Imitated(names, settings.Seed, failures, cancellation)],
        };

        void Ask(OrderTarget target)
        {
            if (cancellation.IsCancellationRequested) return;
            var (finding, failure) = OrderStudy.Try(target, length, settings.Seed);
            if (finding is not null) findings.Add(finding);
            if (failure is not null) failures.Add(failure);
        }

        void AskDevice(DeviceInfo device, List<string> left)
        {
            // A process that ended under a target costs that target; the next process begins with the one behind it. Two that give
            // no finding at all are enough: the device is at fault.
            var fruitless = 0;
            while (left.Count > 0 && fruitless < 2 && !cancellation.IsCancellationRequested)
            {
                var before = findings.Count;
                var job = new LabJob(LabPart.Order, [device.Id], settings) { Targets = left, Length = length };
                var answered = 0;
                foreach (var reply in bench.Run(job, cancellation))
                {
                    if (reply.Order is { } finding) findings.Add(finding);
                    else failures.Add(reply.OrderFailure ?? new OrderFailure(left[answered], reply.Failure ?? "It gave no answer."));
                    answered++;
                }

                if (answered == 0) break;
                left.RemoveRange(0, Math.Min(answered, left.Count));
                fruitless = findings.Count > before ? 0 : fruitless + 1;
            }

            if (fruitless == 2) failures.AddRange(left.Select(name => new OrderFailure(name, $"Not asked: nothing before it on {device.Id} gave an answer.")));
        }
    }

    private IEnumerable<ImitationFinding> Imitated(IReadOnlyCollection<string> names, ulong seed, List<OrderFailure> failures, CancellationToken cancellation)
    {
        foreach (var imitation in OrderImitation.Of(python!))
        {
            if (cancellation.IsCancellationRequested || !names.Contains(imitation.Target) || failures.Any(failure => failure.Target == imitation.Target)) continue;
            ImitationFinding? finding = null;
            try
            {
                finding = imitation.Try(Imitations, seed, cancellation);
            }
            catch (PythonException exception)
            {
                failures.Add(new OrderFailure(imitation.Target, exception.Message));
            }

            if (finding is not null) yield return finding;
        }
    }
}
