using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Deliveries;

/// <summary>A delivery as staff see it: address and link masked.</summary>
/// <param name="Recipient">The masked address, or the webhook endpoint's id.</param>
/// <param name="State"><c>queued</c>, <c>delivered</c>, <c>failed</c> or <c>dropped</c>.</param>
/// <param name="Failure">The last failure's category, or why it was dropped.</param>
/// <param name="StatusCode">The last SMTP or HTTP status.</param>
public sealed record DeliveryView(
    Guid Id, Guid? TicketId, string Channel, string Template, string Audience, string Recipient, string Language, string Subject, string Text,
    string State, int Attempts, string? Failure, int? StatusCode, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? FinishedAt);

/// <summary>A page of deliveries.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, string? Next);

/// <summary>What was sent, to whom, and how it went.</summary>
internal static class DeliveryRoutes
{
    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/notifications", ListAsync).RequireRoles(Roles.Staff);
        app.MapPost("/api/v1/notifications/{id:guid}/resend", ResendAsync).RequireRoles(Roles.Admin, Roles.Ops, Roles.Dispatcher);
    }

    /// <summary>
    /// 202: a message that failed is sent again with its own id. 404 <c>notice.not-found</c>: there is none that failed, or its link was for
    /// one use only.
    /// </summary>
    private static async Task<IResult> ResendAsync(Guid id, Caller caller, IWorkFactory works, Requeue requeue, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        if (!await requeue.OneAsync(work, caller, id, ct)) throw Problems.NotFound("notice.not-found");
        await work.CommitAsync(ct);
        return Results.Accepted();
    }

    /// <summary>200, the newest first. <paramref name="limit"/> is 1 to 200; <paramref name="cursor"/> is the <c>next</c> of the page before.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, NotificationDb db, Guid? ticketId, string? cursor, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.Deliveries.AsNoTracking().Where(d => d.Tenant == caller.Tenant);
        if (ticketId is { } ticket) rows = rows.Where(d => d.TicketId == ticket);
        if (Cursor.Read(cursor) is { } before) rows = rows.Where(d => d.Id < before);
        var page = await rows.OrderByDescending(d => d.Id).Take(limit + 1).Select(d => new DeliveryView(
            d.Id, d.TicketId, d.Channel, d.Template, d.Audience, d.Recipient, d.Language, d.Subject, d.Text,
            d.State, d.Attempts, d.Failure, d.StatusCode, d.CreatedAt, d.NextAttemptAt, d.FinishedAt)).ToListAsync(ct);
        return Results.Ok(new DeliveryPage(
            [.. page.Take(limit).Select(d => d with { Recipient = Texts.Mask(d.Recipient) })], page.Count > limit ? Cursor.Of(page[limit - 1].Id) : null));
    }
}
