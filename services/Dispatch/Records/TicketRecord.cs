using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
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

/// <summary>What is added to the record after the work; null leaves a part as it is.</summary>
/// <param name="AcceptBecause">Why it is accepted as it is.</param>
public sealed record AmendRecordRequest(
    [NotBlank, MaxLength(200)] string? Category = null, [NotBlank, MaxLength(200)] string? FaultClass = null, [NotBlank, MaxLength(100)] string? CauseCode = null,
    [MaxLength(500)] string? AcceptBecause = null);

/// <summary>What is in a ticket's record and what is missing, shown before it is closed.</summary>
internal static class TicketRecord
{
    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/work/{ticketId:guid}/record", (Guid ticketId, AmendRecordRequest r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, (work, ticket, ct) => AmendAsync(work, ticket, r, caller, ct)))
            .RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager).WithTags("work")
            .WithSummary("Completes the record of a resolved or closed ticket; a dispatcher or manager may accept it as it is, with the reason. 403 access.role-missing, 404 ticket.not-found.");
        app.MapGet("/api/v1/work/incomplete-records", IncompleteRecords.ListAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("Closed tickets whose record is not complete, of an engineer (me or an id), of a team or of all; those closed last first, 200 at most.");
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

    /// <summary>What the record of a ticket lacks that the customer or time is about to close; null for nothing, or where the tenant does not ask for complete records.</summary>
    public static async Task<string[]?> MissingAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        var book = (await work.Services.GetRequiredService<TriageBooks>().KnownAsync(work, ticket.Tenant, ct)).Book;
        if (!book.Completeness.Enforced) return null;
        var view = await ReadAsync(work.Db<DispatchDb>(), ticket, book.Completeness, ct);
        return view.Complete ? null : [.. view.Parts.Where(p => p is { Required: true, Present: false }).Select(p => EnumText.Of(p.Part))];
    }

    /// <summary>A part of a closed ticket's record was added beside it: a report, a log, a signature. Both are stored already.</summary>
    public static async Task RefreshAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        if (ticket is { State: TicketState.Closed, RecordMissing: not null })
            work.Db<DispatchDb>().Entry(ticket).Property(t => t.RecordMissing).CurrentValue = await MissingAsync(work, ticket, ct);
    }

    private static async Task<Command> AmendAsync(Work work, Ticket ticket, AmendRecordRequest r, Caller caller, CancellationToken ct)
    {
        var accepted = string.IsNullOrWhiteSpace(r.AcceptBecause) ? null : r.AcceptBecause.Trim();
        if (accepted is not null && !caller.IsAny(Roles.Dispatcher, Roles.Manager))
            throw Problems.Forbidden("access.role-missing", "Only a dispatcher or manager accepts a record that is not complete.");
        var (category, fault, cause) = (r.Category?.Trim(), r.FaultClass?.Trim(), r.CauseCode?.Trim());
        var amended = ticket with { Category = category ?? ticket.Category, FaultClass = fault ?? ticket.FaultClass, CauseCode = cause ?? ticket.CauseCode };
        // What is not on the list stays off it: a rule that came later asks nothing of what was closed before.
        var missing = ticket.RecordMissing is null ? null : await MissingAsync(work, amended, ct);
        return new AmendRecordCommand(caller.Actor, category, fault, cause, accepted, missing);
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
