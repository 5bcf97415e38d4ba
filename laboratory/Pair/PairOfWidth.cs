// The results for the networks of one width.

namespace QuizKit.Laboratory.Pair;

internal sealed record PairOfWidth(
    int Width,
    IReadOnlyList<StudiedSide> Sides,
    IReadOnlyList<NetworkOrders> Orders,
    IReadOnlyList<HeadOfDepth> Heads,
    IReadOnlyList<PairImitation> Imitations);

/// <summary>The logits of each side at one depth, their sigmoids as each side computed them, and the bounds of the logits.</summary>
internal sealed record HeadOfDepth(int Depth, float[][] Logits, float[][] Outputs, LayerBounds Bounds);

/// <summary>An open device, and why it cannot imitate an order, or null.</summary>
internal sealed record ImitatingDevice(Accelerator Accelerator, DeviceInfo Device, string? WhyNot);
