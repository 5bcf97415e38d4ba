// The results for the networks of one width.

using ILGPU.Runtime;
using QuizKit.Devices.Discovery;

namespace QuizKit.Laboratory.Pair;

/// <summary>The results for the networks of one width.</summary>
/// <param name="Width">The width.</param>
/// <param name="Sides">The sides.</param>
/// <param name="Orders">The orders of each side's products.</param>
/// <param name="Heads">The outputs at each depth.</param>
/// <param name="Imitations">How often each device gave the bits of each side.</param>
internal sealed record PairOfWidth(
    int Width,
    IReadOnlyList<StudiedSide> Sides,
    IReadOnlyList<NetworkOrders> Orders,
    IReadOnlyList<HeadOfDepth> Heads,
    IReadOnlyList<PairImitation> Imitations);

/// <summary>The outputs of the networks of one depth.</summary>
/// <param name="Depth">The number of hidden layers.</param>
/// <param name="Logits">The logits of each side.</param>
/// <param name="Outputs">The sigmoids that each side computed from its logits.</param>
/// <param name="Bounds">The exact logits and their error bounds.</param>
internal sealed record HeadOfDepth(int Depth, float[][] Logits, float[][] Outputs, LayerBounds Bounds);

/// <summary>A device that may imitate.</summary>
/// <param name="Accelerator">The open device.</param>
/// <param name="Device">Its name and capabilities.</param>
/// <param name="WhyNot">Why it cannot imitate an order, or null.</param>
internal sealed record ImitatingDevice(Accelerator Accelerator, DeviceInfo Device, string? WhyNot);
