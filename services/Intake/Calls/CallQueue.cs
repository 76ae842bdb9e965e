using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Calls;

/// <summary>
/// Whose a telephone channel's calls are: its setting <c>teamId</c> names a team of Dispatch's. What rings there is shown to whoever of the team signs in here; without a
/// team, or while no account of anybody in it is known, to everybody, because a call that nobody sees is worse than one that many see.
/// </summary>
internal static class CallQueue
{
    public const string TeamId = "teamId";

    /// <summary>Those of the channels whose calls an account is shown.</summary>
    public static async Task<HashSet<Guid>> ShownToAsync(IntakeDb db, AdapterTable adapters, string tenant, string? accountId, IReadOnlyCollection<ChannelRow> channels, CancellationToken ct)
    {
        var teams = channels.ToDictionary(c => c.Id, c => Guid.TryParse(adapters.SettingsOf(c).GetValueOrDefault(TeamId), out var team) ? team : (Guid?)null);
        var wanted = teams.Values.OfType<Guid>().Distinct().ToArray();
        var people = wanted.Length == 0
            ? []
            : await db.EngineerPhones.AsNoTracking().Where(e => e.Tenant == tenant && e.AccountId != null && e.TeamIds.Any(t => wanted.Contains(t)))
                .Select(e => new { e.AccountId, e.TeamIds }).ToListAsync(ct);
        var account = Guid.TryParse(accountId, out var id) ? id : (Guid?)null;
        return [.. teams.Where(t => t.Value is not { } team || people.Where(p => p.TeamIds.Contains(team)).ToList() is not { Count: > 0 } members
            || members.Exists(m => m.AccountId == account)).Select(t => t.Key)];
    }
}
