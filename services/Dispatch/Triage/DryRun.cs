using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>Tries rules on past tickets: what each would have got beside what it has.</summary>
internal static class DryRun
{
    private const int Shown = 100;

    public static async Task<DryRunView> RunAsync(DryRunRequest r, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        await TriageChecks.CheckAsync(r.Book, caller.Tenant, db, ct);
        var machine = new TriageMachine(r.Book, await TenantZone.OfAsync(db, caller.Tenant, ct));
        var since = clock.Now.AddDays(-r.Days);
        var teams = await db.Teams.Where(t => t.Tenant == caller.Tenant).ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        var past = db.TicketReports.AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.OpenedAt >= since)
            .OrderByDescending(p => p.OpenedAt).Take(r.Tickets)
            .Join(db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant), p => p.TicketId, t => t.Id, (p, t) => new
            {
                p.Facts,
                Now = new AsItIs(t.Id, t.Number, t.Subject, t.OpenedAt, t.Category, t.WorkType, t.Severity, t.TeamId, t.FaultClass, t.Tags, t.DecidedBy),
            });
        var matched = r.Book.Rules.Where(x => x.Enabled).ToDictionary(x => x.Name, _ => (Matched: 0, Changed: 0));
        List<DryRunTicket> changed = [];
        var (tried, kept) = (0, 0);
        await foreach (var p in past.AsAsyncEnumerable().WithCancellation(ct))
        {
            tried++;
            var ticket = Compare(p.Now, machine.Decide(p.Facts), teams);
            if (ticket.Kept.Count > 0) kept++;
            foreach (var rule in ticket.Rules)
                matched[rule] = (matched[rule].Matched + 1, matched[rule].Changed + (ticket.Changes.Count > 0 ? 1 : 0));
            if (ticket.Changes.Count > 0) changed.Add(ticket);
        }

        return new DryRunView(
            tried, changed.Count, kept, [.. matched.Select(m => new DryRunRule(m.Key, m.Value.Matched, m.Value.Changed))],
            [.. changed.OrderByDescending(t => t.OpenedAt).Take(Shown)]);
    }

    /// <summary>A team is only compared where a rule names one: without, the route decides, and people after it.</summary>
    private static DryRunTicket Compare(AsItIs was, TriageResult now, Dictionary<Guid, string> teams)
    {
        List<DryRunChange> changes = [];
        var kept = now.Rules.SelectMany(r => r.KeptByHand).ToHashSet();
        var byHand = was.DecidedBy == "manual";
        void Compared(TriageField field, string? before, string? after, bool chosen)
        {
            if (string.Equals(before, after, StringComparison.OrdinalIgnoreCase)) return;
            if (chosen) kept.Add(field);
            else changes.Add(new DryRunChange(field, before, after));
        }

        Compared(TriageField.Severity, $"{was.Severity}", $"{now.Severity}", byHand);
        Compared(TriageField.Category, was.Category, now.Category, byHand);
        Compared(TriageField.WorkType, EnumText.Of(was.WorkType), EnumText.Of(now.WorkType), byHand);
        if (now.TeamId is { } team) Compared(TriageField.Team, teams.GetValueOrDefault(was.TeamId), teams.GetValueOrDefault(team), false);
        if (now.FaultClass is { } fault) Compared(TriageField.FaultClass, was.FaultClass, fault, was.FaultClass is not null && byHand);
        Compared(TriageField.Tags, Listed(was.Tags), Listed(now.Tags), byHand);
        return new DryRunTicket(was.Id, was.Number, was.Subject, was.OpenedAt, [.. now.Rules.Select(r => r.Name)], changes, [.. kept]);
    }

    private static string? Listed(IReadOnlyCollection<string> tags) => tags.Count == 0 ? null : string.Join(", ", tags.Order(StringComparer.OrdinalIgnoreCase));

    private sealed record AsItIs(
        Guid Id, string Number, string Subject, DateTimeOffset OpenedAt, string? Category, Contracts.WorkType WorkType, int Severity, Guid TeamId,
        string? FaultClass, string[] Tags, string DecidedBy);
}
