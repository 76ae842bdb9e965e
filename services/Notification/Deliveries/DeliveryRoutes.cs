using System.ComponentModel.DataAnnotations;
using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
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

/// <summary>What was sent, to whom, and how it went.</summary>
internal static class DeliveryRoutes
{
    public static void MapDeliveries(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/notifications", ListAsync).RequireRoles(Roles.Staff);

    /// <summary>200, the newest first. <paramref name="limit"/> is 1 to 200; <paramref name="cursor"/> is the <c>next</c> of the page before.</summary>
    private static async Task<IResult> ListAsync(
        Caller caller, NotificationDb db, Guid? ticketId, string? cursor, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var before = cursor is null ? (Guid?)null : Read(cursor);
        var rows = db.Deliveries.AsNoTracking().Where(d => d.Tenant == caller.Tenant);
        if (ticketId is { } ticket) rows = rows.Where(d => d.TicketId == ticket);
        if (before is { } id) rows = rows.Where(d => d.Id < id);
        var page = await rows.OrderByDescending(d => d.Id).Take(limit + 1).Select(d => new DeliveryView(
            d.Id, d.TicketId, d.Channel, d.Template, d.Audience, d.Recipient, d.Language, d.Subject, d.Text,
            d.State, d.Attempts, d.Failure, d.StatusCode, d.CreatedAt, d.NextAttemptAt, d.FinishedAt)).ToListAsync(ct);
        var next = page.Count > limit ? Base64Url.EncodeToString(page[limit - 1].Id.ToByteArray(bigEndian: true)) : null;
        return Results.Ok(new { items = page.Take(limit).Select(d => d with { Recipient = Texts.Mask(d.Recipient) }), next });
    }

    private static Guid Read(string cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.TryDecodeFromChars(cursor, bytes, out var length) && length == 16
            ? new Guid(bytes, bigEndian: true)
            : throw Problems.InvalidField("cursor", "The cursor is not one of ours.");
    }
}
