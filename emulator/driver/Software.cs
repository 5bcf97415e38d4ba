// The device behind the exported functions, and where its findings and profiles go.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using QuizKit.Cuda.Emulator;
using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Cuda.Emulator.Scheduling;

namespace QuizKit.Cuda.Driver;

internal sealed class Software(DriverOptions options)
{
    private int _reported;

    public CudaDevice Device { get; } = new(new CudaDeviceOptions
    {
        Contracts = options.Contraction,
        ApproximationSeed = options.Approximations,
        Checks = options.Checks,
        Profiles = options.Profiles,
        InstructionLimit = options.InstructionLimit,
        MemoryBytes = options.MemoryBytes,
        MaximumThreads = DeviceAttributes.MaxThreadsPerBlock,
        MaximumSharedBytes = DeviceAttributes.SharedPerBlockOptIn,
        Workers = options.Workers,
    });

    /// <summary>The seed of the schedule of each launch; null: no fixed order.</summary>
    public ulong? ScheduleSeed { get; set; } = options.Seed;

    /// <summary>The threads of a block that a kernel was compiled for.</summary>
    public static int MaxThreads(PtxKernel kernel) =>
        kernel.MaximumThreads > 0 ? kernel.MaximumThreads : DeviceAttributes.MaxThreadsPerBlock;

    /// <summary>Runs a kernel and reports what the checks found and what was counted. An error has one code alone, so its words are reported as well.</summary>
    /// <exception cref="CudaException">The launch is not possible, or the kernel made an error.</exception>
    public void Launch(PtxKernel kernel, LaunchConfiguration configuration, ReadOnlySpan<byte> parameters)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            Device.Launch(kernel, configuration, parameters, ScheduleSeed is { } seed ? Schedule.FromSeed(seed) : null);
            if (Device.Profile is { } profile) Report(profile, Stopwatch.GetElapsedTime(started));
        }
        catch (CudaException exception)
        {
            Report($"kernel {kernel.Name}: {exception.Message}", writer =>
            {
                writer.WriteString("kind", exception.Error.ToString());
                writer.WriteString("kernel", kernel.Name);
                writer.WriteString("message", exception.Message);
            });
            throw;
        }
        finally
        {
            ReportFindings();
        }
    }

    /// <summary>Copies bytes to the host, and reports it where some of them were never written.</summary>
    /// <exception cref="CudaException">The range is not within an allocation.</exception>
    public void Read(ulong from, Span<byte> to)
    {
        Device.Memory.Read(from, to);
        ReportFindings();
    }

    private void ReportFindings()
    {
        if (!options.Checks) return;
        var findings = Device.Findings;
        for (; _reported < findings.Count; _reported++) Report(findings[_reported]);
    }

    private void Report(LaunchProfile profile, TimeSpan time)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"kernel {profile.Kernel}: {profile.Instructions:N0} instructions of warps, {profile.MeanLanes:F1} of 32 lanes on average, "
                + $"{profile.Transactions:N0} transactions of 32 bytes; "
                + $"{profile.Instructions / time.TotalSeconds:N0} instructions a second");
        Report(text, writer =>
        {
            writer.WriteString("kind", "Profile");
            writer.WriteString("kernel", profile.Kernel);
            writer.WriteNumber("instructions", profile.Instructions);
            writer.WriteNumber("meanLanes", profile.MeanLanes);
            writer.WriteNumber("transactions", profile.Transactions);
            writer.WriteNumber("seconds", time.TotalSeconds);
            writer.WriteStartObject("opcodes");
            foreach (var opcode in profile.Opcodes) writer.WriteNumber(opcode.Opcode, opcode.Warps);
            writer.WriteEndObject();
        });
    }

    private void Report(Finding finding) => Report(finding.ToString(), writer =>
    {
        writer.WriteString("kind", finding.Kind.ToString());
        writer.WriteString("kernel", finding.Kernel);
        writer.WriteNumber("line", finding.Line);
        writer.WriteString("source", finding.Source);
        Write(writer, "block", finding.Block);
        Write(writer, "thread", finding.Thread);
        writer.WriteString("address", $"0x{finding.Address:x}");
        writer.WriteString("message", finding.Message);
    });

    /// <summary>Writes a line: JSON into the file that the options name, text into the error stream without one.</summary>
    private void Report(string text, Action<Utf8JsonWriter> write)
    {
        if (options.Report is null)
        {
            Console.Error.WriteLine($"CUDA in software: {text}");
            return;
        }

        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        File.AppendAllText(options.Report, Encoding.UTF8.GetString(line.ToArray()) + "\n");
    }

    private static void Write(Utf8JsonWriter writer, string name, Dimension3 place)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(place.X);
        writer.WriteNumberValue(place.Y);
        writer.WriteNumberValue(place.Z);
        writer.WriteEndArray();
    }
}
