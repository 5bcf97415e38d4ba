// Selects the devices that a command line names.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.CommandLine;

internal static class DeviceSelection
{
    private const string All = "all";

    /// <summary>The note if there is only the CPU accelerator.</summary>
    public const string OnlyCpuNote =
        "No OpenCL or CUDA device found: running on the CPU accelerator. `gpu-checks devices` shows why.";

    /// <summary>Returns the chosen devices in the order of the catalog; all usable ones if none is named.</summary>
    /// <exception cref="UsageException">A name is not known, or what it names cannot be used.</exception>
    public static IReadOnlyList<DeviceInfo> Choose(IDeviceCatalog catalog, IReadOnlyList<string> names)
    {
        HashSet<DeviceInfo> chosen = [.. names.SelectMany(name => Find(catalog, name))];
        return names.Count == 0 ? catalog.Devices : [.. catalog.Devices.Where(chosen.Contains)];
    }

    /// <summary>Returns the CUDA driver that devices of these names need.</summary>
    /// <exception cref="UsageException">They need both: a process loads one.</exception>
    public static CudaDriver DriverOf(IReadOnlyList<string> names)
    {
        var kinds = names.Select(name => name.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!kinds.Contains(Names.IdOf(DeviceKind.CudaSoftware))) return CudaDriver.Installed;
        return kinds.Contains(Names.IdOf(DeviceKind.Cuda))
            ? throw new UsageException(
                "cuda and cuda-software cannot be in one run, since a process loads one CUDA driver: "
                    + "run twice with a JSON report each, and merge them with `gpu-checks compare`.")
            : CudaDriver.Software;
    }

    /// <summary>Returns the most capable device: the first CUDA device, otherwise OpenCL, otherwise the CPU.</summary>
    public static IReadOnlyList<DeviceInfo> ChooseOne(IDeviceCatalog catalog) =>
        [.. catalog.Devices.OrderByDescending(device => device.Kind).Take(1)];

    /// <summary>Whether the machine has nothing but the CPU accelerator, and the user did not ask for just that.</summary>
    public static bool FallsBackToCpu(IDeviceCatalog catalog, IReadOnlyList<string> names) =>
        catalog.Devices.All(device => device.Kind == DeviceKind.Cpu) && (names.Count == 0 || names.Any(IsAll));

    private static IReadOnlyList<DeviceInfo> Find(IDeviceCatalog catalog, string name)
    {
        if (IsAll(name)) return catalog.Devices;

        // People used to other tools write cuda:0 for the first device, whose id is cuda.
        var id = name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
        var device = catalog.Devices.FirstOrDefault(d => string.Equals(d.Id, id, StringComparison.OrdinalIgnoreCase));
        if (device is not null) return [device];

        var kindName = id.Split(':')[0];
        foreach (var kind in Enum.GetValues<DeviceKind>())
        {
            if (string.Equals(kindName, Names.IdOf(kind), StringComparison.OrdinalIgnoreCase)) throw Unusable(catalog, kind, name);
        }

        IEnumerable<string> known =
            [All, .. Enum.GetValues<DeviceKind>().Select(Names.IdOf), .. catalog.Devices.Select(d => d.Id)];
        throw UsageException.NotOneOf("device", name, known.Distinct());
    }

    private static UsageException Unusable(IDeviceCatalog catalog, DeviceKind kind, string name)
    {
        if (catalog.Devices.Any(device => device.Kind == kind))
            return new UsageException($"there is no device '{name}' here: `gpu-checks devices` names those there are.");
        var leftOut = catalog.LeftOut.FirstOrDefault(device => device.Kind == kind);
        var why = leftOut is null ? "none was found." : $"{leftOut.Reason.TrimEnd('.')}. {leftOut.Remedy}";
        if (leftOut is not null && leftOut.Name != Names.NameOf(kind)) why = $"{leftOut.Name}: {why}";
        return new UsageException($"no {Names.NameOf(kind)} device can be used: {why}");
    }

    private static bool IsAll(string name) => string.Equals(name, All, StringComparison.OrdinalIgnoreCase);
}
