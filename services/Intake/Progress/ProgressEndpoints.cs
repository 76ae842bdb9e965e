using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Products;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Progress;

/// <summary>A ticket's conversation as the holder of its progress link sees it: without notes and recordings.</summary>
/// <param name="TimeZone">The tenant's IANA zone.</param>
/// <param name="Brand">The name the customers know: of the brand of the product it is about, else the tenant's own; null while the gateway has not told of it.</param>
/// <param name="May">What its holder may do now.</param>
public sealed record ProgressConversation(
    string Number, string Subject, bool TakesReplies, string TimeZone, string? Brand, IReadOnlyList<MessageView> Items, string? Next, CustomerMay May);

/// <summary>
/// <c>/api/v1/progress/{token}/conversation</c>, <c>/messages</c>, <c>/attachments</c>, <c>/close-request</c> and <c>/reopen-request</c>, for whoever holds the link. Wrong, forged and expired links are one
/// 404 <c>progress.not-found</c>; a link expires 30 days after closing (later where a ticket can be reopened longer).
/// </summary>
public static class ProgressEndpoints
{
    private const int LongestKey = 200;

    public static void MapProgress(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/progress/{token}").WithTags("progress").AllowAnonymous();
        group.MapGet("/conversation", ReadAsync);
        group.MapPost("/messages", ReplyAsync);
        group.MapPost("/close-request", CloseAsync);
        group.MapPost("/reopen-request", ReopenAsync);
        group.MapPost("/attachments", UploadAsync).Accepts<Stream>("*/*").Produces<AttachmentView>(StatusCodes.Status201Created);
        group.MapGet("/attachments/{attachmentId:guid}", DownloadAsync);
    }

    private static async Task<ProgressConversation> ReadAsync(
        string token, [AsParameters] PageQuery page, HttpContext http, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        KeepPrivate(http);
        var ticket = await FindAsync(db, token, time.GetUtcNow(), ct);
        var part = await ReadConversation.PageAsync(db, ticket, page, forStaff: false, ct);
        var stands = ticket.MergedIntoId is { } next ? await db.Tickets.AsNoTracking().SingleAsync(t => t.Tenant == ticket.Tenant && t.Id == next, ct) : ticket;
        var may = await TenantProfiles.MayDoAsync(db, stands, time.GetUtcNow(), ct);
        var tenant = await TenantProfiles.FindAsync(db, ticket.Tenant, ct);
        var brand = await BrandEndpoints.NameAsync(db, ticket.Tenant, stands.ProductId, ticket.Language, ct) ?? tenant.Brand;
        return new ProgressConversation(ticket.Number, ticket.Subject, may.Reply, tenant.TimeZone, brand, part.Items, part.Next, may);
    }

    /// <summary>An Idempotency-Key counts per ticket, for good; neither key nor link is stored with an answer.</summary>
    private static async Task<IResult> ReplyAsync(
        string token, MessageRequest request, HttpContext http, IntakeDb db, IWorkFactory works, ChannelLimits limits, TimeProvider time, CancellationToken ct)
    {
        KeepPrivate(http);
        var found = await FindAsync(db, token, time.GetUtcNow(), ct);
        limits.TakeReply(found.Id);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > LongestKey)
            throw Problems.Invalid("idempotency.key-invalid", $"Idempotency-Key has at most {LongestKey} characters.");
        await using var work = await works.BeginAsync(ct);
        var own = (await TicketAccess.LockAsync(work, found.Tenant, found.Id, ct))!;
        var ticket = await TicketAccess.FollowAsync(work, own, ct);
        if (key.Length > 0 && await KnownAsync(work.Db<IntakeDb>(), [own.Id, ticket.Id], own.Tenant, key, ct) is { } known)
            return Created(known);
        await Conversation.RequireOpenToCustomerAsync(work, ticket, ct);
        var by = HolderOf(own);
        var reply = await PostMessage.SaidAsync(
            work, ticket, request, Uploader.OfLink(own.Tenant, own.Id),
            text => Conversation.AddFromCustomer(work, ticket, text, Channel.Portal, by, clientKey: key.Length > 0 ? key : null), ct);
        await work.CommitAsync(ct);
        return Results.Json(reply.Body, statusCode: reply.Status);
    }

    /// <summary>As for people who are signed in: 202, or 409 <c>ticket.closed</c>.</summary>
    private static Task<IResult> CloseAsync(
        string token, HttpContext http, IntakeDb db, IWorkFactory works, ChannelLimits limits, TimeProvider time, CancellationToken ct) =>
        AskAsync(token, http, db, works, limits, time, (work, own, stop) => TicketRequests.AskToCloseAsync(work, own, HolderOf(own), stop), ct);

    /// <summary>As for people who are signed in: 202, or 409 <c>ticket.closed</c>, <c>ticket.not-resolved</c>.</summary>
    private static Task<IResult> ReopenAsync(
        string token, ReopenRequest? request, HttpContext http, IntakeDb db, IWorkFactory works, ChannelLimits limits, TimeProvider time, CancellationToken ct) =>
        AskAsync(token, http, db, works, limits, time, (work, own, stop) => TicketRequests.AskToReopenAsync(work, own, HolderOf(own), request, stop), ct);

    private static async Task<IResult> AskAsync(
        string token, HttpContext http, IntakeDb db, IWorkFactory works, ChannelLimits limits, TimeProvider time, Func<Work, TicketRow, CancellationToken, Task<Reply>> ask,
        CancellationToken ct)
    {
        KeepPrivate(http);
        var found = await FindAsync(db, token, time.GetUtcNow(), ct);
        limits.TakeReply(found.Id);
        await using var work = await works.BeginAsync(ct);
        var reply = await ask(work, (await TicketAccess.LockAsync(work, found.Tenant, found.Id, ct))!, ct);
        await work.CommitAsync(ct);
        return Results.Json(reply.Body, statusCode: reply.Status);
    }

    /// <summary>Takes a file that a reply can name then, as for people who are signed in.</summary>
    private static async Task<IResult> UploadAsync(
        string token, string? name, HttpContext http, IntakeDb db, ChannelLimits limits, Uploads uploads, TimeProvider time, CancellationToken ct)
    {
        KeepPrivate(http);
        var found = await FindAsync(db, token, time.GetUtcNow(), ct);
        limits.TakeReply(found.Id);
        return await uploads.TakeAsync(Uploader.OfLink(found.Tenant, found.Id), name, http);
    }

    /// <summary>A file of the ticket that the link is about; or the one file that its own link is about.</summary>
    private static async Task<IResult> DownloadAsync(
        string token, Guid attachmentId, HttpContext http, IntakeDb db, AttachmentReader reader, FileLinks links, TimeProvider time, CancellationToken ct)
    {
        KeepPrivate(http);
        var found = links.Read(token, attachmentId, time.GetUtcNow()) is { } link
            ? await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == link.Tenant && t.Id == link.Ticket, ct) ?? throw Problems.NotFound("progress.not-found")
            : await FindAsync(db, token, time.GetUtcNow(), ct);
        return await reader.SendAsync(found, attachmentId, forStaff: false, http, db, ct);
    }

    /// <summary>Whoever holds the link counts as the one who reported.</summary>
    private static Actor HolderOf(TicketRow ticket) => new(ActorKind.Customer, ticket.ContactId?.ToString(), ticket.ContactName);

    private static async Task<TicketRow> FindAsync(IntakeDb db, string token, DateTimeOffset now, CancellationToken ct)
    {
        var hash = Convert.FromHexString(LinkTokens.Hash(token));
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.ProgressTokenHash == hash, ct);
        if (ticket is null)
            throw Problems.NotFound("progress.not-found");
        var window = ticket.State == TicketState.Closed ? await TenantProfiles.ReopenWindowAsync(db, ticket.Tenant, ct) : ConversationRule.ReopenWindow;
        return ConversationRule.LinkWorks(ticket.State, ticket.ClosedAt, now, window) ? ticket : throw Problems.NotFound("progress.not-found");
    }

    private static async Task<Guid?> KnownAsync(IntakeDb db, Guid[] tickets, string tenant, string key, CancellationToken ct)
    {
        var id = await db.Messages.Where(m => m.Tenant == tenant && tickets.Contains(m.TicketId) && m.ClientKey == key)
            .Select(m => m.Id).FirstOrDefaultAsync(ct);
        return id == Guid.Empty ? null : id;
    }

    private static IResult Created(Guid id) => Results.Json(new CreatedView(id), statusCode: StatusCodes.Status201Created);

    private static void KeepPrivate(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
