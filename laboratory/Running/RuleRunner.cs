// Learns the rules of targets: those of .NET and of libraries in this process, those of a device through an executor.

using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Rules;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Running;

internal sealed class RuleRunner(
    IReadOnlyList<DeviceInfo> devices, Func<IExecutor<LabJob, LabReply>> openExecutor, LibraryTargets libraries)
{
    /// <summary>Studies the named targets; a cancellation stops it after the current length.</summary>
    public RuleReport Run(
        IReadOnlyCollection<string> names, int longest, ulong seed, StepProgress progress, CancellationToken cancellation)
    {
        var findings = new List<RuleFinding>();
        var failures = new List<OrderFailure>();
        var done = 0;
        foreach (var target in HostTargets.All.Where(target => names.Contains(target.Id)))
            Study(target, _ => "This implementation has one thread.");
        foreach (var device in devices)
        {
            using var executor = openExecutor();
            foreach (var name in DeviceTargets.NamesOf(device).Where(names.Contains))
            {
                if (!Begin(name)) break;
                var job = new LabJob(LabPart.Order, [device.Id], new LabSettings(Scale.Quick, seed, 1))
                {
                    Targets = [name],
                    LongestOfRules = longest,
                };
                var reply = executor.Run(job, cancellation).LastOrDefault();
                if (reply is LabFound<RuleFinding> found) findings.Add(found.Found);
                else if (reply is LabFound<OrderFailure> failed) failures.Add(failed.Found);
                else if (reply is not null) failures.Add(new OrderFailure(name, reply.Failure ?? "It gave no answer."));
            }
        }

        foreach (var target in libraries.All.Where(target => names.Contains(target.Id)))
            Study(target, count => libraries.SetThreads(target.Id, count));
        return new RuleReport(longest, seed, findings)
        {
            Failures = failures,
            Notes = libraries.Notes,
            IsComplete = !cancellation.IsCancellationRequested,
        };

        bool Begin(string step)
        {
            if (cancellation.IsCancellationRequested) return false;
            progress(step, done++, names.Count);
            return true;
        }

        void Study(OrderTarget target, Func<int, string?> setThreads)
        {
            if (!Begin(target.Id)) return;
            try
            {
                var (finding, failure) = RuleStudy.Try(target, longest, seed, setThreads, cancellation);
                if (finding is not null) findings.Add(finding);
                if (failure is not null) failures.Add(failure);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // What was found before is reported.
            }
        }
    }
}
