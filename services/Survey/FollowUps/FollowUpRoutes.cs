using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Persistence;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>A call to make, or made.</summary>
/// <param name="Reason"><c>low-score</c> or <c>not-solved</c>.</param>
/// <param name="Outcome"><c>satisfied</c>, <c>not-satisfied</c> or <c>unreachable</c>; null while open.</param>
public sealed record FollowUpView(
    Guid Id, Guid TicketId, Guid SurveyId, string Number, string Subject, string? CustomerName, string? ContactName, string Reason, int? Score, bool? Solved,
    string? Comment, DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? CompletedAt, string? CompletedBy, string? Outcome, string? Note);

/// <summary>A page of calls.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record FollowUpPage(IReadOnlyList<FollowUpView> Items, string? Next);

/// <summary>How a call went.</summary>
/// <param name="Outcome"><c>satisfied</c>, <c>not-satisfied</c> or <c>unreachable</c>.</param>
/// <param name="Note">At most 2,000 characters.</param>
public sealed record FollowUpOutcome(
    [property: Required, AllowedValues("satisfied", "not-satisfied", "unreachable")] string Outcome,
    [property: StringLength(2000)] string? Note);

/// <summary>Calls to customers who were not satisfied.</summary>
internal static class FollowUpRoutes
{
    public static void MapFollowUps(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/follow-ups").RequireRoles(Roles.Staff);
        group.MapGet("/", ListAsync);
        group.MapPost("/{id:guid}/complete", CompleteAsync);
    }

    /// <summary>200, the newest first; <paramref name="open"/> true or false narrows. <paramref name="limit"/> is 1 to 200.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, SurveyDb db, bool? open, Guid? ticketId, string? cursor, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.FollowUps.AsNoTracking().Include(f => f.Survey).Where(f => f.Tenant == caller.Tenant);
        if (open is { } stillOpen) rows = rows.Where(f => (f.CompletedAt == null) == stillOpen);
        if (ticketId is { } ticket) rows = rows.Where(f => f.TicketId == ticket);
        if (Cursor.Read(cursor) is { } before) rows = rows.Where(f => f.Id < before);
        var page = await rows.OrderByDescending(f => f.Id).Take(limit + 1).ToListAsync(ct);
        return Results.Ok(new FollowUpPage([.. page.Take(limit).Select(View)], page.Count > limit ? Cursor.Of(page[limit - 1].Id) : null));
    }

    /// <summary>200 with the follow-up; 404 <c>follow-up.not-found</c>; 409 <c>follow-up.completed</c> when somebody was faster.</summary>
    private static async Task<IResult> CompleteAsync(Guid id, FollowUpOutcome outcome, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var row = await work.Db<SurveyDb>().FollowUps.FromSql($"SELECT * FROM follow_ups WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("follow-up.not-found");
        if (row.CompletedAt is not null) throw Problems.Conflict("follow-up.completed", "This call was recorded before.");
        row.Survey = await work.Db<SurveyDb>().Surveys.SingleAsync(s => s.Id == row.SurveyId, ct);
        row.Outcome = outcome.Outcome;
        row.Note = string.IsNullOrWhiteSpace(outcome.Note) ? null : outcome.Note.Trim();
        row.CompletedAt = work.Now;
        row.CompletedBy = caller.Name;
        work.Publish(new FollowUpCompleted
        {
            Tenant = row.Tenant,
            TicketId = row.TicketId,
            OccurredAt = work.Now,
            By = caller.Actor,
            FollowUpId = row.Id,
            Outcome = row.Outcome,
            Note = row.Note,
        });
        await work.CommitAsync(ct);
        return Results.Ok(View(row));
    }

    private static FollowUpView View(FollowUpRow f)
    {
        var card = JsonSerializer.Deserialize<TicketCard>(f.Survey.Card, EventJson.Options);
        return new FollowUpView(
            f.Id, f.TicketId, f.SurveyId, f.Survey.Number, f.Survey.Subject, card?.CustomerName, card?.ContactName, f.Reason, f.Survey.Score, f.Survey.Solved,
            f.Survey.Comment, f.CreatedAt, f.DueAt, f.CompletedAt, f.CompletedBy, f.Outcome, f.Note);
    }
}
