using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Dispatch.Visits;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Records;

/// <summary>A part of the record.</summary>
/// <param name="Required">By the tenant's settings for this work type.</param>
public sealed record RecordPartView(RecordPart Part, bool Required, bool Present);

/// <summary>How complete a ticket's record is.</summary>
/// <param name="Complete">All that is required is there.</param>
/// <param name="Percent">Of what is required, 0 to 100.</param>
/// <param name="Enforced">People cannot close it before it is complete.</param>
public sealed record RecordView(Contracts.WorkType WorkType, bool Complete, int Percent, bool Enforced, IReadOnlyList<RecordPartView> Parts);

/// <summary>What is in a ticket's record and what is missing, shown before it is closed.</summary>
internal static class TicketRecord
{
    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/{ticketId:guid}/record", GetAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("How complete the ticket's record is, by its work type. 404 ticket.not-found.");
        return app;
    }

    /// <exception cref="ProblemException">409 <c>record.incomplete</c>, naming what is missing, where the tenant enforces it.</exception>
    public static async Task EnforceAsync(Work work, Ticket ticket, TriageBooks books, CancellationToken ct)
    {
        var book = await books.CurrentAsync(work, ticket.Tenant, ct);
        if (!book.Book.Completeness.Enforced || ticket.State != TicketState.Resolved) return;
        var view = await ReadAsync(work.Db<DispatchDb>(), ticket, book.Book.Completeness, ct);
        if (view.Complete) return;
        var missing = view.Parts.Where(p => p is { Required: true, Present: false }).Select(p => EnumText.Of(p.Part));
        throw Problems.Conflict("record.incomplete", $"The record lacks {string.Join(", ", missing)}.");
    }

    private static async Task<RecordView> GetAsync(Guid ticketId, Caller caller, DispatchDb db, CancellationToken ct)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == ticketId, ct)
            ?? throw Problems.NotFound("ticket.not-found");
        var book = await db.TriageBooks.AsNoTracking().Where(b => b.Tenant == caller.Tenant).OrderByDescending(b => b.Version).FirstOrDefaultAsync(ct);
        return await ReadAsync(db, ticket, (book?.Book ?? TriageBook.Usual).Completeness, ct);
    }

    private static async Task<RecordView> ReadAsync(DispatchDb db, Ticket t, Completeness asked, CancellationToken ct)
    {
        var plans = await db.FixPlans.AnyAsync(p => p.TicketId == t.Id, ct);
        var visits = await db.Visits.AsNoTracking().Where(v => v.TicketId == t.Id && (v.State == VisitState.Arrived || v.State == VisitState.Done))
            .Select(v => new { v.Report, Signed = v.SignedBy != null || db.VisitFiles.Any(f => f.VisitId == v.Id && f.Kind == VisitFileKind.Signature) }).ToListAsync(ct);
        var openSessions = await db.RemoteSessions.AnyAsync(s => s.TicketId == t.Id && s.EndedAt == null, ct);
        var required = asked.Of(t.WorkType);
        List<RecordPartView> parts = [.. Enum.GetValues<RecordPart>().Select(p => new RecordPartView(p, required.Contains(p), p switch
        {
            RecordPart.Customer => t.CustomerId is not null,
            RecordPart.Product => t.ProductId is not null,
            RecordPart.Asset => t.AssetId is not null,
            RecordPart.Category => t.Category is not null,
            RecordPart.FaultClass => t.FaultClass is not null,
            RecordPart.CauseCode => t.CauseCode is not null,
            RecordPart.Resolution => t.Resolution is not null,
            RecordPart.FixPlan => plans,
            RecordPart.Answer => t.LastAgentMessageAt is not null,
            RecordPart.Engineer => t.EngineerId is not null,
            RecordPart.VisitReport => visits.TrueForAll(v => v.Report is not null),
            RecordPart.Signature => visits.TrueForAll(v => v.Signed),
            RecordPart.SessionLog => !openSessions,
            _ => throw new ArgumentOutOfRangeException(nameof(t)),
        }))];
        var (all, there) = (parts.Count(p => p.Required), parts.Count(p => p is { Required: true, Present: true }));
        return new RecordView(t.WorkType, all == there, all == 0 ? 100 : 100 * there / all, asked.Enforced, parts);
    }
}
