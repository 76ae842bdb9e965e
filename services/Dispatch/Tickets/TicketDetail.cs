using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>A diagnosis as it is shown.</summary>
public sealed record FixPlanView(Guid Id, string Cause, string Steps, string Risk, int EstimatedMinutes, string? By, DateTimeOffset At);

/// <summary>A pause as it is shown; EndedAt and EndedBy are null while it lasts.</summary>
public sealed record PauseView(
    PauseReason Reason, string? Note, string? By, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? EndedBy);

/// <summary>Something else by id, and its number or title.</summary>
public sealed record TicketLink(Guid Id, string Name);

/// <summary>The board's row and what else there is to the work on a ticket.</summary>
public sealed record TicketDetail : BoardRow
{
    [SetsRequiredMembers]
    private TicketDetail(BoardRow row) : base(row)
    {
    }

    public Level Impact { get; init; }
    public Level Urgency { get; init; }
    public string? Category { get; init; }

    /// <summary><c>matrix</c>, with what had to be assumed, or <c>manual</c>.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why this team and engineer, in English words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The same as data, to be said in any language; null for a ticket placed before it was kept.</summary>
    public AssignmentReason? Why { get; init; }
    public string? WaitingNote { get; init; }
    public DateTimeOffset? WaitingSince { get; init; }
    public string? Resolution { get; init; }
    public string? CauseCode { get; init; }
    public string? FaultClass { get; init; }

    /// <summary>The product that it is of, and the module in which it is; each null when not known.</summary>
    public Guid? ProductId { get; init; }
    public string? Module { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which rules decided at the opening, and what of theirs somebody's own choice kept off; null when none fired.</summary>
    public TriageNote? Triage { get; init; }

    /// <summary>The ticket whose fault came back.</summary>
    public TicketLink? SecondRepairOf { get; init; }

    /// <summary>The common cause that it is put down to.</summary>
    public TicketLink? Problem { get; init; }

    /// <summary>The ticket that goes on in its place.</summary>
    public TicketLink? MergedInto { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public IReadOnlyList<FixPlanView> FixPlans { get; init; } = [];
    public IReadOnlyList<PauseView> Pauses { get; init; } = [];

    /// <summary>The upgrade during which it was opened: the first suspect. Null when there was none.</summary>
    public TiedRunView? Maintenance { get; init; }

    internal static async Task<TicketDetail> GetAsync(
        Guid ticketId, Caller caller, DispatchDb db, HttpContext http, CancellationToken ct)
    {
        var t = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(x => x.Tenant == caller.Tenant && x.Id == ticketId, ct)
            ?? throw Problems.NotFound("ticket.not-found");
        IfMatch.Tell(http, t.Version);
        return new TicketDetail(BoardRow.Of(t))
        {
            Impact = t.Impact,
            Urgency = t.Urgency,
            Category = t.Category,
            DecidedBy = t.DecidedBy,
            Explanation = t.Explanation,
            Why = t.Why,
            WaitingNote = t.WaitingNote,
            WaitingSince = t.WaitingSince,
            Resolution = t.Resolution,
            CauseCode = t.CauseCode,
            FaultClass = t.FaultClass,
            ProductId = t.ProductId,
            Module = t.Module,
            Tags = t.Tags,
            Triage = t.Triage,
            SecondRepairOf = t.SecondRepairOf is { } earlier
                ? await db.Tickets.Where(x => x.Tenant == caller.Tenant && x.Id == earlier).Select(x => new TicketLink(x.Id, x.Number)).SingleOrDefaultAsync(ct) : null,
            Problem = t.ProblemId is { } problem
                ? await db.Problems.Where(p => p.Tenant == caller.Tenant && p.Id == problem).Select(p => new TicketLink(p.Id, p.Title)).SingleOrDefaultAsync(ct) : null,
            MergedInto = t.Merged is { } merged ? new TicketLink(merged.IntoId, merged.IntoNumber) : null,
            ResolvedAt = t.ResolvedAt,
            EndedAt = t.EndedAt,
            Maintenance = await Backstop.OfAsync(db, t, ct),
            FixPlans = await db.FixPlans.Where(p => p.TicketId == t.Id).OrderBy(p => p.At).ThenBy(p => p.Id)
                .Select(p => new FixPlanView(p.Id, p.Cause, p.Steps, p.Risk, p.EstimatedMinutes, p.ByName, p.At)).ToListAsync(ct),
            Pauses = await db.Pauses.Where(p => p.TicketId == t.Id).OrderBy(p => p.StartedAt).ThenBy(p => p.Id)
                .Select(p => new PauseView(p.Reason, p.Note, p.ByName, p.StartedAt, p.EndedAt, p.EndedBy)).ToListAsync(ct),
        };
    }
}
