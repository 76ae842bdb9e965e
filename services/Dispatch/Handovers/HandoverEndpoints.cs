using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Handovers;

/// <summary>A note to leave; tickets that it names by number are shown with it.</summary>
public sealed record HandoverRequest([NotBlank, MaxLength(4000)] string Text);

/// <summary>A ticket that a note names, as it stands now.</summary>
public sealed record HandoverTicket(Guid Id, string Number, string Subject, TicketState State);

/// <summary>A note as shown.</summary>
/// <param name="TakenBy">Who has taken over; null while nobody has.</param>
public sealed record HandoverView(
    Guid Id, Guid TeamId, string TeamName, string Text, IReadOnlyList<HandoverTicket> Tickets, string By, DateTimeOffset At, string? TakenBy, DateTimeOffset? TakenAt);

/// <summary>Notes, the newest first; there is never a next page.</summary>
public sealed record HandoverList(IReadOnlyList<HandoverView> Items, string? Next = null);

/// <summary>Notes at the change of shifts.</summary>
internal static partial class HandoverEndpoints
{
    private const int Most = 100;
    private const int MostTickets = 50;
    private static readonly TimeSpan s_shown = TimeSpan.FromDays(3);

    public static IEndpointRouteBuilder MapHandovers(this IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup("/api/v1/teams").WithTags("rosters");
        teams.MapGet("/handovers", ListAsync).RequireRoles(Roles.Staff)
            .WithSummary("Notes of the last three days and older ones that nobody has taken, the newest first, 100 at most.");
        var change = teams.MapGroup("/{id:guid}/handovers").RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager);
        change.MapPost("", (Guid id, HandoverRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => WriteAsync(id, r, caller, work, ct)))
            .WithSummary("Leaves a note for a team's next shift. 404 team.not-found.");
        change.MapPost("/{noteId:guid}/take", TakeAsync).WithSummary("The caller has read it and takes over. 404 handover.not-found, 409 handover.taken.");
        return app;
    }

    private static async Task<HandoverList> ListAsync(Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        var since = clock.Now - s_shown;
        var notes = await db.HandoverNotes.AsNoTracking().Where(n => n.Tenant == caller.Tenant && (n.At > since || n.TakenAt == null))
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(Most).ToListAsync(ct);
        return new HandoverList(await ViewAsync(db, caller.Tenant, notes, ct));
    }

    private static async Task<Reply> WriteAsync(Guid id, HandoverRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        List<string> numbers = [.. Number().Matches(r.Text).Select(m => m.Value.ToUpperInvariant()).Distinct().Take(MostTickets)];
        var note = new HandoverNote
        {
            Id = Guid.CreateVersion7(), Tenant = caller.Tenant, TeamId = id, Text = r.Text.Trim(), ByName = caller.Name, At = work.Now,
            TicketIds = await db.Tickets.Where(t => t.Tenant == caller.Tenant && numbers.Contains(t.Number)).OrderBy(t => t.Number).Select(t => t.Id).ToArrayAsync(ct),
        };
        db.HandoverNotes.Add(note);
        return new Reply(StatusCodes.Status201Created, (await ViewAsync(db, caller.Tenant, [note], ct))[0], $"/api/v1/teams/{id}/handovers/{note.Id}");
    }

    private static async Task<HandoverView> TakeAsync(Guid id, Guid noteId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var found = await db.HandoverNotes.FromSql($"SELECT * FROM handover_notes WHERE tenant = {caller.Tenant} AND team_id = {id} AND id = {noteId} FOR UPDATE").ToListAsync(ct);
        if (found is not [var note]) throw Problems.NotFound("handover.not-found");
        if (note.TakenBy is { } other) throw Problems.Conflict("handover.taken", $"{other} has taken over already.");
        (note.TakenBy, note.TakenAt) = (caller.Name, work.Now);
        var view = await ViewAsync(db, caller.Tenant, [note], ct);
        await work.CommitAsync(ct);
        return view[0];
    }

    private static async Task<IReadOnlyList<HandoverView>> ViewAsync(DispatchDb db, string tenant, IReadOnlyList<HandoverNote> notes, CancellationToken ct)
    {
        var (teamIds, ticketIds) = (notes.Select(n => n.TeamId).Distinct().ToList(), notes.SelectMany(n => n.TicketIds).Distinct().ToList());
        var teams = await db.Teams.Where(t => t.Tenant == tenant && teamIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        var tickets = await db.Tickets.Where(t => t.Tenant == tenant && ticketIds.Contains(t.Id))
            .Select(t => new HandoverTicket(t.Id, t.Number, t.Subject, t.State)).ToDictionaryAsync(t => t.Id, ct);
        return [.. notes.Select(n => new HandoverView(
            n.Id, n.TeamId, teams.GetValueOrDefault(n.TeamId, ""), n.Text, [.. n.TicketIds.Where(tickets.ContainsKey).Select(t => tickets[t])], n.ByName, n.At, n.TakenBy, n.TakenAt))];
    }

    /// <summary>As Intake writes them.</summary>
    [GeneratedRegex(@"\b[A-Za-z]{1,8}-[0-9]{8}-[0-9]{1,12}\b")]
    private static partial Regex Number();
}
