using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Progress;

/// <summary>What a customer sees of a ticket by its link: the promise and the way so far, nothing internal.</summary>
public sealed record ProgressView(
    string Number, string Subject, TicketState State, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, string? EngineerName,
    PauseReason? WaitingFor, string Language, IReadOnlyList<ClockView> Clocks, IReadOnlyList<ProgressStep> Steps);

/// <summary>A step of the way.</summary>
/// <param name="Code">A stable word, for pages that speak in their own words; see <see cref="Step"/>.</param>
/// <param name="What">A sentence in the ticket's language.</param>
public sealed record ProgressStep(DateTimeOffset At, string Code, string What);

/// <summary>The customer's progress page asks here; the token in the link is all it needs.</summary>
internal static class ProgressEndpoint
{
    private const int LongestToken = 100;

    public static IEndpointRouteBuilder MapProgress(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/progress/{token}", GetAsync).AllowAnonymous().WithTags("progress")
            .WithSummary("A ticket's progress. 404 progress.not-found for a token that is wrong or whose time is over.");
        return app;
    }

    private static async Task<ProgressView> GetAsync(
        string token, DispatchDb db, DatabaseClock clock, DispatchOptions options, HttpContext http, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (token.Length > LongestToken) throw Problems.NotFound("progress.not-found");
        var hash = LinkTokens.Hash(token);
        var t = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(x => x.ProgressTokenHash == hash, ct);
        if (t is null || clock.Now > t.EndedAt?.AddDays(options.ProgressDays)) throw Problems.NotFound("progress.not-found");
        return new ProgressView(
            t.Number, t.Subject, t.State, t.OpenedAt, t.UpdatedAt, t.EngineerName, t.WaitingFor, t.Language, Promised(t.Clocks), Told(t.Steps, t.Language));
    }

    /// <summary>What teams owe each other is no promise to the customer.</summary>
    internal static IReadOnlyList<ClockView> Promised(IReadOnlyList<ClockView> clocks) => [.. clocks.Where(c => c.Team is null)];

    internal static IReadOnlyList<ProgressStep> Told(IReadOnlyList<Step> steps, string language) =>
        [.. steps.Select(s => new ProgressStep(s.At, s.Code, ProgressWords.Of(s.Code, language)))];
}
