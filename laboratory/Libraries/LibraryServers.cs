// The library hosts of a run behind one service: each line begins with the host that is meant.

namespace QuizKit.Laboratory.Libraries;

/// <summary>Passes each line to its host. Answers are read in the order of the lines.</summary>
internal sealed class LibraryServers(params LibraryServer[] servers) : ILineService, IDisposable
{
    private readonly Queue<LibraryServer> _asked = [];

    /// <summary>Addresses a line.</summary>
    public static string To(LibraryHost host, string line) => $"{host.Id} {line}";

    public void Send(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var server = servers.Single(server => server.Host.Id == line[..end]);
        server.Send(line[(end + 1)..]);
        _asked.Enqueue(server);
    }

    public string Read(CancellationToken cancellation) => _asked.Dequeue().Read(cancellation);

    public void Dispose()
    {
        foreach (var server in servers) server.Dispose();
    }
}
