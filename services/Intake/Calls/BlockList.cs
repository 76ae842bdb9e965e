using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Calls;

/// <summary>Callers that a telephone channel turns away: its setting <c>blockedNumbers</c>.</summary>
internal static class BlockList
{
    /// <summary>Numbers in E.164, separated by blanks.</summary>
    public const string Setting = "blockedNumbers";

    public static bool Blocks(OpenedChannel channel, string? from, TenantProfile profile) =>
        PhoneNumber.TryParseCaller(from, profile.Dialling, out var number) && channel[Setting].Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(number!.E164);
}
