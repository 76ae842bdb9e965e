using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// A channel for a platform. Name up to 100 characters; outbound address (only for <c>im</c>) up to 2,000; settings as the kind's page in
/// docs/channels says, at most 20.
/// </summary>
public sealed record ChannelRequest(
    ChannelKind Kind,
    [property: Required, PlainText(100)] string Name,
    [property: PlainText(2_000)] string? OutboundUrl = null,
    [property: LanguageTag] string? Language = null,
    IReadOnlyDictionary<string, string?>? Settings = null);

/// <summary>
/// A channel's new values; its kind and secret stay, and so do settings that are not named. An inactive channel takes and sends nothing.
/// </summary>
public sealed record ChannelUpdate(
    [property: Required, PlainText(100)] string Name,
    [property: PlainText(2_000)] string? OutboundUrl = null,
    [property: LanguageTag] string? Language = null,
    bool Active = true,
    IReadOnlyDictionary<string, string?>? Settings = null);

/// <summary>A channel as the API shows it: never with a secret. Of an address that holds one, <c>***</c> stands in its place.</summary>
/// <param name="Settings">Those that are no secrets.</param>
/// <param name="ReplyWindowHours">How long after the customer's last message the platform takes answers; null means always.</param>
/// <param name="LongestMessage">The longest part that the platform takes at once; longer messages go in several.</param>
public sealed record ChannelView(
    Guid Id, ChannelKind Kind, string Name, string? OutboundUrl, string? Language, bool Active, string WebhookUrl,
    IReadOnlyDictionary<string, string> Settings, double? ReplyWindowHours, int? LongestMessage);

/// <summary>A new channel with its secret (null for kinds whose platform gives one) and its whole address, which are shown this once.</summary>
public sealed record CreatedChannelView(Guid Id, string? Secret, ChannelKind Kind, string Name, string? OutboundUrl, string? Language, string WebhookUrl);

/// <summary>A kind of channel and what an administrator gives for one.</summary>
/// <param name="OutboundUrl">Whether messages go out to an address that the administrator gives.</param>
/// <param name="ShowsSecret">Whether a new channel's own secret is shown, once; where not, the platform gives the secrets, as settings.</param>
/// <param name="Settings">In the order of the kind's page in docs/channels.</param>
public sealed record ChannelKindView(ChannelKind Kind, bool OutboundUrl, bool ShowsSecret, IReadOnlyList<ChannelFieldView> Settings);

/// <summary>A setting of a kind of channel.</summary>
/// <param name="Secret">Never shown again.</param>
public sealed record ChannelFieldView(string Name, bool Secret, bool Required);

/// <summary>
/// <c>/api/v1/channels</c>, for administrators: 400 <c>channel.outbound-url</c>, <c>channel.setting</c>, 404 <c>channel.not-found</c>.
/// Creating one takes no Idempotency-Key: its answer holds the secret and must not be kept.
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
        group.MapGet("/kinds", Kinds);
    }

    private static Page<ChannelKindView> Kinds(AdapterTable adapters) =>
        new([.. adapters.All.Select(a => new ChannelKindView(
            a.Kind, a.Traits.OutboundUrl, a.Traits.ShowsSecret, [.. a.Traits.Fields.Select(f => new ChannelFieldView(f.Name, f.Secret, f.Required))]))], null);

    private static async Task<IResult> CreateAsync(
        ChannelRequest request, Caller caller, IWorkFactory works, SecretBox box, AdapterTable adapters, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        var traits = adapters.Of(request.Kind).Traits;
        CheckTarget(request.OutboundUrl, traits, options.Value);
        var settings = ChannelSettings.Merge(traits, new Dictionary<string, string>(), request.Settings);
        await using var work = await works.BeginAsync(ct);
        await ChatCalendars.CheckAsync(work.Db<IntakeDb>(), caller.Tenant, request.Settings, ct);
        var secret = SecretBox.NewSecret();
        var id = Guid.CreateVersion7(work.Now);
        var row = new ChannelRow
        {
            Tenant = caller.Tenant,
            Id = id,
            Kind = request.Kind,
            Name = request.Name.Trim(),
            SealedSecret = box.Seal(id, secret),
            SealedSettings = adapters.Seal(id, settings),
            OutboundUrl = request.OutboundUrl.TrimToNull(),
            Language = request.Language,
            Active = true,
            CreatedAt = work.Now,
        };
        work.Db<IntakeDb>().Channels.Add(row);
        work.Arm(ForgetWebhooks.Next(row.Tenant, row.Id, work.Now));
        await work.CommitAsync(ct);
        var shown = !traits.ShowsSecret ? null : traits.SecretInUrl ? AdapterTable.HeaderToken(secret) : SecretBox.Show(secret);
        return Results.Created(
            $"/api/v1/channels/{row.Id}",
            new CreatedChannelView(
                row.Id, shown, row.Kind, row.Name, row.OutboundUrl, row.Language, WebhookUrl(row, traits, options.Value, AdapterTable.UrlSecret(secret))));
    }

    private static async Task<ChannelView> UpdateAsync(
        Guid id, ChannelUpdate request, Caller caller, IWorkFactory works, AdapterTable adapters, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var row = await work.Db<IntakeDb>().Channels.SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct)
            ?? throw Problems.NotFound("channel.not-found");
        var traits = adapters.Of(row.Kind).Traits;
        CheckTarget(request.OutboundUrl, traits, options.Value);
        row.Name = request.Name.Trim();
        row.OutboundUrl = request.OutboundUrl.TrimToNull();
        row.Language = request.Language;
        row.Active = request.Active;
        if (request.Settings is { } changes)
        {
            await ChatCalendars.CheckAsync(work.Db<IntakeDb>(), caller.Tenant, changes, ct);
            row.SealedSettings = adapters.Seal(id, ChannelSettings.Merge(traits, adapters.SettingsOf(row), changes));
            // A token that was fetched with the old credentials is not the new ones'.
            await work.Db<IntakeDb>().ChannelTokens.Where(t => t.ChannelId == id).ExecuteDeleteAsync(ct);
        }

        await work.CommitAsync(ct);
        return View(row, adapters, options.Value);
    }

    private static async Task<Page<ChannelView>> ListAsync(
        [AsParameters] PageQuery page, Caller caller, IntakeDb db, AdapterTable adapters, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        var rows = db.Channels.AsNoTracking().Where(c => c.Tenant == caller.Tenant);
        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var found = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(ct);
        return Page.Of([.. found.Select(c => View(c, adapters, options.Value))], page.Size, c => c.Id);
    }

    private static async Task<ChannelView> GetAsync(
        Guid id, Caller caller, IntakeDb db, AdapterTable adapters, IOptions<IntakeOptions> options, CancellationToken ct)
    {
        var row = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct);
        return View(row ?? throw Problems.NotFound("channel.not-found"), adapters, options.Value);
    }

    private static void CheckTarget(string? url, ChannelTraits traits, IntakeOptions options)
    {
        if (string.IsNullOrWhiteSpace(url))
            return;
        if (!traits.OutboundUrl)
            throw Problems.Invalid("channel.outbound-url", "Only im channels send messages to an address of their own.");
        if (TargetRules.Objection(url.Trim(), options.AllowPrivateTargets) is { } fault)
            throw Problems.Invalid("channel.outbound-url", fault);
    }

    private static ChannelView View(ChannelRow row, AdapterTable adapters, IntakeOptions options)
    {
        var traits = adapters.Of(row.Kind).Traits;
        return new ChannelView(
            row.Id, row.Kind, row.Name, row.OutboundUrl, row.Language, row.Active, WebhookUrl(row, traits, options, "***"),
            ChannelSettings.Shown(traits, adapters.SettingsOf(row)), traits.ReplyWindow?.TotalHours,
            traits.LongestPart == int.MaxValue ? null : traits.LongestPart);
    }

    private static string WebhookUrl(ChannelRow row, ChannelTraits traits, IntakeOptions options, string secret) => traits.IsWidget
        ? $"{options.PublicUrl.TrimEnd('/')}/chat/{row.Id}/widget.js"
        : $"{options.PublicUrl.TrimEnd('/')}/webhooks/{row.Id}/{traits.Route}{(traits.SecretInUrl ? "/" + secret : "")}";
}
