using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>Who is on call or works when; overrides, swaps and absences that change it.</summary>
internal static class DutyEndpoints
{
    private static readonly TimeSpan s_longestView = TimeSpan.FromDays(92);
    private static readonly TimeSpan s_longestSpan = TimeSpan.FromDays(366);
    private static readonly Duration s_turnAhead = Duration.FromDays(92);

    public static IEndpointRouteBuilder MapDuties(this IEndpointRouteBuilder app)
    {
        var team = app.MapGroup("/api/v1/teams/{id:guid}").WithTags("rosters");
        var read = team.MapGroup("").RequireRoles(Roles.Staff);
        read.MapGet("/on-call", OnCallAsync)
            .WithSummary("Who is on call at an instant (now if not given), by layer, and until when. 404 team.not-found.");
        read.MapGet("/calendar", CalendarAsync)
            .WithSummary("All duties from one instant to another, at most 92 days; an entry without an engineer is a hole. 404 team.not-found.");
        read.MapGet("/overrides", OverridesAsync).WithSummary("Overrides and swaps that are not over. 404 team.not-found.");
        var change = team.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("/overrides", (Guid id, OverrideRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => OverrideAsync(id, r, caller, work, ct)))
            .WithSummary("Somebody takes a duty for a span. 404 team.not-found, rotation.not-found or engineer.not-found.");
        change.MapPost("/swaps", (Guid id, SwapRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => SwapAsync(id, r, caller, work, ct)))
            .WithSummary("Two who are on call exchange spans. 409 swap.not-one-person when a span is not one person's throughout, or both are the same one's.");
        change.MapDelete("/overrides/{overrideId:guid}", DeleteAsync).WithSummary("Takes an override back; a swap with both halves. 404 override.not-found.");
        return app;
    }

    private static async Task<DutyList> OnCallAsync(
        Guid id, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct, DateTimeOffset? at = null)
    {
        await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        var when = Instant.FromDateTimeOffset(Check("at", at ?? clock.Now));
        var named = await RosterReader.ReadAsync(
            db, caller.Tenant, id, when.ToDateTimeOffset(), (when + s_turnAhead).ToDateTimeOffset(), ct);
        return new DutyList([.. named.Roster.At(when, s_turnAhead).Where(d => d.Kind == DutyKind.OnCall).Select(d => DutyView.Of(d, named))]);
    }

    private static async Task<DutyList> CalendarAsync(
        Guid id, DateTimeOffset from, DateTimeOffset until, Caller caller, DispatchDb db, CancellationToken ct)
    {
        Check("from", from);
        Check("until", until);
        if (until <= from || until - from > s_longestView) throw Problems.InvalidField("until", "It lies after from, by 92 days at most.");
        await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        var named = await RosterReader.ReadAsync(db, caller.Tenant, id, from.ToUniversalTime(), until.ToUniversalTime(), ct);
        var duties = named.Roster.Between(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(until));
        return new DutyList([.. duties.Select(d => DutyView.Of(d, named))]);
    }

    private static async Task<OverrideList> OverridesAsync(Guid id, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        var now = clock.Now;
        var rows = await db.RosterOverrides.AsNoTracking().Where(o => o.Tenant == caller.Tenant && o.TeamId == id && o.EndsAt > now)
            .OrderBy(o => o.StartsAt).ThenBy(o => o.Id).ToListAsync(ct);
        return new OverrideList([.. rows.Select(OverrideView.Of)]);
    }

    private static async Task<Reply> OverrideAsync(
        Guid id, OverrideRequest r, Caller caller, Work work, CancellationToken ct)
    {
        CheckSpan("until", r.From, r.Until);
        var db = work.Db<DispatchDb>();
        var team = await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        await RotationAsync(db, caller.Tenant, id, r.RotationId, ct);
        await RosterChanges.EngineersAsync(db, caller.Tenant, r.Replaces is { } replaced ? [r.EngineerId, replaced] : [r.EngineerId], ct);
        var row = Row(caller, id, r.RotationId, r.EngineerId, r.Replaces, new Span(r.From, r.Until), null, r.Reason);
        db.RosterOverrides.Add(row);
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, team, caller.Actor, ct);
        return new Reply(StatusCodes.Status201Created, OverrideView.Of(row), $"/api/v1/teams/{id}/overrides/{row.Id}");
    }

    private static async Task<Reply> SwapAsync(Guid id, SwapRequest r, Caller caller, Work work, CancellationToken ct)
    {
        CheckSpan("first", r.First.From, r.First.Until);
        CheckSpan("second", r.Second.From, r.Second.Until);
        var db = work.Db<DispatchDb>();
        var team = await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        await RotationAsync(db, caller.Tenant, id, r.RotationId, ct);
        var first = await OnlyOneAsync(db, caller.Tenant, id, r.RotationId, r.First, ct);
        var second = await OnlyOneAsync(db, caller.Tenant, id, r.RotationId, r.Second, ct);
        if (first is null || second is null || first == second)
            throw Problems.Conflict("swap.not-one-person", "Each span must be the duty of one person throughout, and the two of different ones.");
        var swap = Guid.CreateVersion7();
        OverrideRow[] rows =
        [
            Row(caller, id, r.RotationId, second.Value, first, r.First, swap, r.Reason),
            Row(caller, id, r.RotationId, first.Value, second, r.Second, swap, r.Reason),
        ];
        db.RosterOverrides.AddRange(rows);
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, team, caller.Actor, ct);
        return new Reply(StatusCodes.Status201Created, new OverrideList([.. rows.Select(OverrideView.Of)]), $"/api/v1/teams/{id}/overrides");
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, Guid overrideId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var row = await db.RosterOverrides.SingleOrDefaultAsync(o => o.Tenant == caller.Tenant && o.TeamId == id && o.Id == overrideId, ct)
            ?? throw Problems.NotFound("override.not-found");
        db.RosterOverrides.RemoveRange(await db.RosterOverrides.Where(o => o.Id == row.Id || (row.SwapId != null && o.SwapId == row.SwapId)).ToListAsync(ct));
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, await RosterChanges.TeamAsync(db, caller.Tenant, id, ct), caller.Actor, ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    internal static void CheckSpan(string field, DateTimeOffset from, DateTimeOffset until)
    {
        Check(field, from);
        Check(field, until);
        if (until <= from || until - from > s_longestSpan) throw Problems.InvalidField(field, "It ends after it begins, by 366 days at most.");
    }

    private static DateTimeOffset Check(string field, DateTimeOffset at) =>
        at.UtcDateTime.Year is >= 1970 and <= 2200 ? at : throw Problems.InvalidField(field, "It lies in 1970 to 2200.");

    private static async Task RotationAsync(DispatchDb db, string tenant, Guid team, Guid id, CancellationToken ct)
    {
        if (!await db.Rotations.AnyAsync(x => x.Tenant == tenant && x.TeamId == team && x.Id == id, ct)) throw Problems.NotFound("rotation.not-found");
    }

    private static async Task<Guid?> OnlyOneAsync(DispatchDb db, string tenant, Guid team, Guid rotation, Span span, CancellationToken ct)
    {
        var (from, until) = (Instant.FromDateTimeOffset(span.From), Instant.FromDateTimeOffset(span.Until));
        var named = await RosterReader.ReadAsync(db, tenant, team, span.From.ToUniversalTime(), span.Until.ToUniversalTime(), ct);
        var people = named.Roster.Between(from, until).Where(d => d.RotationId == rotation && d.Kind == DutyKind.OnCall).Select(d => d.EngineerId).Distinct().ToList();
        return people.Count == 1 ? people[0] : null;
    }

    private static OverrideRow Row(Caller caller, Guid team, Guid rotation, Guid engineer, Guid? replaces, Span span, Guid? swap, string? reason) => new()
    {
        Id = Guid.CreateVersion7(), Tenant = caller.Tenant, TeamId = team, RotationId = rotation, EngineerId = engineer, ReplacesId = replaces,
        StartsAt = span.From.ToUniversalTime(), EndsAt = span.Until.ToUniversalTime(), SwapId = swap, Reason = reason, ByName = caller.Name,
    };
}
