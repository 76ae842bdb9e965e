using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Receipts;

/// <summary>What a mail system or provider learned of a message after it had taken it.</summary>
/// <param name="MessageId">The delivery's id, or its Message-ID with or without angle brackets.</param>
/// <param name="What"><c>opened</c>, <c>bounced</c> (for good), <c>complained</c> or <c>unsubscribed</c>.</param>
public sealed record Receipt(
    [property: Required, StringLength(300, MinimumLength = 32)] string MessageId,
    [property: Required, RegularExpression("opened|bounced|complained|unsubscribed")] string What);

/// <summary>Receipts, and the end of a suppression.</summary>
internal static class ReceiptRoutes
{
    public static void MapReceipts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/notifications/receipts", TakeAsync).RequireRoles(Roles.Admin, Roles.Ops);
        app.MapDelete("/api/v1/notifications/preferences/{address}/suppression", LiftAsync).RequireRoles(Roles.Admin);
    }

    /// <summary>
    /// 204, also when it was told before. A bounce turns the message into a failed one, which the agent hears of, and no mail goes to the
    /// address any more until somebody lifts that; a complaint or unsubscription only stops mail. 404 <c>notice.not-found</c>.
    /// </summary>
    private static async Task<IResult> TakeAsync(Receipt receipt, Caller caller, IWorkFactory works, ReceiptBook book, CancellationToken ct)
    {
        var text = receipt.MessageId.Trim('<', '>', ' ');
        if (!Guid.TryParse(text.Split('@')[0], out var id)) throw Problems.NotFound("notice.not-found");
        await using var work = await works.BeginAsync(ct);
        if (!await book.NoteAsync(work, caller.Tenant, id, receipt.What, null, ct)) throw Problems.NotFound("notice.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>204: mail goes to this address again, also when it always did.</summary>
    private static async Task<IResult> LiftAsync(string address, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        var key = address.ToLowerInvariant();
        await using var work = await works.BeginAsync(ct);
        await work.Db<NotificationDb>().People.Where(p => p.Tenant == caller.Tenant && p.Address == key)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Suppressed, (string?)null).SetProperty(x => x.SuppressedAt, (DateTimeOffset?)null), ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
