using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Incidents;

/// <summary>The incident that tickets are part of; null takes a ticket out.</summary>
public sealed record ParentRequest(Guid? ParentId);

/// <summary>What is said to everybody whom an incident hits: Chinese, English, or both; each gets it in the ticket's language where it is there.</summary>
/// <param name="PerMinute">How many tickets get it in a minute: 1 to 1,500.</param>
public sealed record AnnounceRequest(
    [property: PlainText(Limits.Text, Lines = true)] string? Zh = null, [property: PlainText(Limits.Text, Lines = true)] string? En = null,
    [property: Range(1, 1500)] int PerMinute = 300) : IValidatableObject
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Zh) && string.IsNullOrWhiteSpace(En))
            yield return new ValidationResult("The text is required in one language at least.", [nameof(Zh)]);
    }

    internal string In(string language) =>
        (language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh.TrimToNull() ?? En.TrimToNull() : En.TrimToNull() ?? Zh.TrimToNull())!;
}

/// <summary>A ticket's incident, as it is now.</summary>
public sealed record ParentView(Guid TicketId, TicketName? Parent);

/// <summary>An announcement on its way.</summary>
/// <param name="Tickets">How many open tickets get it.</param>
public sealed record AnnouncedView(Guid AnnouncementId, int Tickets);

/// <summary>Who would get an announcement now.</summary>
/// <param name="ByChannel">How many of the tickets came by which channel: that is how they are answered.</param>
/// <param name="Sample">The first 20.</param>
public sealed record AnnouncementAudience(int Tickets, IReadOnlyDictionary<string, int> ByChannel, IReadOnlyList<TicketLine> Sample);

/// <summary>
/// Major incidents, for whoever triages: <c>POST /api/v1/tickets/{id}/parent</c> (200; 400 <c>ticket.unknown</c>, <c>ticket.itself</c>; 409
/// <c>ticket.nested</c>, <c>ticket.merged</c>), <c>GET /{id}/children</c>, <c>GET /{id}/announce</c> (who would get it), <c>POST /{id}/announce</c> (202),
/// <c>DELETE /{id}/announce/{announcementId}</c> (204: whoever does not have it yet never gets it; 404 <c>announcement.not-found</c> when it is over). 404
/// <c>ticket.not-found</c>.
/// </summary>
public static class MajorIncidents
{
    public static void MapMajorIncidents(this RouteGroupBuilder tickets)
    {
        tickets.MapPost("/{id:guid}/parent", SetParentAsync).RequireRoles(MergeTickets.Allowed);
        tickets.MapGet("/{id:guid}/children", ChildrenAsync).RequireRoles(Roles.Staff);
        tickets.MapGet("/{id:guid}/announce", AudienceAsync).RequireRoles(MergeTickets.Allowed);
        tickets.MapPost("/{id:guid}/announce", AnnounceAsync).RequireRoles(MergeTickets.Allowed);
        tickets.MapDelete("/{id:guid}/announce/{announcementId:guid}", StopAsync).RequireRoles(MergeTickets.Allowed);
    }

    private static Task<IResult> SetParentAsync(Guid id, ParentRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            if (request.ParentId == id)
                throw Problems.Invalid("ticket.itself", "A ticket cannot be part of itself.");
            var db = work.Db<IntakeDb>();
            // Both in one order, so that two of these at once wait for each other and never for ever.
            var rows = await db.Tickets.FromSql($"SELECT * FROM tickets WHERE tenant = {caller.Tenant} AND (id = {id} OR id = {request.ParentId}) ORDER BY id FOR UPDATE").ToListAsync(ct);
            var ticket = rows.Find(t => t.Id == id) ?? throw Problems.NotFound("ticket.not-found");
            var parent = request.ParentId is { } wanted ? rows.Find(t => t.Id == wanted) ?? throw Problems.Invalid("ticket.unknown", "There is no such incident.") : null;
            if (ticket.MergedIntoId is not null || parent?.MergedIntoId is not null)
                throw Problems.Conflict("ticket.merged", "One of them has been merged.");
            // One level: an incident is part of nothing, and what is part of one has no parts.
            if (parent is not null && (parent.ParentId is not null || await db.Tickets.AnyAsync(t => t.Tenant == caller.Tenant && t.ParentId == id, ct)))
                throw Problems.Conflict("ticket.nested", "An incident cannot be part of another.");
            if (ticket.ParentId != parent?.Id)
            {
                ticket.ParentId = parent?.Id;
                work.Publish(new TicketParentChanged
                {
                    Tenant = ticket.Tenant, TicketId = id, OccurredAt = work.Now, By = caller.Actor, ParentTicketId = parent?.Id, ParentNumber = parent?.Number,
                });
            }

            return new Reply(StatusCodes.Status200OK, new ParentView(id, parent is null ? null : new TicketName(parent.Id, parent.Number)));
        });

    private static async Task<Page<TicketLine>> ChildrenAsync(Guid id, [AsParameters] PageQuery page, Caller caller, IntakeDb db, CancellationToken ct)
    {
        await TicketAccess.FindAsync(db, caller, id, ct);
        var found = await ReadTickets.LinesAsync(db, db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && t.ParentId == id), page, ct);
        return Page.Of(found, page.Size, t => t.Id);
    }

    /// <summary>Says something in every open ticket of an incident and in its own, each once, by the way that ticket is answered.</summary>
    private static Task<IResult> AnnounceAsync(Guid id, AnnounceRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
            var announcement = Guid.CreateVersion7(work.Now);
            var count = await AnnounceTimer.Audience(work.Db<IntakeDb>(), caller.Tenant, ticket.Id).CountAsync(ct);
            work.Arm(AnnounceTimer.For(caller.Tenant, announcement, work.Now, new Announcement(announcement, ticket.Id, request.Zh, request.En, caller.Actor, null, request.PerMinute)));
            return new Reply(StatusCodes.Status202Accepted, new AnnouncedView(announcement, count));
        });

    private static async Task<AnnouncementAudience> AudienceAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        const int sample = 20;
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        var audience = AnnounceTimer.Audience(db, caller.Tenant, ticket.Id).AsNoTracking();
        var channels = await audience.GroupBy(t => t.Channel).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var lines = await ReadTickets.LinesAsync(db, audience, new PageQuery(sample, null), ct);
        return new AnnouncementAudience(channels.Sum(c => c.Count), channels.ToDictionary(c => EnumText.Of(c.Key), c => c.Count), [.. lines.Take(sample)]);
    }

    private static async Task<IResult> StopAsync(Guid id, Guid announcementId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await TicketAccess.LockAsync(work, caller, id, ct);
        // The announcement under way is its timer: what it holds says whose it is.
        var rest = await work.Db<IntakeDb>().Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM messaging.timers
            WHERE kind = {AnnounceTimer.Kind} AND key = {announcementId.ToString("N")} AND tenant = {caller.Tenant} AND payload::jsonb ->> 'incident' = {id.ToString()}
            """).SingleAsync(ct);
        if (rest == 0)
            throw Problems.NotFound("announcement.not-found");
        work.Cancel(AnnounceTimer.Kind, announcementId.ToString("N"));
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
