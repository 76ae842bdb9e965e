using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Providers;

/// <summary>A new provider.</summary>
/// <param name="Kind"><c>wecom</c>, <c>dingtalk</c>, <c>feishu</c>, <c>sms-http</c>, <c>sms-twilio</c> or <c>voice-twilio</c>.</param>
/// <param name="Url">The robot's address, or the provider's base address; Twilio's own when left out. Sealed when stored, never shown.</param>
/// <param name="Secret">The robot's signing secret, the bearer token, or Twilio's auth token. Never shown.</param>
/// <param name="Account">Twilio's account SID.</param>
/// <param name="Sender">The number that messages and calls come from.</param>
/// <param name="ScriptUrl">Voice: the address of a TwiML script; without it our own words are read.</param>
/// <param name="Templates">Robots: the messages they take; pages, breaches and escalations when left out.</param>
/// <param name="Audiences">Robots: whom they serve; <c>on-call</c> and <c>manager</c> when left out.</param>
/// <param name="Language">Robots: the language they speak; <c>zh</c> or <c>en</c>.</param>
/// <param name="PerMinute">Messages a minute, over all processes; the platform's limit when left out, 0: none.</param>
public sealed record NewProvider(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    [property: Required, StringLength(20)] string Kind,
    [property: StringLength(2000)] string? Url,
    [property: StringLength(500)] string? Secret,
    [property: StringLength(100), RegularExpression("[A-Za-z0-9_-]+")] string? Account,
    [property: StringLength(50), RegularExpression("[^\\p{C}]+")] string? Sender,
    [property: StringLength(2000)] string? ScriptUrl,
    [property: MaxLength(50)] IReadOnlyList<string>? Templates,
    [property: MaxLength(10)] IReadOnlyList<string>? Audiences,
    [property: RegularExpression("zh|en")] string? Language,
    [property: Range(0, 100_000)] int? PerMinute);

/// <summary>A provider as it is shown: without address and secret.</summary>
public sealed record ProviderView(
    Guid Id, string Name, string Kind, string Channel, string? Account, string? Sender, IReadOnlyList<string> Templates, IReadOnlyList<string> Audiences,
    string Language, int PerMinute, DateTimeOffset CreatedAt);

/// <summary>All providers of a tenant.</summary>
/// <param name="Next">Always null: there are few.</param>
public sealed record ProviderList(IReadOnlyList<ProviderView> Items, string? Next);

/// <summary>A new provider's id.</summary>
public sealed record ProviderCreated(Guid Id);

/// <summary>Robots, SMS and voice providers of a tenant.</summary>
internal static class ProviderRoutes
{
    private const string Twilio = "https://api.twilio.com";
    private static readonly string[] s_templates = [Template.OnCallPaged, Template.SlaBreached, Template.SlaEscalated, Template.TicketEscalated, Template.EscalationUnanswered];
    private static readonly string[] s_audiences = [Audience.OnCall, Audience.Manager];
    private static readonly string[] s_allAudiences = [Audience.Engineer, Audience.Manager, Audience.OnCall, Audience.Watcher];

    public static void MapProviders(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/providers");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Ops);
        group.MapPost("/", CreateAsync).RequireRoles(Roles.Admin);
        group.MapDelete("/{id:guid}", DeleteAsync).RequireRoles(Roles.Admin);
    }

    /// <summary>200 with the providers that are on.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, CancellationToken ct)
    {
        var rows = await db.Providers.AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.DisabledAt == null).OrderBy(p => p.Id).ToListAsync(ct);
        return Results.Ok(new ProviderList([.. rows.Select(View)], null));
    }

    /// <summary>201 with the id. 400 <c>provider.bad-target</c>, <c>request.invalid</c>; 409 <c>provider.too-many</c>.</summary>
    private static Task<IResult> CreateAsync(
        NewProvider provider, HttpContext http, Caller caller, IIdempotentWork idempotent, TargetPolicy targets, SecretBox secrets, IOptions<NotificationOptions> options)
    {
        if (!ProviderKinds.All.Contains(provider.Kind)) throw Problems.InvalidField("kind", $"Kinds are {string.Join(", ", ProviderKinds.All)}.");
        var url = provider.Url ?? (provider.Kind is ProviderKinds.SmsTwilio or ProviderKinds.VoiceTwilio ? Twilio : throw Problems.InvalidField("url", "The url is required."));
        foreach (var target in new[] { url, provider.ScriptUrl })
        {
            if (target is not null && targets.Objection(target) is { } objection) throw Problems.Invalid("provider.bad-target", objection);
        }
        if (provider.Kind is ProviderKinds.SmsTwilio or ProviderKinds.VoiceTwilio && (provider.Account is null || provider.Sender is null || provider.Secret is null))
            throw Problems.InvalidField("account", "Twilio's form needs account, sender and secret.");
        if (provider.Templates?.FirstOrDefault(t => !Template.All.Contains(t)) is { } template) throw Problems.InvalidField("templates", $"There is no message {template}.");
        if (provider.Audiences?.FirstOrDefault(a => !s_allAudiences.Contains(a)) is not null)
            throw Problems.InvalidField("audiences", $"Audiences are {string.Join(", ", s_allAudiences)}.");
        return idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var db = work.Db<NotificationDb>();
            await SettingsCache.ChangedAsync(caller.Tenant, work, ct);
            if (await db.Providers.CountAsync(p => p.Tenant == caller.Tenant && p.DisabledAt == null, ct) >= options.Value.ProvidersPerTenant)
                throw Problems.Conflict("provider.too-many", $"A tenant may have {options.Value.ProvidersPerTenant} providers.");
            var row = new ProviderRow
            {
                Id = Guid.CreateVersion7(work.Now),
                Tenant = caller.Tenant,
                Name = provider.Name,
                Kind = provider.Kind,
                SealedUrl = secrets.Seal(url),
                SealedSecret = provider.Secret is null ? null : secrets.Seal(provider.Secret),
                Account = provider.Account,
                Sender = provider.Sender,
                ScriptUrl = provider.ScriptUrl,
                Templates = [.. provider.Templates ?? s_templates],
                Audiences = [.. provider.Audiences ?? s_audiences],
                Language = provider.Language ?? "en",
                PerMinute = provider.PerMinute ?? ProviderKinds.UsualPerMinute(provider.Kind),
                CreatedAt = work.Now,
            };
            db.Add(row);
            return new Reply(StatusCodes.Status201Created, new ProviderCreated(row.Id), $"/api/v1/notifications/providers/{row.Id}");
        });
    }

    /// <summary>204; 404 <c>provider.not-found</c>. What is queued for it is dropped when it is due.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var now = work.Now;
        await SettingsCache.ChangedAsync(caller.Tenant, work, ct);
        var off = await work.Db<NotificationDb>().Providers.Where(p => p.Tenant == caller.Tenant && p.Id == id && p.DisabledAt == null)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.DisabledAt, now).SetProperty(x => x.SealedSecret, (string?)null), ct);
        if (off == 0) throw Problems.NotFound("provider.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static ProviderView View(ProviderRow p) => new(
        p.Id, p.Name, p.Kind, ProviderKinds.ChannelOf(p.Kind), p.Account, p.Sender, p.Templates, p.Audiences, p.Language, p.PerMinute, p.CreatedAt);
}
