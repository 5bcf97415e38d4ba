// Where the work of the laboratory is done: in this process, or in one of its own that may hang or crash.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

/// <summary>Does pieces of work.</summary>
internal interface ILabBench
{
    /// <summary>Does a piece of work. What breaks is told in an answer, never thrown.</summary>
    /// <param name="job">The work.</param>
    /// <param name="cancellation">Stops it; there are no further answers then.</param>
    IEnumerable<LabReply> Run(LabJob job, CancellationToken cancellation);
}

/// <summary>Works in this process.</summary>
/// <param name="catalog">Opens the devices.</param>
internal sealed class InProcessBench(IDeviceCatalog catalog) : ILabBench
{
    /// <summary>How long an installed Python may take for one product of matrices.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public IEnumerable<LabReply> Run(LabJob job, CancellationToken cancellation)
    {
        var replies = new List<LabReply>();
        Run(job, replies.Add, cancellation);
        return replies;
    }

    /// <summary>Does a piece of work and hands out each answer as it comes, for a process that may not live to give the next.</summary>
    /// <param name="job">The work.</param>
    /// <param name="reply">Takes an answer.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(LabJob job, Action<LabReply> reply, CancellationToken cancellation)
    {
        var open = new List<(Accelerator Accelerator, DeviceInfo Device)>();
        try
        {
            if (Open(job, open) is { } failure) reply(new LabReply { Failure = failure });
            else Work(job, open, reply, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The user stopped it: what was answered stays.
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            reply(new LabReply { Failure = Failure.Describe(exception) });
        }
        finally
        {
            foreach (var (accelerator, _) in open) accelerator.Dispose();
        }
    }

    private string? Open(LabJob job, List<(Accelerator Accelerator, DeviceInfo Device)> open)
    {
        foreach (var id in job.Devices)
        {
            if (catalog.Devices.FirstOrDefault(device => device.Id == id) is not { } device) return $"There is no device '{id}' any more.";
            try
            {
                open.Add((catalog.Open(device), device));
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                return $"{id} cannot be opened: {Failure.Describe(exception)}";
            }
        }

        return null;
    }

    private static void Work(
        LabJob job, List<(Accelerator Accelerator, DeviceInfo Device)> open, Action<LabReply> reply, CancellationToken cancellation)
    {
        var (accelerator, device) = open[0];
        switch (job.Part)
        {
            case LabPart.Order:
                foreach (var name in job.Targets)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var (finding, failure) = OrderStudy.Try(DeviceTargets.Of(accelerator, device, name), job.Length, job.Settings.Seed);
                    reply(new LabReply { Order = finding, OrderFailure = failure });
                }

                break;
            case LabPart.Pair:
                reply(new LabReply { Pair = PairStudy.Of(open, job.Settings, Patience, cancellation) });
                break;
            case LabPart.Variation:
                reply(new LabReply { Variation = VariationStudy.Of(accelerator, device, job.Settings, cancellation) });
                break;
            case LabPart.Cure:
                reply(new LabReply { Cure = CureStudy.Of(accelerator, device, job.Settings, cancellation) });
                break;
        }
    }
}

/// <summary>Has a process of its own for each piece of work.</summary>
/// <param name="createStart">Says how to start one.</param>
/// <param name="limit">How long an answer may take, or null for no limit.</param>
internal sealed class ChildProcessBench(Func<ProcessStartInfo> createStart, TimeSpan? limit) : ILabBench
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    /// <summary>How long work may take to notice that the user has stopped it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<LabReply> Run(LabJob job, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) yield break;
        using var worker = new WorkerProcess<LabReply>(createStart(), LabWorker.Command, LabJobJsonContext.Default.LabReply);

        // The first line is the work, any further one stops it: so the work goes first, even where the user is quick.
        worker.Send(job, LabJobJsonContext.Default.LabJob);
        using var stop = cancellation.Register(() => worker.Send(job, LabJobJsonContext.Default.LabJob));
        while (true)
        {
            var (reply, timedOut) = Receive(worker, cancellation);
            if (reply is not null)
            {
                yield return reply;
                continue;
            }

            var exitCode = timedOut ? 0 : worker.WaitForExit();
            if (cancellation.IsCancellationRequested || (!timedOut && exitCode == 0)) yield break;
            yield return new LabReply
            {
                Failure = timedOut
                    ? string.Create(CultureInfo.InvariantCulture, $"It did not end within {limit!.Value.TotalSeconds:0.###} s and was stopped. Allow it more with --timeout, or less work with --scale quick.")
                    : Failure.OfCrash(exitCode, worker.LastLine),
            };
            yield break;
        }
    }

    /// <summary>Waits for an answer for as long as one may take, and once the user has stopped it for a moment only.</summary>
    private (LabReply? Reply, bool TimedOut) Receive(WorkerProcess<LabReply> worker, CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        Stopwatch? stopping = null;
        while (true)
        {
            var (reply, timedOut) = worker.Receive(Slice);
            if (reply is not null || !timedOut) return (reply, false);
            if (cancellation.IsCancellationRequested) stopping ??= Stopwatch.StartNew();
            if (stopping?.Elapsed > Grace || (stopping is null && waiting.Elapsed > limit)) return (null, true);
        }
    }
}
