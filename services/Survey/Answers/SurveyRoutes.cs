using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Persistence;

namespace ServiceMesh.Survey.Answers;

/// <summary>A survey as staff see it.</summary>
/// <param name="State"><c>open</c>, <c>answered</c>, <c>expired</c> or <c>withdrawn</c>.</param>
/// <param name="Score">1 (bad) to 5 (very good); null until answered.</param>
public sealed record SurveyView(
    Guid Id, Guid TicketId, string Number, string Subject, int Cycle, string Language, string State, DateTimeOffset SentAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? AnsweredAt, int? Score, bool? Solved, string? Comment);

/// <summary>A page of surveys.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record SurveyPage(IReadOnlyList<SurveyView> Items, string? Next);

/// <summary>What was asked and answered.</summary>
internal static class SurveyRoutes
{
    public static void MapSurveys(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/surveys", ListAsync).RequireRoles(Roles.Staff);

    /// <summary>200, the newest first. <paramref name="limit"/> is 1 to 200; <paramref name="cursor"/> is the <c>next</c> of the page before.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, SurveyDb db, Guid? ticketId, string? cursor, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.Surveys.AsNoTracking().Where(s => s.Tenant == caller.Tenant);
        if (ticketId is { } ticket) rows = rows.Where(s => s.TicketId == ticket);
        if (Cursor.Read(cursor) is { } before) rows = rows.Where(s => s.Id < before);
        var page = await rows.OrderByDescending(s => s.Id).Take(limit + 1).Select(s => new SurveyView(
            s.Id, s.TicketId, s.Number, s.Subject, s.Cycle, s.Language, s.State, s.SentAt, s.ExpiresAt, s.AnsweredAt, s.Score, s.Solved, s.Comment)).ToListAsync(ct);
        return Results.Ok(new SurveyPage([.. page.Take(limit)], page.Count > limit ? Cursor.Of(page[limit - 1].Id) : null));
    }
}
