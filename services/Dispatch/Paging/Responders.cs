using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Who stands behind the targets of a ladder at a moment.</summary>
internal static class Responders
{
    private static readonly Duration s_moment = Duration.FromMilliseconds(1);

    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<Responder>>> FindAsync(
        DispatchDb db, Ticket ticket, PagingSettings settings, IReadOnlyList<string> targets, DateTimeOffset now, CancellationToken ct)
    {
        var onCall = await OnCallAsync(db, ticket, targets, now, ct);
        var found = new Dictionary<string, IReadOnlyList<Responder>>();
        foreach (var target in targets.Distinct())
            found[target] = Targets.LayerOf(target) is { } layer ? await EngineersAsync(db, ticket.Tenant, onCall[layer], ct)
                : target == Targets.Owner ? await EngineersAsync(db, ticket.Tenant, ticket.EngineerId is { } owner ? [owner] : [], ct)
                : await AccountsAsync(db, ticket.Tenant, target, settings, ct);
        return found;
    }

    private static async Task<ILookup<int, Guid>> OnCallAsync(
        DispatchDb db, Ticket ticket, IReadOnlyList<string> targets, DateTimeOffset now, CancellationToken ct)
    {
        if (targets.All(t => Targets.LayerOf(t) is null)) return Array.Empty<Duty>().ToLookup(d => d.Layer, d => Guid.Empty);
        var at = Instant.FromDateTimeOffset(now);
        var named = await RosterReader.ReadAsync(db, ticket.Tenant, ticket.TeamId, now, (at + s_moment).ToDateTimeOffset(), ct);
        return named.Roster.At(at, s_moment).Where(d => d is { Kind: DutyKind.OnCall, EngineerId: not null }).ToLookup(d => d.Layer, d => d.EngineerId!.Value);
    }

    private static async Task<IReadOnlyList<Responder>> EngineersAsync(DispatchDb db, string tenant, IEnumerable<Guid> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids];
        if (wanted.Length == 0) return [];
        var engineers = await db.Engineers.AsNoTracking().Where(e => e.Tenant == tenant && wanted.Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(ct);
        return [.. engineers.Select(Of)];
    }

    /// <summary>The team's manager where one is set, else all active accounts of the role.</summary>
    private static async Task<IReadOnlyList<Responder>> AccountsAsync(
        DispatchDb db, string tenant, string role, PagingSettings settings, CancellationToken ct)
    {
        var accounts = db.Accounts.AsNoTracking().Where(a => a.Tenant == tenant && a.Active && a.Name != null);
        accounts = role == Targets.Manager && settings.ManagerAccountId is { } manager
            ? accounts.Where(a => a.Id == manager)
            : accounts.Where(a => a.Roles.Contains(role));
        var found = await accounts.OrderBy(a => a.Id).Take(PagingMachine.MostPeople).ToListAsync(ct);
        var ids = found.Select(a => a.Id).ToList();
        var profiles = await db.Engineers.AsNoTracking().Where(e => e.Tenant == tenant && e.AccountId != null && ids.Contains(e.AccountId.Value))
            .ToDictionaryAsync(e => e.AccountId!.Value, ct);
        return
        [
            .. found.Select(a => profiles.TryGetValue(a.Id, out var engineer)
                ? Of(engineer)
                : new Responder(a.Id, a.Id, a.Name!, a.Language ?? "en", a.Email, null, [])),
        ];
    }

    private static Responder Of(Engineer e) =>
        new(e.Id, e.AccountId, e.Name, e.Language, e.Email, e.Profile?.Phone, e.Profile?.PageChannels ?? []);
}
