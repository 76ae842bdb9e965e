using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Why;

/// <summary>Why a person was told of something, or was not.</summary>
/// <param name="Verdict"><c>told</c>, <c>waiting</c> or <c>not-told</c>.</param>
/// <param name="Because">The rule that made them a recipient, in English and Chinese.</param>
/// <param name="Reason">Why it did not reach them, in English and Chinese; null when it did or is still on its way.</param>
/// <param name="HoldUntil">Until when it waits: for a digest, or for its provider's limit.</param>
/// <param name="History">What happened to the message: <c>[{at, what, reason, status}]</c>.</param>
/// <param name="Reached">How far it is known to have come: <c>accepted</c>, <c>delivered</c>, <c>answered</c> or <c>opened</c>; null when it was not sent.</param>
/// <param name="Known">The same in words, with what the channel never tells.</param>
public sealed record Answer(
    Guid? DeliveryId, string Template, string Channel, string Audience, string Verdict, string State, Said Because, Said? Reason,
    DateTimeOffset At, DateTimeOffset? HoldUntil, DateTimeOffset? FinishedAt, JsonElement? History, string? Reached = null, Said? Known = null);

/// <summary>A sentence in both languages.</summary>
public sealed record Said(string En, string Zh);

/// <summary>A message of the ticket that was not for this person, and whom it was for.</summary>
public sealed record NotFor(string Template, IReadOnlyList<string> Audiences, Said Because);

/// <summary>All that is known about a person and a ticket.</summary>
/// <param name="Next">Always null.</param>
public sealed record WhyAnswer(string Person, Guid TicketId, IReadOnlyList<Answer> Items, IReadOnlyList<NotFor> NotFor, string? Next);

/// <summary>"Why was I told? Why not?"</summary>
internal static class WhyRoutes
{
    private const int Most = 500;

    public static void MapWhy(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/notifications/why", AskAsync).RequireRoles(Roles.Staff);

    /// <summary>
    /// 200 with every message to this person (by e-mail address) about this ticket, and the ticket's messages that were not for them.
    /// 400 <c>request.invalid</c>. An unknown ticket or person has no messages.
    /// </summary>
    private static async Task<IResult> AskAsync(
        Caller caller, NotificationDb db, [Required] Guid ticketId, [Required, StringLength(254, MinimumLength = 3)] string person, string? template, CancellationToken ct)
    {
        var address = person.ToLowerInvariant();
        var all = db.Deliveries.AsNoTracking().Where(d => d.Tenant == caller.Tenant && d.TicketId == ticketId && d.Channel != DeliveryChannels.Webhook);
        if (template is not null) all = all.Where(d => d.Template == template);
        var theirs = await all.Where(d => d.Person == address || d.Recipient == person || d.Recipient == address).OrderBy(d => d.Id).Take(Most).ToListAsync(ct);
        var inApp = await db.PersonNotices.AsNoTracking().Where(n => n.Tenant == caller.Tenant && n.Person == address && n.TicketId == ticketId && (template == null || n.Template == template))
            .OrderBy(n => n.Id).Take(Most).ToListAsync(ct);
        var others = await all.Where(d => d.Person != address).Select(d => new { d.Template, d.Audience }).Distinct().Take(Most).ToListAsync(ct);

        var items = theirs.Select(Of).Concat(inApp.Select(Of)).OrderBy(a => a.At).ToList();
        var notFor = others.Where(o => items.TrueForAll(i => i.Template != o.Template)).GroupBy(o => o.Template)
            .Select(g => new NotFor(g.Key, [.. g.Select(o => o.Audience).Order(StringComparer.Ordinal)], Sayings.NotFor([.. g.Select(o => o.Audience)]))).ToList();
        return Results.Ok(new WhyAnswer(address, ticketId, items, notFor, null));
    }

    private static Answer Of(DeliveryRow d)
    {
        var verdict = d.State switch
        {
            DeliveryState.Delivered => "told",
            DeliveryState.Queued or DeliveryState.Held or DeliveryState.HandedOver => "waiting",
            _ => "not-told",
        };
        var reached = Reached.Of(d.Channel, d.State, d.ConfirmedAt, d.OpenedAt);
        return new Answer(d.Id, d.Template, d.Channel, d.Audience, verdict, d.State, Sayings.Because(d.Audience),
            d is { State: DeliveryState.Queued, Failure: "rate-limited" } ? Sayings.RateLimited : d.Failure is { } failure && verdict != "told" ? Sayings.Reason(failure) : d.State == DeliveryState.Held ? d.Audience == Audience.Customer || d.Template == Template.SlaEscalated ? Sayings.Pending : Sayings.Held : null,
            d.CreatedAt, d is { State: DeliveryState.Queued, Failure: "rate-limited" } ? d.NextAttemptAt : d.HoldUntil, d.FinishedAt, JsonSerializer.Deserialize<JsonElement>(d.History),
            reached, reached is null ? null : Sayings.Known(d.Channel, reached));
    }

    private static Answer Of(InboxRow n) => new(
        n.Id, n.Template, DeliveryChannels.InApp, n.Audience, "told", n.ReadAt is null ? DeliveryState.Delivered : "read", Sayings.Because(n.Audience), null,
        n.CreatedAt, null, n.CreatedAt, null, n.ReadAt is null ? Reached.Delivered : Reached.Opened, Sayings.Known(DeliveryChannels.InApp, n.ReadAt is null ? Reached.Delivered : Reached.Opened));
}
