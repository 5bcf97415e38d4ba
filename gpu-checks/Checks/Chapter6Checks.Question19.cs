// Question 19: why two programs with the same weights differ in their last bits.

using QuizKit.Cuda.Emulator;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question19Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>(a+b)+c and a+(b+c) differ for some numbers.</summary>
    protected override Outcome AdditionIsNotAssociative(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var triples = context.Size("random triples", quick: 1 << 16, full: 1 << 20);
        var (positive, signed) = (TwoSums(context, triples, from: 0f), TwoSums(context, triples, from: -1f));
        return DescribeAssociativity(triples, positive, signed) with { Seed = context.Seed };
    }

    /// <summary>Describes how many triples of U(0, 1) and of U(−1, 1) have two sums, and how many ulp these are apart.</summary>
    internal static Outcome DescribeAssociativity(
        int triples, (int Different, long LargestUlps) positive, (int Different, long LargestUlps) signed)
    {
        double share = positive.Different / (double)triples, signedShare = signed.Different / (double)triples;
        return new Outcome
        {
            Verdict = positive.Different + signed.Different > 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"{share:P2} of the triples of U(0, 1) give two sums, at most {positive.LargestUlps} ulp apart; of U(-1, 1), ") +
                Invariant($"where terms cancel, {signedShare:P2}, at most {signed.LargestUlps:N0} ulp apart."),
            Method = Invariant($"(a+b)+c against a+(b+c) for {triples:N0} random triples of each kind, operands from a buffer, ") +
                "exact binary32 additions.",
            Measurements =
            [
                Measurement.Of("share of triples of U(0, 1) that differ", share) with { Source = "0 if addition were associative" },
                Measurement.Of("largest difference, U(0, 1)", positive.LargestUlps, "ulp"),
                Measurement.Of("share of triples of U(-1, 1) that differ", signedShare),
                Measurement.Of("largest difference, U(-1, 1)", signed.LargestUlps, "ulp"),
            ],
            Runs = 2L * triples,
        };
    }

    /// <summary>The same dot products in four accumulation orders give different bits.</summary>
    protected override Outcome AccumulationOrderMatters(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var products = context.Size("dot products", quick: 256, full: 2048);
        var hostA = Samples.Normal(context.Seed, stream: 1, products * DotLength);
        var hostB = Samples.Normal(context.Seed, stream: 2, products * DotLength);
        using var a = accelerator.Allocate1D(hostA);
        using var b = accelerator.Allocate1D(hostB);
        using var results = accelerator.Allocate1D<float>(products * DotOrders.Length);
        using var scratch = accelerator.Allocate1D<float>(products * (DotLength / SummationOrders.NumpyBlock));
        accelerator.Run(DotOrdersKernel, products, a.View, b.View, results.View, scratch.View, DotLength);
        double[] absoluteSums = [.. Enumerable.Range(0, products).Select(p => AbsoluteDot(hostA, hostB, p * DotLength, DotLength))];
        var outcome = DescribeOrders(results.GetAsArray1D(), absoluteSums);
        return outcome with { Finding = outcome.Finding + OfLibraries(context, OrdersOf), Seed = context.Seed };
    }

    /// <summary>Describes dot products, each in the four orders, beside the dot products of the absolute values.</summary>
    internal static Outcome DescribeOrders(float[] found, double[] absoluteSums)
    {
        var products = absoluteSums.Length;
        var comparisons = DotOrders.Skip(1).Select((order, k) =>
        {
            // One more rounding on either side for the products themselves.
            var gamma = RoundingErrors.Gamma(DotOrders[0].Height(DotLength) + 1) + RoundingErrors.Gamma(order.Height(DotLength) + 1);
            var different = 0;
            double largest = 0, boundThere = 0, share = 0;
            for (var p = 0; p < products; p++)
            {
                var difference = Math.Abs((double)found[p * DotOrders.Length] - found[(p * DotOrders.Length) + k + 1]);
                if (difference != 0) different++;
                share = Math.Max(share, difference / (gamma * absoluteSums[p]));
                if (difference >= largest) (largest, boundThere) = (difference, gamma * absoluteSums[p]);
            }

            return (order.Name, Different: different, Largest: largest, Bound: boundThere, Share: share);
        }).ToList();

        var most = comparisons.MaxBy(comparison => comparison.Different);
        var isBroken = comparisons.Any(comparison => comparison.Share > 1);
        return new Outcome
        {
            Verdict = isBroken ? Verdict.Error : Verdicts.Of(most.Different > 0),
            Finding = isBroken
                ? "Two orders of the same sum differ by more than rounding can explain: the device or this check is at fault."
                : "Against left to right, different bits in " + string.Join(", ", comparisons.Select(comparison =>
                    Invariant($"{comparison.Different / (double)products:P1} ({comparison.Name}; at most {comparison.Largest:0.0e+0}, ") +
                    Invariant($"bound {comparison.Bound:0.0e+0})"))) + ".",
            Method = Invariant($"{products:N0} dot products of {DotLength:N0} normal numbers, each in {DotOrders.Length} accumulation ") +
                "orders, all with unfused exact binary32 arithmetic: only the order differs.",
            Measurements =
            [
                Measurement.Of("share of dot products with different bits, " + most.Name, most.Different / (double)products)
                    with { Source = "0 if the order did not matter" },
                .. comparisons.Select(comparison =>
                    Measurement.Of("largest difference, left to right and " + comparison.Name, comparison.Largest)
                        .Within(comparison.Bound, of: 0, "(gamma(h1+1)+gamma(h2+1))·sum|ab|")),
                .. comparisons.Select(comparison =>
                    Measurement.Of("share with different bits, " + comparison.Name, comparison.Different / (double)products)),
            ],
            Runs = products,
        };
    }

    /// <summary>A fused multiply-add and a multiplication with an addition give different bits.</summary>
    protected override Outcome FusedMultiplyAddMatters(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var probe = context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var triples = context.Size("random triples", quick: 1 << 16, full: 1 << 20);
        using var operands = accelerator.Allocate1D(Samples.Uniform(context.Seed, stream: 1, 3 * triples, -1f));
        using var counts = accelerator.Allocate1D<int>(3);
        counts.MemSetToZero();
        var items = accelerator.WorkItems();
        accelerator.Run(FusionKernel, items, operands.View, counts.View, items);
        var found = counts.GetAsArray1D();
        var outcome = DescribeFusion(probe.Unfused, probe.Fused, probe.Plain, probe.PlainIsFused, triples, found);
        return outcome with { Finding = outcome.Finding + OfLibraries(context, FusionOf), Seed = context.Seed };
    }

    /// <summary>
    /// Describes the probe, how many triples differ, and how many of these the plain expression fuses and does not fuse. Where they differ,
    /// the sentence holds only for code that multiplies and adds in two calls: the matrix products of NumPy are fused where its BLAS is.
    /// </summary>
    internal static Outcome DescribeFusion(double unfused, double fused, double plain, bool plainIsFused, int triples, int[] found)
    {
        var share = found[0] / (double)triples;
        var compiler = plainIsFused switch
        {
            true when found[1] == found[0] => "fuses plain a*b+c",
            false when found[2] == found[0] => "does not fuse plain a*b+c",
            _ => "fuses plain a*b+c in some places and not in others",
        };
        return new Outcome
        {
            Verdict = Verdicts.Of(found[0] > 0, isQualified: true),
            Finding = Invariant($"{share:P2} of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is {unfused} ") +
                Invariant($"unfused and {fused:0.00e+0} fused. This device's compiler {compiler}."),
            Method = Invariant($"fma(a, b, c) against a rounded product and an addition, both explicit, for {triples:N0} triples of ") +
                "U(-1, 1) from a buffer; and plain a*b+c beside them.",
            Measurements =
            [
                Measurement.Of("share of triples that differ", share) with { Source = "0 if it did not matter" },
                Measurement.Of("probe, explicitly unfused", unfused).Exactly(0, "the product rounds to 1+2^-11"),
                Measurement.Of("probe, explicitly fused", fused).Exactly(1.0 / (1 << 24), "2^-24 is left of the product"),
                Measurement.Of("probe, plain a*b+c", plain) with { Source = "either, as the compiler chooses", DependsOnDevice = true },
                Measurement.Of("plain a*b+c equal to the fused result, of the triples that differ", found[1], "triples")
                    with { DependsOnDevice = true },
                Measurement.Of("plain a*b+c equal to the unfused result, of the triples that differ", found[2], "triples")
                    with { DependsOnDevice = true },
            ],
            Runs = triples,
        };
    }

    /// <summary>
    /// An atomic sum on a GPU may depend on the schedule of the threads; a fixed tree does not. The threads of a processor may show the same,
    /// but the sentence is about GPUs. CUDA in software executes the code of a GPU, in the orders that it is told.
    /// </summary>
    protected override Outcome ParallelReductionVaries(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var n = accelerator.AcceleratorType == AcceleratorType.CPU ? 1 << 12 : 1 << 16;
        var host = Samples.Uniform(context.Seed, stream: 1, n);
        using var values = accelerator.Allocate1D(host);
        using var sum = accelerator.Allocate1D<float>(1);
        using var scratch = accelerator.Allocate1D<float>(n);
        var items = accelerator.AcceleratorType == AcceleratorType.CPU ? accelerator.WorkItems() : n;
        var atomicSum = accelerator.Load(OrderKernels.AtomicSumKernel);
        var treeLevel = accelerator.Load(TreeLevelKernel);
        var atomicSums = new List<float>();
        var treeSums = new List<float>();
        var seeds = new List<ulong?>();
        using var schedules = Schedules.On(context.Device);
        for (var run = 0; run < context.Runs; run++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            seeds.Add(schedules.Begin(run));
            sum.MemSetToZero();
            atomicSum(items, values.View, sum.View, items);
            accelerator.Synchronize();
            atomicSums.Add(sum.GetAsArray1D()[0]);

            // A level of the tree at a time; each level lies behind the one before.
            FloatView from = values.View, room = scratch.View;
            for (var width = n / 2; width >= 1; width /= 2)
            {
                var to = room.SubView(0, width);
                var levelItems = Math.Min(items, width);
                treeLevel(levelItems, from, to, levelItems);
                (from, room) = (to, room.SubView(width, room.Length - width));
            }

            accelerator.Synchronize();
            var root = new float[1];
            from.CopyToCPU(root);
            treeSums.Add(root[0]);
        }

        var absolute = host.Sum(x => (double)Math.Abs(x));
        var exact = new ExactAccumulator();
        exact.AddRange(host);
        var outcome = DescribeReduction(context.Device.IsGpu, n, exact.ToDouble(), absolute, atomicSums, treeSums, seeds);
        return outcome with { Seed = context.Seed };
    }

    /// <summary>Describes the atomic and the tree sums of the same numbers, beside the exact sum and that of the magnitudes.</summary>
    /// <param name="seeds">The seed of the schedule of each run; null where it has none, as on every device but CUDA in software.</param>
    internal static Outcome DescribeReduction(
        bool isGpu, int n, double exact, double absolute, IReadOnlyList<float> atomicSums, IReadOnlyList<float> treeSums,
        IReadOnlyList<ulong?>? seeds = null)
    {
        var replays = seeds is [not null, ..] ? SumStudy.Distinct(atomicSums, seeds) : null;
        var atomicError = atomicSums.Max(s => Math.Abs(s - exact));
        var treeError = treeSums.Max(s => Math.Abs(s - exact));
        var atomicBound = RoundingErrors.Gamma(n - 1) * absolute;
        var treeBound = RoundingErrors.Gamma(RoundingErrors.TreeHeight(n)) * absolute;
        var distinct = atomicSums.Select(BitConverter.SingleToUInt32Bits).Distinct().Count();
        var distinctTrees = treeSums.Select(BitConverter.SingleToUInt32Bits).Distinct().Count();
        var spread = (double)atomicSums.Max() - atomicSums.Min();
        var largestVs = atomicSums.Max(s => Math.Abs(1 - Math.Abs((double)s / treeSums[0])));
        var (verdict, fault) = ((isGpu || replays is not null) && distinct > 1 ? Verdict.Qualified : Verdict.NotObserved, "");
        if (atomicError > atomicBound || treeError > treeBound)
            (verdict, fault) = (Verdict.Error, " But a sum is further from the exact one than rounding can explain.");
        if (distinctTrees != 1)
            (verdict, fault) = (Verdict.Error, " But the fixed tree gave different results: the device or this check is at fault.");
        return new Outcome
        {
            Verdict = verdict,
            Finding =
                (isGpu ? "On a GPU, " : replays is null ? "On a processor, which tells nothing about GPUs, "
                    : seeds![0] == seeds[^1] ? Invariant($"In software, all in the schedule of seed {seeds[0]}, ")
                    : "In software, each in another schedule, ") +
                Invariant($"{atomicSums.Count} atomic sums of the same {n:N0} numbers gave {distinct} distinct results, {spread:0.0e+0} ") +
                Invariant($"apart; the fixed tree gave {distinctTrees}.") + (replays is null ? "" : OfReplays(replays)) + fault,
            Method =
                Invariant($"{n:N0} numbers of U(0, 1) added up by one atomic a number, {atomicSums.Count} times, and each time by a ") +
                Invariant($"fixed tree of height {RoundingErrors.TreeHeight(n)}; results compared bit by bit, and with the exact sum ") +
                "taken in integers.",
            Measurements =
            [
                Measurement.Of("distinct results of the atomic sum", distinct, "results")
                    with { Source = "1 if the order were fixed", DependsOnDevice = true },
                Measurement.Of("distinct results of the fixed tree", distinctTrees, "results").Exactly(1, "the order is fixed"),
                Measurement.Of("largest error of an atomic sum", atomicError)
                    .Within(atomicBound, of: 0, "gamma(n-1)·sum|x|, any order") with { DependsOnDevice = true },
                Measurement.Of("error of the fixed tree", treeError)
                    .Within(treeBound, of: 0, "gamma(log2 n)·sum|x|") with { DependsOnDevice = true },
                Measurement.Of("spread of the atomic sums", spread) with { DependsOnDevice = true },
                Measurement.Of("largest Vs = |1 - |atomic/tree||", largestVs)
                    with { Source = "Shanmugavelu et al. 2024", DependsOnDevice = true },
                Measurement.Of("exact sum", exact) with { DependsOnDevice = true },
            ],
            Plots = [new Plot(
                Invariant($"Errors of {atomicSums.Count} atomic sums of the same {n:N0} numbers"), "sum minus exact sum", "runs",
                LogX: false, LogY: false,
                [PlotData.Histogram("atomic sums", [.. atomicSums.Select(s => s - exact)], 24)])],
            Replays = replays,
            Runs = atomicSums.Count,
        };
    }

    private static string OfReplays(IReadOnlyList<ResultCount> replays)
    {
        ResultCount smallest = replays.MinBy(one => one.Value)!, largest = replays.MaxBy(one => one.Value)!;
        return Invariant($" {CudaEmulator.SeedVariable}={smallest.Seed} gives {(float)smallest.Value} again") +
            (replays.Count == 1 ? "." : Invariant($", the smallest, and {largest.Seed} gives {(float)largest.Value}, the largest."));
    }
}

internal static partial class Question19Kernels
{
    /// <summary>The terms of a dot product.</summary>
    public const int DotLength = 1024;

    /// <summary>The four accumulation orders of the dot products, with the height of each summation tree.</summary>
    internal static readonly (string Name, Func<int, int> Height)[] DotOrders =
    [
        ("left to right", n => n - 1),
        ("NumPy's pairwise order",
            n => (SummationOrders.NumpyBlock / 8) - 1 + 3 + RoundingErrors.TreeHeight(n / SummationOrders.NumpyBlock)),
        ("blocks of 32", n => 31 + (n / 32) - 1),
        ("split in four", n => (n / 4) - 1 + 3),
    ];

    /// <summary>Adds up random triples both ways: how many differ, and by how much at most.</summary>
    public static (int Different, long LargestUlps) TwoSums(CheckContext context, int triples, float from)
    {
        var accelerator = context.Accelerator;
        using var operands = accelerator.Allocate1D(Samples.Uniform(context.Seed, stream: from < 0 ? 2u : 1u, 3 * triples, from));
        using var left = accelerator.Allocate1D<float>(triples);
        using var right = accelerator.Allocate1D<float>(triples);
        var items = accelerator.WorkItems();
        accelerator.Run(AssociativityKernel, items, operands.View, left.View, right.View, items);
        var pairs = left.GetAsArray1D().Zip(right.GetAsArray1D()).ToList();
        return (pairs.Count(pair => pair.First != pair.Second), pairs.Max(pair => RoundingErrors.UlpDistance(pair.First, pair.Second)));
    }

    /// <summary>Each work item takes every n-th triple.</summary>
    [Kernel]
    internal static void AssociativityKernel(Index1D index, FloatView operands, FloatView left, FloatView right, int items)
    {
        for (int i = index; i < left.Length; i += items)
        {
            float a = operands[3 * i], b = operands[(3 * i) + 1], c = operands[(3 * i) + 2];
            left[i] = Exact32.Add(Exact32.Add(a, b), c);
            right[i] = Exact32.Add(a, Exact32.Add(b, c));
        }
    }

    /// <summary>One work item per dot product, in each of the four orders.</summary>
    [Kernel]
    internal static void DotOrdersKernel(Index1D index, FloatView a, FloatView b, FloatView results, FloatView scratch, int n)
    {
        int at = index * n;
        int result = index * 4;
        results[result] = SummationOrders.Sequential(a, at, b, at, n);
        results[result + 1] = SummationOrders.NumpyPairwise(a, at, b, at, n, scratch, index * (n / SummationOrders.NumpyBlock));
        results[result + 2] = SummationOrders.Blocked(a, at, b, at, n, 32);
        results[result + 3] = SummationOrders.Blocked(a, at, b, at, n, n / 4);
    }

    /// <summary>Counts the triples where fused and unfused differ, and with which of the two the plain expression goes there.</summary>
    [Kernel]
    [PlainArithmetic("What the device's compiler makes of a*b+c is part of the question.")]
    internal static void FusionKernel(Index1D index, FloatView operands, IntView counts, int items)
    {
        int different = 0, plainFused = 0, plainUnfused = 0;
        for (int i = index; i < operands.Length / 3; i += items)
        {
            float a = operands[3 * i], b = operands[(3 * i) + 1], c = operands[(3 * i) + 2];
            var fused = Exact32.FusedMultiplyAdd(a, b, c);
            var unfused = Exact32.Add(Exact32.Multiply(a, b), c);
            var plain = (a * b) + c;
            if (fused == unfused) continue;
            different++;
            if (plain == fused) plainFused++;
            if (plain == unfused) plainUnfused++;
        }

        Atomic.Add(ref counts[0], different);
        Atomic.Add(ref counts[1], plainFused);
        Atomic.Add(ref counts[2], plainUnfused);
    }

    /// <summary>One level of a summation tree; each work item takes every n-th pair.</summary>
    [Kernel]
    internal static void TreeLevelKernel(Index1D index, FloatView from, FloatView to, int items)
    {
        for (int i = index; i < to.Length; i += items) to[i] = Exact32.Add(from[2 * i], from[(2 * i) + 1]);
    }

    internal static double AbsoluteDot(float[] a, float[] b, int at, int n)
    {
        var sum = 0.0;
        for (var i = at; i < at + n; i++) sum += Math.Abs((double)a[i] * b[i]);
        return sum;
    }
}
