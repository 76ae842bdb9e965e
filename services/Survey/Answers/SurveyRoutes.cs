using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Persistence;

namespace ServiceMesh.Survey.Answers;

/// <summary>A survey as staff see it.</summary>
/// <param name="State"><c>planned</c>, <c>skipped</c>, <c>open</c>, <c>answered</c>, <c>expired</c> or <c>withdrawn</c>.</param>
/// <param name="SkipReason">Why nobody was asked: <c>off</c>, <c>before-activation</c>, <c>not-in-sample</c>, <c>no-address</c>, <c>asked-lately</c> or <c>asked-too-often</c>.</param>
/// <param name="SentAt">While it is planned, when it is to be sent.</param>
/// <param name="Channel">How it was sent; <paramref name="AnsweredVia"/> is the link the answer came by.</param>
/// <param name="Score">1 (bad) to 5 (very good); null until answered.</param>
/// <param name="Nps">0 to 10; null when not answered.</param>
/// <param name="Ces">1 (hard) to 7 (easy); null when not answered.</param>
public sealed record SurveyView(
    Guid Id, Guid TicketId, string Number, string Subject, int Cycle, string Language, string State, string? SkipReason, string? Channel, DateTimeOffset SentAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? DeliveredAt, int Reminders, Guid QuestionnaireId, int QuestionnaireVersion, DateTimeOffset? AnsweredAt, string? AnsweredVia, int? Score, bool? Solved, int? Nps, int? Ces,
    string? Comment, IReadOnlyList<SurveyReply>? Replies)
{
    internal static SurveyView Of(SurveyRow s) => new(
        s.Id, s.TicketId, s.Number, s.Subject, s.Cycle, s.Language, s.State, s.SkipReason, s.Channel, s.SentAt, s.ExpiresAt, s.DeliveredAt, s.Reminders, s.QuestionnaireId,
        s.QuestionnaireVersion, s.AnsweredAt, s.AnsweredVia, s.Score, s.Solved, s.Nps, s.Ces, s.Comment,
        s.Replies is null ? null : JsonSerializer.Deserialize<IReadOnlyList<SurveyReply>>(s.Replies, EventJson.Options));
}

/// <summary>A page of surveys.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record SurveyPage(IReadOnlyList<SurveyView> Items, string? Next);

/// <summary>What was asked and answered.</summary>
internal static class SurveyRoutes
{
    public static void MapSurveys(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/surveys", ListAsync).RequireRoles(Roles.Staff);

    /// <summary>200, the newest first; <paramref name="state"/> narrows. <paramref name="limit"/> is 1 to 200; <paramref name="cursor"/> is the <c>next</c> of the page before.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, SurveyDb db, Guid? ticketId, string? cursor,
        [AllowedValues("planned", "skipped", "open", "answered", "expired", "withdrawn", null)] string? state = null,
        [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.Surveys.AsNoTracking().Where(s => s.Tenant == caller.Tenant);
        if (ticketId is { } ticket) rows = rows.Where(s => s.TicketId == ticket);
        if (state is not null) rows = rows.Where(s => s.State == state);
        if (IdCursor.Read(cursor) is { } before) rows = rows.Where(s => s.Id < before);
        var page = await rows.OrderByDescending(s => s.Id).Take(limit + 1).ToListAsync(ct);
        return Results.Ok(new SurveyPage([.. page.Take(limit).Select(SurveyView.Of)], page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null));
    }
}
