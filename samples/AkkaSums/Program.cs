// A sum over several processes: each adds its share of the numbers and sends the state of its accumulator over Akka.Remote.
//
//     dotnet run                                          starts 2 nodes, then 4, each a process
//     dotnet run -- node COLLECTOR SHARD SHARDS           one of them, which the command above starts

using System.Diagnostics;
using Akka.Actor;
using AkkaSums;
using QuizKit.Numerics;

if (args is ["node", var collectorPath, var shardText, var shardsText])
    return await Node.RunAsync(collectorPath, int.Parse(shardText), int.Parse(shardsText));

HashSet<string> states = [];
HashSet<double> roundedSums = [];
foreach (var nodes in new[] { 2, 4 })
{
    var partials = await CollectAsync(nodes);
    var forwards = partials.Aggregate(0.0, (sum, partial) => sum + partial.Rounded);
    var backwards = partials.Reverse().Aggregate(0.0, (sum, partial) => sum + partial.Rounded);
    var total = new ExactAccumulator();
    foreach (var partial in partials) total.Merge(ExactAccumulator.Read(partial.State));
    states.Add(Convert.ToHexString(total.ToByteArray()));
    roundedSums.UnionWith([forwards, backwards]);

    Console.WriteLine(
        $"{nodes} nodes: processes {partials.Select(partial => partial.Process).Distinct().Count()}, " +
        $"bytes {partials.Sum(partial => partial.State.Length)}, terms {total.Count:N0}, exact sum {total.ToDouble():R}");
    Console.WriteLine($"         rounded partial sums, as they arrived: {forwards:R}; the other way round: {backwards:R}");
}

Console.WriteLine();
Console.WriteLine($"results of rounded partial sums: {roundedSums.Count}; of exact ones: {states.Count}");
return states.Count == 1 ? 0 : 1;

static async Task<IReadOnlyList<Partial>> CollectAsync(int nodes)
{
    using var system = ActorSystem.Create("collector", Node.Configuration);
    var collected = new TaskCompletionSource<IReadOnlyList<Partial>>(TaskCreationOptions.RunContinuationsAsynchronously);
    var collector = system.ActorOf(Props.Create(() => new Collector(nodes, collected)), "sum");
    var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
    var processes = Enumerable.Range(0, nodes).Select(node => Start(collector.Path.ToStringWithAddress(address), node, nodes)).ToList();
    try
    {
        return await collected.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
    finally
    {
        foreach (var process in processes)
        {
            if (!process.WaitForExit(TimeSpan.FromSeconds(15))) process.Kill();
            process.Dispose();
        }

        await system.Terminate();
    }
}

// This program again: by its own executable, or by the one of dotnet.
static Process Start(string collector, int shard, int shards)
{
    var program = Environment.ProcessPath!;
    string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Node).Assembly.Location] : [];
    return Process.Start(new ProcessStartInfo(program, [.. self, "node", collector, $"{shard}", $"{shards}"]))!;
}
