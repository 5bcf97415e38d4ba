// A node: an actor system of its own process, which adds its shard and sends the state to the collector.

using Akka.Actor;
using Akka.Configuration;
using QuizKit.Numerics;

namespace AkkaSums;

/// <summary>What a node sends.</summary>
/// <param name="Shard">Which part of the numbers it has added.</param>
/// <param name="Process">Its process id.</param>
/// <param name="Rounded">The sum of a loop, for comparison.</param>
/// <param name="State">The exact sum: <see cref="ExactAccumulator.ToByteArray"/>.</param>
internal sealed record Partial(int Shard, int Process, double Rounded, byte[] State);

internal static class Node
{
    private const int Numbers = 300_000;

    /// <summary>Akka.Remote over TCP, on a free port of this machine.</summary>
    public static Config Configuration { get; } = ConfigurationFactory.ParseString("""
        akka {
          loglevel = ERROR
          stdout-loglevel = ERROR
          actor.provider = remote
          remote.log-remote-lifecycle-events = off
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """);

    public static async Task<int> RunAsync(string collector, int shard, int shards)
    {
        var sum = new ExactAccumulator();
        var rounded = 0.0;
        for (var i = shard; i < Numbers; i += shards)
        {
            sum.Add(Number(i));
            rounded += Number(i);
        }

        using var system = ActorSystem.Create("node", Configuration);
        var partial = new Partial(shard, Environment.ProcessId, rounded, sum.ToByteArray());
        await system.ActorSelection(collector).Ask<string>(partial, TimeSpan.FromSeconds(30));
        await system.Terminate();
        return 0;
    }

    /// <summary>Numbers of both signs over sixty powers of two: their rounded sum depends on its order.</summary>
    private static double Number(int index) => Math.ScaleB((long)((ulong)index * 0x9E3779B97F4A7C15), (index * 7919 % 61) - 90);
}

/// <summary>Collects the partial sums in the order of their arrival.</summary>
internal sealed class Collector : ReceiveActor
{
    public Collector(int nodes, TaskCompletionSource<IReadOnlyList<Partial>> collected)
    {
        List<Partial> partials = [];
        Receive<Partial>(partial =>
        {
            partials.Add(partial);
            Sender.Tell("received");
            if (partials.Count == nodes) collected.SetResult([.. partials]);
        });
    }
}
