// A web app of somebody else, as it runs.

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace QuizKit.Packages.Tests;

/// <summary>A web app that was built, running on a port of its own.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly Process _process;

    private WebServer(Process process, string address)
    {
        _process = process;
        Client.BaseAddress = new Uri(address);
    }

    public HttpClient Client { get; } = new();

    public static async Task<WebServer> StartAsync(Consumer app, string name, params string[] arguments)
    {
        string[] all = [Path.Combine(app.Folder, "app", name + ".dll"), "--urls", "http://127.0.0.1:0", .. arguments];
        var process = Process.Start(new ProcessStartInfo(Dotnet.Host, all)
        {
            WorkingDirectory = app.Folder,
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Regex.Match(line, @"http://127\.0\.0\.1:\d+") is not { Success: true } address) continue;

            // The rest has to be read too: a full pipe would stop the app.
            _ = process.StandardOutput.ReadToEndAsync();
            return new WebServer(process, address.Value);
        }

        throw new InvalidOperationException($"{name} ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
