using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>A channel for a platform. Name up to 100 characters; outbound address (only for <c>im</c>) up to 2,000.</summary>
public sealed record ChannelRequest(
    ChannelKind Kind,
    [property: Required, PlainText(100)] string Name,
    [property: PlainText(2_000)] string? OutboundUrl = null,
    [property: LanguageTag] string? Language = null);

/// <summary>A channel's new values; its kind and secret stay. An inactive channel takes and sends nothing.</summary>
public sealed record ChannelUpdate(
    [property: Required, PlainText(100)] string Name,
    [property: PlainText(2_000)] string? OutboundUrl = null,
    [property: LanguageTag] string? Language = null,
    bool Active = true);

/// <summary>A channel as the API shows it: never with its secret.</summary>
public sealed record ChannelView(Guid Id, ChannelKind Kind, string Name, string? OutboundUrl, string? Language, bool Active, string WebhookUrl);

/// <summary>A new channel with its signing secret, which is shown this once.</summary>
public sealed record CreatedChannelView(Guid Id, string Secret, ChannelKind Kind, string Name, string? OutboundUrl, string? Language, string WebhookUrl);

/// <summary>
/// <c>/api/v1/channels</c>, for administrators: 400 <c>channel.outbound-url</c>, 404 <c>channel.not-found</c>. Creating one takes no
/// Idempotency-Key: its answer holds the secret and must not be kept.
/// </summary>
public static class ChannelEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/channels").WithTags("channels").RequireRoles(Roles.Admin);
        group.MapPost("", CreateAsync);
        group.MapPut("/{id:guid}", UpdateAsync);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
    }

    private static async Task<IResult> CreateAsync(
        ChannelRequest request, Caller caller, IWorkFactory works, SecretBox box, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        CheckTarget(request.OutboundUrl, request.Kind, options.Value);
        await using var work = await works.BeginAsync(ct);
        var secret = SecretBox.NewSecret();
        var id = Guid.CreateVersion7(work.Now);
        var row = new ChannelRow
        {
            Tenant = caller.Tenant,
            Id = id,
            Kind = request.Kind,
            Name = request.Name.Trim(),
            SealedSecret = box.Seal(id, secret),
            OutboundUrl = request.OutboundUrl.TrimToNull(),
            Language = request.Language,
            Active = true,
            CreatedAt = work.Now,
        };
        work.Db<IntakeDb>().Channels.Add(row);
        work.Arm(ForgetWebhooks.Next(row.Tenant, row.Id, work.Now));
        await work.CommitAsync(ct);
        return Results.Created(
            $"/api/v1/channels/{row.Id}",
            new CreatedChannelView(row.Id, SecretBox.Show(secret), row.Kind, row.Name, row.OutboundUrl, row.Language, WebhookUrl(row, options.Value)));
    }

    private static async Task<ChannelView> UpdateAsync(
        Guid id, ChannelUpdate request, Caller caller, IWorkFactory works, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var row = await work.Db<IntakeDb>().Channels.SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct)
            ?? throw Problems.NotFound("channel.not-found");
        CheckTarget(request.OutboundUrl, row.Kind, options.Value);
        row.Name = request.Name.Trim();
        row.OutboundUrl = request.OutboundUrl.TrimToNull();
        row.Language = request.Language;
        row.Active = request.Active;
        await work.CommitAsync(ct);
        return View(row, options.Value);
    }

    private static async Task<Page<ChannelView>> ListAsync(
        [AsParameters] PageQuery page, Caller caller, IntakeDb db, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        var rows = db.Channels.AsNoTracking().Where(c => c.Tenant == caller.Tenant);
        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var found = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(ct);
        return Page.Of([.. found.Select(c => View(c, options.Value))], page.Size, c => c.Id);
    }

    private static async Task<ChannelView> GetAsync(Guid id, Caller caller, IntakeDb db, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        var row = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct);
        return View(row ?? throw Problems.NotFound("channel.not-found"), options.Value);
    }

    private static void CheckTarget(string? url, ChannelKind kind, IntakeOptions options)
    {
        if (string.IsNullOrWhiteSpace(url))
            return;
        if (kind != ChannelKind.Im)
            throw Problems.Invalid("channel.outbound-url", "Only im channels send messages out.");
        if (TargetRules.Fault(url.Trim(), options.AllowPrivateTargets) is { } fault)
            throw Problems.Invalid("channel.outbound-url", fault);
    }

    private static ChannelView View(ChannelRow row, IntakeOptions options) =>
        new(row.Id, row.Kind, row.Name, row.OutboundUrl, row.Language, row.Active, WebhookUrl(row, options));

    private static string WebhookUrl(ChannelRow row, IntakeOptions options) =>
        $"{options.PublicUrl.TrimEnd('/')}/webhooks/{row.Id}/{(row.Kind == ChannelKind.Im ? "messages" : "calls")}";
}
