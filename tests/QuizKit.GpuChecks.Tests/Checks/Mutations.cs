// What every claim's check must not overlook: for each claim, changes that have to turn its verdict.

namespace QuizKit.GpuChecks.Tests.Checks;

/// <summary>The mutations of all claims, in the order of the quiz.</summary>
internal static class Mutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. Question01Tests.Mutations,
        .. Question02Tests.Mutations,
        .. Question03Tests.Mutations,
        .. Question04Tests.Mutations,
        .. Question05Tests.Mutations,
        .. Question06Tests.Mutations,
        .. Question07Tests.Mutations,
        .. Question08Tests.Mutations,
        .. Question09Tests.Mutations,
        .. Question10Tests.Mutations,
        .. Question11Tests.Mutations,
        .. Question12Tests.Mutations,
        .. Question13Tests.Mutations,
        .. Question14Tests.Mutations,
        .. Question15Tests.Mutations,
        .. Question16Tests.Mutations,
        .. Question17Tests.Mutations,
        .. Question18Tests.Mutations,
        .. Question19Tests.Mutations,
        .. Question20Tests.Mutations,
    ];
}
