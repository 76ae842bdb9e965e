using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.People;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Senders;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Providers;

/// <summary>A wish to see whether a way out works.</summary>
/// <param name="To">SMS and calls: the number, E.164. Robots speak in their group; mail goes to the caller's own address.</param>
/// <param name="Language">The language of the words: <c>zh</c> or <c>en</c>.</param>
/// <param name="Brand">Mail: the brand whose sender it comes from; left out: the tenant's own.</param>
public sealed record TestMessage(
    [property: RegularExpression(@"\+[1-9][0-9]{6,14}")] string? To, [property: RegularExpression("zh|en")] string? Language, [property: StringLength(40)] string? Brand = null);

/// <summary>How the test ended.</summary>
/// <param name="Taken">Whether the other side took the message.</param>
/// <param name="Failure">What went wrong, by its stable name; null when it was taken.</param>
/// <param name="Status">The SMTP or HTTP status, when there was one.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record TestOutcome(bool Taken, string? Failure, int? Status, int Milliseconds);

/// <summary>The mail server as tenants may know of it.</summary>
/// <param name="On">False: no server is set up, and each mail is recorded as dropped.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Answers">Where customers' answers go; null: to the sender.</param>
/// <param name="Encrypted">Whether mail goes out encrypted or not at all.</param>
public sealed record MailServerView(bool On, string From, string? Answers, bool Encrypted);

/// <summary>Tries a way out with one message that is no delivery: nothing is stored, and it is not tried again.</summary>
internal static class TestSend
{
    public static void MapTestSend(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/providers");
        group.MapGet("/email", (IOptions<SmtpOptions> smtp) => Results.Ok(new MailServerView(
            !string.IsNullOrEmpty(smtp.Value.Host), smtp.Value.From, smtp.Value.ReplyTo, smtp.Value.StartTls))).RequireRoles(Roles.Admin, Roles.Ops);
        group.MapPost("/email/test", MailAsync).RequireRoles(Roles.Admin);
        group.MapPost("/{id:guid}/test", ProviderAsync).RequireRoles(Roles.Admin);
    }

    /// <summary>200 with the outcome. 409 <c>email.off</c> without a mail server, <c>preferences.no-account</c> for a caller without an address.</summary>
    private static async Task<IResult> MailAsync(
        TestMessage test, Caller caller, NotificationDb db, NpgsqlDataSource database, IOptions<SmtpOptions> smtp, IEnumerable<IDeliveryChannel> channels, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(smtp.Value.Host)) throw Problems.Conflict("email.off", "No mail server is set up.");
        var senders = (await SenderBook.ReadAsync(database, caller.Tenant, ct)).ToDictionary(s => s.Brand ?? "", s => new MailSender(s.Address, s.Name));
        var sender = (TenantSettings.None with { Senders = senders }).SenderOf(string.IsNullOrWhiteSpace(test.Brand) ? null : test.Brand.Trim());
        return await SendAsync(caller, DeliveryChannels.Email, await PreferenceRoutes.OwnAsync(caller, db, ct), test.Language, null, db, channels, ct, sender);
    }

    /// <summary>
    /// 200 with the outcome. 400 <c>request.invalid</c> when a number is missing; 404 <c>provider.not-found</c>; 429 <c>provider.too-fast</c> when
    /// its limit a minute is used up.
    /// </summary>
    private static async Task<IResult> ProviderAsync(
        Guid id, TestMessage test, Caller caller, NotificationDb db, ProviderPace pace, IEnumerable<IDeliveryChannel> channels, CancellationToken ct)
    {
        var row = await db.Providers.AsNoTracking().FirstOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == id && p.DisabledAt == null, ct)
            ?? throw Problems.NotFound("provider.not-found");
        var channel = ProviderKinds.ChannelOf(row.Kind);
        if (channel != DeliveryChannels.Robot && test.To is null) throw Problems.InvalidField("to", "A number like +8613800000000 is wanted.");
        if (row.PerMinute > 0 && await pace.WaitAsync(row.Id, row.PerMinute) is { } wait)
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "provider.too-fast", "The provider's limit is used up.") { RetryAfter = wait };
        var access = new ProviderAccess
        {
            Id = row.Id,
            Kind = row.Kind,
            SealedUrl = row.SealedUrl,
            SealedSecret = row.SealedSecret,
            Account = row.Account,
            Sender = row.Sender,
            ScriptUrl = row.ScriptUrl,
            PerMinute = row.PerMinute,
            Enabled = true,
        };
        return await SendAsync(
            caller, channel, channel == DeliveryChannels.Robot ? row.Id.ToString() : test.To!, channel == DeliveryChannels.Robot ? row.Language : test.Language, access, db, channels, ct);
    }

    private static async Task<IResult> SendAsync(
        Caller caller, string channel, string recipient, string? language, ProviderAccess? provider, NotificationDb db, IEnumerable<IDeliveryChannel> channels, CancellationToken ct,
        MailSender? sender = null)
    {
        var brand = await db.Tenants.AsNoTracking().Where(t => t.Tenant == caller.Tenant).Select(t => t.Brand).FirstOrDefaultAsync(ct) ?? KnownBrand;
        var (subject, text) = language == "zh"
            ? ($"{brand}：测试消息", $"这是 {brand} 的测试消息。收到它，说明该渠道可用。")
            : ($"{brand}: a test", $"This is a test message of {brand}. That you have it shows that this channel works.");
        var delivery = new Outgoing
        {
            Id = Guid.CreateVersion7(),
            Tenant = caller.Tenant,
            Template = "test",
            Channel = channel,
            Audience = Audience.Admin,
            Recipient = recipient,
            Brand = brand,
            Sender = sender,
            Language = language ?? "en",
            Subject = subject,
            Text = text,
            State = DeliveryState.Queued,
            Attempts = 0,
            ProviderId = provider?.Id,
            Provider = provider,
        };
        var started = Stopwatch.GetTimestamp();
        var result = await channels.First(c => c.Name == channel).SendAsync(delivery, ct);
        return Results.Ok(new TestOutcome(result.Failure is null, result.Failure?.Name(), result.Status, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds));
    }

    private static string KnownBrand => Notices.KnownTenant.Unknown.Brand;
}
