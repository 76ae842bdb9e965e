using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Copies;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Persistence;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>Calls to customers: after bad answers, severe tickets, and for the sample.</summary>
internal static class FollowUpRoutes
{
    private const string NotFound = "follow-up.not-found";
    private const string Phones = "SELECT phones FROM contact_copies WHERE tenant = $1 AND contact_id = $2";

    public static void MapFollowUps(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/follow-ups").RequireRoles(Roles.Staff);
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", SheetAsync).WithSummary("What a caller needs at hand: the ticket, the answer, the script. 404 follow-up.not-found.");
        group.MapPost("/{id:guid}/complete", CompleteAsync);
    }

    /// <summary>
    /// 200, the newest first, or with <paramref name="order"/> <c>due</c> those due first at the top; <paramref name="open"/> true or false narrows.
    /// <paramref name="limit"/> is 1 to 200. A cursor belongs to the order it was given in.
    /// </summary>
    private static async Task<IResult> ListAsync(
        Caller caller, SurveyDb db, bool? open, Guid? ticketId, string? cursor, [AllowedValues(null, "due")] string? order = null, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.FollowUps.AsNoTracking().Include(f => f.Survey).Where(f => f.Tenant == caller.Tenant);
        if (open is { } stillOpen) rows = rows.Where(f => (f.CompletedAt == null) == stillOpen);
        if (ticketId is { } ticket) rows = rows.Where(f => f.TicketId == ticket);
        if (order is not null)
        {
            if (DueCursor.Read(cursor) is var (at, id)) rows = rows.Where(f => f.DueAt > at || (f.DueAt == at && f.Id > id));
            var first = await rows.OrderBy(f => f.DueAt).ThenBy(f => f.Id).Take(limit + 1).ToListAsync(ct);
            return Results.Ok(new FollowUpPage([.. first.Take(limit).Select(FollowUpView.Of)], first.Count > limit ? DueCursor.Of(first[limit - 1]) : null));
        }

        if (IdCursor.Read(cursor) is { } before) rows = rows.Where(f => f.Id < before);
        var page = await rows.OrderByDescending(f => f.Id).Take(limit + 1).ToListAsync(ct);
        return Results.Ok(new FollowUpPage([.. page.Take(limit).Select(FollowUpView.Of)], page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null));
    }

    private static async Task<CallSheet> SheetAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var row = await work.Db<SurveyDb>().FollowUps.AsNoTracking().Include(f => f.Survey).SingleOrDefaultAsync(f => f.Tenant == caller.Tenant && f.Id == id, ct)
            ?? throw Problems.NotFound(NotFound);
        var (rules, card) = (await RulesStore.ReadAsync(caller.Tenant, work, ct), FollowUpView.CardOf(row));
        var brand = (await KnownBrand.OfAsync(caller.Tenant, card.ProductId, work, ct))?.Name ?? new LocalText(rules.Brand, rules.Brand);
        return new CallSheet(FollowUpView.Of(row), CallSheet.Fill(rules.Rules.Calls.Script, card, brand), await PhonesAsync(caller.Tenant, card, work, ct), rules.Rules.Calls.Attempts);
    }

    /// <summary>
    /// 200 with the call: recorded for good, or, when nobody was reached and there are calls left, due again. With Idempotency-Key a call counts once.
    /// 404 <c>follow-up.not-found</c>; 409 <c>follow-up.completed</c> when somebody was faster.
    /// </summary>
    private static Task<IResult> CompleteAsync(Guid id, FollowUpOutcome outcome, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = await work.Db<SurveyDb>().FollowUps.FromSql($"SELECT * FROM follow_ups WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE")
                .SingleOrDefaultAsync(ct) ?? throw Problems.NotFound(NotFound);
            if (row.CompletedAt is not null) throw Problems.Conflict("follow-up.completed", "This call was recorded before.");
            if (row.SurveyId is { } survey) row.Survey = await work.Db<SurveyDb>().Surveys.SingleAsync(s => s.Tenant == caller.Tenant && s.Id == survey, ct);
            var rules = await RulesStore.ReadAsync(caller.Tenant, work, ct);
            var result = FollowUp.Made(rules.Rules.Calls, outcome.Outcome, row.Attempts, row.DueAt, work.Now, rules.Zone);
            Record(row, outcome, result, caller, work);
            return new Reply(200, FollowUpView.Of(row));
        });

    private static void Record(FollowUpRow row, FollowUpOutcome outcome, CallResult result, Caller caller, Work work)
    {
        row.Attempts = result.Attempts;
        row.DueAt = result.DueAt.ToUniversalTime();
        if (!string.IsNullOrWhiteSpace(outcome.Note)) row.Note = row.Note is null ? outcome.Note.Trim() : $"{row.Note}\n{outcome.Note.Trim()}";
        var (key, card) = (row.Id.ToString("N"), FollowUpView.CardOf(row));
        if (!result.Completed)
        {
            work.Arm(new TimerRequest(OverdueTimer.Kind, key, row.DueAt, row.Tenant, row.TicketId, row.Id));
            work.Touched(row.Tenant, row.TicketId);
            return;
        }
        var reached = outcome.Outcome != CallOutcome.Unreachable;
        row.Outcome = outcome.Outcome;
        row.CompletedAt = work.Now;
        row.CompletedBy = caller.Name;
        row.CallSolved = reached ? outcome.Outcome == CallOutcome.Solved : null;
        row.CallScore = reached ? outcome.Score : null;
        row.CallNps = reached ? outcome.Nps : null;
        work.Cancel(OverdueTimer.Kind, key);
        work.Publish(new FollowUpCompleted
        {
            Tenant = row.Tenant,
            TicketId = row.TicketId,
            OccurredAt = work.Now,
            By = caller.Actor,
            FollowUpId = row.Id,
            Outcome = outcome.Outcome,
            Note = row.Note,
            Reason = row.Reason,
            Solved = row.CallSolved,
            Score = row.CallScore,
            Nps = row.CallNps,
            Attempts = row.Attempts,
            DueAt = row.DueAt,
            SurveyId = row.SurveyId,
            Card = card,
        });
        if (result.ProposesReopening)
            work.Publish(new ReopenProposed { Tenant = row.Tenant, TicketId = row.TicketId, OccurredAt = work.Now, By = caller.Actor, FollowUpId = row.Id, Reason = row.Note, Card = card });
        if (!result.Escalates) return;
        row.EscalatedAt = work.Now;
        work.Publish(new FollowUpEscalated
        {
            Tenant = row.Tenant,
            TicketId = row.TicketId,
            OccurredAt = work.Now,
            By = caller.Actor,
            FollowUpId = row.Id,
            Cause = CallOutcome.Unreachable,
            DueAt = row.DueAt,
            Card = card,
        });
    }

    private static async Task<IReadOnlyList<string>> PhonesAsync(string tenant, TicketCard card, Work work, CancellationToken ct)
    {
        if (card.ContactId is not { } contact) return [];
        await using var command = new NpgsqlCommand(Phones, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = contact } } };
        return await command.ExecuteScalarAsync(ct) as string[] ?? [];
    }
}
