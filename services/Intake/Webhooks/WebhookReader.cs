using System.Text.Json;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>A webhook whose signature and time are right.</summary>
public sealed record VerifiedWebhook<T>(ChannelRow Channel, string WebhookId, T Body);

/// <summary>Reads what platforms send: finds the channel, checks size, signature and time, and only then looks into the body.</summary>
public sealed class WebhookReader(SecretBox box, TimeProvider time, ChannelLimits limits)
{
    /// <summary>
    /// The webhook, or a problem: 404 <c>channel.not-found</c>, 401 <c>webhook.bad-signature</c> and <c>webhook.outside-window</c>,
    /// 413 over 256 KiB, 429 <c>webhook.too-many</c>, 400 for a body that is not what it should be.
    /// </summary>
    public async Task<VerifiedWebhook<T>> ReadAsync<T>(HttpContext http, IntakeDb db, Guid channelId, ChannelKind kind)
        where T : class
    {
        var ct = http.RequestAborted;
        var channel = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == channelId && c.Kind == kind && c.Active, ct)
            ?? throw Problems.NotFound("channel.not-found");
        var body = await ReadBodyAsync(http.Request, ct);
        var id = http.Request.Headers["webhook-id"].ToString();
        var timestamp = http.Request.Headers["webhook-timestamp"].ToString();
        var signature = http.Request.Headers["webhook-signature"].ToString();
        if (id.Length is 0 or > Limits.PlatformId || !WebhookSignature.Verify(box.Open(channel.Id, channel.SealedSecret), id, timestamp, body, signature))
            throw new ProblemException(401, "webhook.bad-signature", "The webhook is not signed with this channel's secret.");
        if (!WebhookSignature.IsTimely(timestamp, time.GetUtcNow()))
            throw new ProblemException(401, "webhook.outside-window", "The webhook's time is more than five minutes away from ours.");
        limits.Take(channel.Id);
        var read = JsonSerializer.Deserialize<T>(body, JsonDefaults.Options) ?? throw Problems.Invalid("request.invalid", "The body is empty.");
        Validate(read);
        return new VerifiedWebhook<T>(channel, id, read);
    }

    /// <summary>What the framework does for bound bodies, for those that are read by hand.</summary>
    internal static void Validate(object body)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(body, new ValidationContext(body), faults, validateAllProperties: true))
            throw Problems.InvalidField(faults[0].MemberNames.FirstOrDefault() ?? "body", faults[0].ErrorMessage ?? "Not valid.");
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > Limits.WebhookBytes)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > Limits.WebhookBytes)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static ProblemException TooLarge() => new(413, "request.too-large", "The request's body is larger than allowed here.");
}
