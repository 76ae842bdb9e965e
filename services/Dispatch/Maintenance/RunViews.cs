using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>A run in a list.</summary>
/// <param name="OccursOn">The day it was planned for, in Zone.</param>
/// <param name="DueAt">Until when it has to be completed.</param>
/// <param name="OverdueAt">The due instant that passed; it stays when the run is completed later.</param>
/// <param name="Reschedules">How often its window was moved by hand.</param>
public sealed record RunView(
    Guid Id, Guid PlanId, string PlanName, MaintenanceKind Kind, Guid ContractId, string ContractNumber, Guid CustomerId, string? CustomerName, Guid? ProductId, Guid? AssetId,
    DateOnly OccursOn, string Zone, DateTimeOffset From, DateTimeOffset To, DateTimeOffset DueAt, RunState State, MaintenanceCover Cover, string? CoverReason,
    Guid TeamId, string TeamName, Guid? EngineerId, string? EngineerName, DateTimeOffset? StartedAt, DateTimeOffset? OverdueAt, DateTimeOffset? CompletedAt,
    MaintenanceVerdict? Verdict, string? CancelReason, int Reschedules)
{
    internal static RunView Of(MaintenanceRun r, RunNames n) => new(
        r.Id, r.PlanId, n.Plan, r.Kind, r.ContractId, n.Contract, r.CustomerId, n.Customer, r.ProductId, r.AssetId, r.OccursOn, r.Zone, r.From, r.Until, r.DueAt, r.State,
        r.Cover, r.CoverReason, r.TeamId, n.Team, r.EngineerId, n.Engineer, r.StartedAt, r.OverdueAt, r.CompletedAt, r.Verdict, r.CancelReason, r.Reschedules);
}

/// <summary>A page of runs with how many of all there are in each state, whatever the page shows.</summary>
public sealed record RunPage(IReadOnlyList<RunView> Items, string? Next, RunCounts Counts);

/// <summary>Runs that are open now: windows to come within a week, due, in progress, overdue (begun or not).</summary>
public sealed record RunCounts(int ThisWeek, int Due, int InProgress, int Overdue);

/// <summary>A ticket tied to an upgrade.</summary>
public sealed record TiedTicketView(Guid TicketId, string Number, string Subject, string State, DateTimeOffset OpenedAt);

/// <summary>A run with all there is to it.</summary>
/// <param name="Checklist">What is to be done; until the start as it would be now.</param>
/// <param name="Form">The evidence asked for.</param>
/// <param name="Evidence">What was shown, by field.</param>
/// <param name="Missing">What keeps it from starting, or once started from closing, by field.</param>
/// <param name="VerdictBecause">What was not reached.</param>
public sealed record RunDetail(
    RunView Run, Checklist Checklist, IReadOnlyList<CheckAnswer> Checks, IReadOnlyList<EvidenceField> Form, IReadOnlyDictionary<string, string> Evidence,
    IReadOnlyList<string> Missing, long? RtoSeconds, long? RpoSeconds, IReadOnlyList<string> VerdictBecause, string? Remark, string? WaiverReason, string? WaiverBy,
    string? Explanation, AssignmentReason? Why, string? PlanNote, IReadOnlyList<RunStep> History, IReadOnlyList<TiedTicketView> Tickets)
{
    internal static async Task<RunDetail> OfAsync(DispatchDb db, MaintenanceRun run, CancellationToken ct)
    {
        var names = await RunNames.OfAsync(db, run, ct);
        var list = await ChecklistReader.OfAsync(db, run, ct);
        var note = await db.MaintenancePlans.Where(p => p.Id == run.PlanId).Select(p => p.Note).SingleAsync(ct);
        var tickets = await (
            from tied in db.MaintenanceTickets.AsNoTracking().Where(x => x.Tenant == run.Tenant && x.RunId == run.Id)
            join t in db.Tickets on tied.TicketId equals t.Id
            orderby t.OpenedAt
            select new { t.Id, t.Number, t.Subject, t.State, t.OpenedAt }).Take(200).ToListAsync(ct);
        return new RunDetail(
            RunView.Of(run, names), list, run.Checks.Items, EvidenceForm.Of(run.Kind), run.Evidence.Values, MissingOf(run, list), run.RtoSeconds, run.RpoSeconds,
            run.VerdictBecause, run.Remark, run.WaiverReason, run.WaiverBy, run.Explanation, run.Why, note, run.History.Steps,
            [.. tickets.Select(t => new TiedTicketView(t.Id, t.Number, t.Subject, EnumText.Of(t.State), t.OpenedAt))]);
    }

    private static List<string> MissingOf(MaintenanceRun run, Checklist list)
    {
        if (!run.IsOpen) return [];
        if (run.StartedAt is null) return [.. run.Evidence.Missing(run.Kind, EvidencePhase.Before).Select(f => f.Name)];
        var missing = run.Evidence.Missing(run.Kind, EvidencePhase.After).Select(f => f.Name).ToList();
        if (run is { Kind: MaintenanceKind.Upgrade, WaiverReason: null } && run.Evidence[EvidenceForm.RollbackTest] is null) missing.Add(EvidenceForm.RollbackTest);
        return [.. missing, .. run.Checks.Missing(list).Select(i => $"checklist.{i.Key}")];
    }
}

/// <summary>The list that holds for a run.</summary>
internal static class ChecklistReader
{
    /// <summary>The run's own once it has started, else the plan's, else the tenant's, else the one there is from the beginning.</summary>
    public static async Task<Checklist> OfAsync(DispatchDb db, MaintenanceRun run, CancellationToken ct) =>
        run.Checklist
        ?? await db.MaintenancePlans.AsNoTracking().Where(p => p.Id == run.PlanId).Select(p => p.Checklist).SingleOrDefaultAsync(ct)
        ?? await OfKindAsync(db, run.Tenant, run.Kind, ct);

    public static async Task<Checklist> OfKindAsync(DispatchDb db, string tenant, MaintenanceKind kind, CancellationToken ct) =>
        await db.MaintenanceChecklists.AsNoTracking().Where(c => c.Tenant == tenant && c.Kind == kind).Select(c => c.Items).SingleOrDefaultAsync(ct) ?? Checklists.Of(kind);
}
