using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>A team's roster with the names of all who occur in it.</summary>
internal sealed record NamedRoster(Roster Roster, IReadOnlyDictionary<Guid, string> Names)
{
    public string? NameOf(Guid? engineer) => engineer is { } id ? Names.GetValueOrDefault(id) : null;
}

/// <summary>Reads rosters. Whoever is no longer active is away for ever.</summary>
internal static class RosterReader
{
    public static async Task<NamedRoster> ReadAsync(
        DispatchDb db, string tenant, Guid team, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var rotations = await db.Rotations.AsNoTracking().Where(r => r.Tenant == tenant && r.TeamId == team).OrderBy(r => r.Id).ToListAsync(ct);
        if (rotations.Count == 0) return new NamedRoster(new Roster([], [], []), new Dictionary<Guid, string>());
        var standIns = await db.RosterOverrides.AsNoTracking()
            .Where(o => o.Tenant == tenant && o.TeamId == team && o.EndsAt > from && o.StartsAt < until).OrderBy(o => o.Id).ToListAsync(ct);
        var people = rotations.SelectMany(r => r.Participants).Concat(standIns.Select(s => s.EngineerId)).Distinct().ToList();
        var engineers = await db.Engineers.AsNoTracking().Where(e => e.Tenant == tenant && people.Contains(e.Id))
            .Select(e => new { e.Id, e.Name, e.Active }).ToListAsync(ct);
        var absences = await db.Absences.AsNoTracking()
            .Where(a => a.Tenant == tenant && people.Contains(a.EngineerId) && a.EndsAt > from && a.StartsAt < until).ToListAsync(ct);
        var gone = people.Except(engineers.Where(e => e.Active).Select(e => e.Id)).Select(id => new Away(id, Instant.MinValue, Instant.MaxValue));
        return new NamedRoster(
            new Roster([.. rotations.Select(r => r.Read())], [.. standIns.Select(s => s.Read())], [.. absences.Select(a => a.Read()), .. gone]),
            engineers.ToDictionary(e => e.Id, e => e.Name));
    }
}
