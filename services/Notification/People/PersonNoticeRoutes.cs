using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.People;

/// <summary>A notice in a person's list.</summary>
/// <param name="Audience">Why they are told: <c>engineer</c>, <c>manager</c>, <c>on-call</c> or <c>watcher</c>.</param>
public sealed record PersonNotice(
    Guid Id, Guid? TicketId, string Template, string Audience, string Subject, string Text, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>A page of notices.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
/// <param name="Unread">How many are unread, at most 100.</param>
public sealed record PersonNoticePage(IReadOnlyList<PersonNotice> Items, string? Next, int Unread);

/// <summary>The caller's own notices in the Desk.</summary>
internal static class PersonNoticeRoutes
{
    private const int MostUnread = 100;

    public static void MapPersonNotices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/mine");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Staff);
        group.MapPost("/read", ReadAllAsync).RequireRoles(Roles.Staff);
        group.MapPost("/{id:guid}/read", ReadAsync).RequireRoles(Roles.Staff);
    }

    /// <summary>200, the newest first. <paramref name="limit"/> is 1 to 200; <paramref name="cursor"/> is the <c>next</c> of the page before.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, NotificationDb db, string? cursor, bool unread = false, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        var own = db.PersonNotices.AsNoTracking().Where(n => n.Tenant == caller.Tenant && n.Person == person);
        var count = await own.Where(n => n.ReadAt == null).Take(MostUnread).CountAsync(ct);
        var rows = unread ? own.Where(n => n.ReadAt == null) : own;
        if (IdCursor.Read(cursor) is { } before) rows = rows.Where(n => n.Id < before);
        var page = await rows.OrderByDescending(n => n.Id).Take(limit + 1)
            .Select(n => new PersonNotice(n.Id, n.TicketId, n.Template, n.Audience, n.Subject, n.Text, n.CreatedAt, n.ReadAt)).ToListAsync(ct);
        return Results.Ok(new PersonNoticePage([.. page.Take(limit)], page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null, count));
    }

    /// <summary>204; 404 <c>notice.not-found</c>.</summary>
    private static async Task<IResult> ReadAsync(Guid id, Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        await using var work = await works.BeginAsync(ct);
        var now = work.Now;
        var read = await work.Db<NotificationDb>().PersonNotices.Where(n => n.Tenant == caller.Tenant && n.Person == person && n.Id == id)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, x => x.ReadAt ?? now), ct);
        if (read == 0) throw Problems.NotFound("notice.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>204: all are read.</summary>
    private static async Task<IResult> ReadAllAsync(Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        await using var work = await works.BeginAsync(ct);
        var now = work.Now;
        await work.Db<NotificationDb>().PersonNotices.Where(n => n.Tenant == caller.Tenant && n.Person == person && n.ReadAt == null)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now), ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
