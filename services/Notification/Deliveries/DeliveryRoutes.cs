using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Deliveries;

/// <summary>A delivery as staff see it: address and link masked.</summary>
/// <param name="Recipient">The masked address, or the webhook endpoint's id.</param>
/// <param name="State"><c>queued</c>, <c>held</c>, <c>handed-over</c>, <c>delivered</c>, <c>failed</c> or <c>dropped</c>.</param>
/// <param name="Failure">The last failure's category, or why it was dropped.</param>
/// <param name="StatusCode">The last SMTP or HTTP status.</param>
/// <param name="ConfirmedAt">When the provider said that it arrived, where it does.</param>
/// <param name="OpenedAt">When the recipient read it, where the channel tells.</param>
public sealed record DeliveryView(
    Guid Id, Guid? TicketId, string Channel, string Template, string Audience, string Recipient, string Language, string Subject, string Text,
    string State, int Attempts, string? Failure, int? StatusCode, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ConfirmedAt, DateTimeOffset? OpenedAt)
{
    /// <summary>How far it is known to have come: <c>accepted</c> by the channel, <c>delivered</c>, <c>answered</c> or <c>opened</c>; null when it was not sent.</summary>
    public string? Reached => Domain.Reached.Of(Channel, State, ConfirmedAt, OpenedAt);
}

/// <summary>A delivery and its life.</summary>
/// <param name="ConfirmedAt">As in the delivery.</param>
/// <param name="OpenedAt">As in the delivery.</param>
/// <param name="MergedInto">The digest it went into.</param>
/// <param name="History">What happened to it, the earliest first: <c>[{at, what, reason, status}]</c>.</param>
public sealed record DeliveryStory(DeliveryView Delivery, DateTimeOffset? HoldUntil, DateTimeOffset? ConfirmedAt, DateTimeOffset? OpenedAt, Guid? MergedInto, JsonElement History);

/// <summary>Which deliveries are wanted; nothing: all.</summary>
/// <param name="Template">The message, for example <c>ticket-opened</c>.</param>
/// <param name="Channel"><c>email</c>, <c>webhook</c>, <c>robot</c>, <c>sms</c>, <c>voice</c> or <c>im</c>.</param>
/// <param name="State">Where they stand, for example <c>failed</c>.</param>
/// <param name="EndpointId">Only to this webhook endpoint.</param>
public sealed record DeliveryFilter(
    Guid? TicketId, [property: StringLength(50)] string? Template, [property: StringLength(20)] string? Channel, [property: StringLength(20)] string? State, Guid? EndpointId);

/// <summary>A page of deliveries.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, string? Next);

/// <summary>What was sent, to whom, and how it went.</summary>
internal static class DeliveryRoutes
{
    private static readonly Expression<Func<DeliveryRow, DeliveryView>> s_view = d => new DeliveryView(
        d.Id, d.TicketId, d.Channel, d.Template, d.Audience, d.Recipient, d.Language, d.Subject, d.Text,
        d.State, d.Attempts, d.Failure, d.StatusCode, d.CreatedAt, d.NextAttemptAt, d.FinishedAt, d.ConfirmedAt, d.OpenedAt);

    private static readonly Func<DeliveryRow, DeliveryView> s_show = s_view.Compile();

    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/notifications", ListAsync).RequireRoles(Roles.Staff);
        app.MapGet("/api/v1/notifications/{id:guid}", ShowAsync).RequireRoles(Roles.Staff);
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
        Caller caller, NotificationDb db, [AsParameters] DeliveryFilter filter, string? cursor, [Range(1, 200)] int limit = 50, CancellationToken ct = default)
    {
        var rows = db.Deliveries.AsNoTracking().Where(d => d.Tenant == caller.Tenant);
        if (filter.TicketId is { } ticket) rows = rows.Where(d => d.TicketId == ticket);
        if (filter.Template is { } template) rows = rows.Where(d => d.Template == template);
        if (filter.Channel is { } channel) rows = rows.Where(d => d.Channel == channel);
        if (filter.State is { } state) rows = rows.Where(d => d.State == state);
        if (filter.EndpointId?.ToString() is { } endpoint) rows = rows.Where(d => d.Channel == DeliveryChannels.Webhook && d.Recipient == endpoint);
        if (IdCursor.Read(cursor) is { } before) rows = rows.Where(d => d.Id < before);
        var page = await rows.OrderByDescending(d => d.Id).Take(limit + 1).Select(s_view).ToListAsync(ct);
        return Results.Ok(new DeliveryPage([.. page.Take(limit).Select(Masked)], page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null));
    }

    /// <summary>200 with all that happened to it; 404 <c>notice.not-found</c>.</summary>
    private static async Task<IResult> ShowAsync(Guid id, Caller caller, NotificationDb db, CancellationToken ct)
    {
        var row = await db.Deliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Tenant == caller.Tenant && d.Id == id, ct) ?? throw Problems.NotFound("notice.not-found");
        return Results.Ok(new DeliveryStory(
            Masked(s_show(row)), row.HoldUntil, row.ConfirmedAt, row.OpenedAt, row.MergedInto, JsonSerializer.Deserialize<JsonElement>(row.History)));
    }

    private static DeliveryView Masked(DeliveryView delivery) => delivery with { Recipient = Texts.Mask(delivery.Recipient) };
}
