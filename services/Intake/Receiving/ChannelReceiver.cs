using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Mail;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Hotline;
using ServiceMesh.Intake.Mail;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Receiving;

/// <summary>
/// Takes what platforms send, every kind the same way: finds the channel, bounds the body, lets the adapter check who it is, counts, and
/// only then looks at what it says. What is accepted is committed before the platform hears so.
/// </summary>
public sealed class ChannelReceiver(
    AdapterTable adapters, ChannelLimits limits, MessageTaker messages, CallTaker calls, VoiceTaker voice, MailTaker mails, DeliveryReports reports, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>
    /// Answers a request on <c>/webhooks/{channelId}/{route}</c>: 404 <c>channel.not-found</c>, 401 <c>webhook.bad-signature</c> and
    /// <c>webhook.outside-window</c>, 413 over 256 KiB (mail: 30 MiB), 429 <c>webhook.too-many</c>, 400 for a body that is not what it should be.
    /// </summary>
    /// <param name="urlSecret">The secret in the path, for kinds whose platform does not sign the body.</param>
    /// <param name="rest">What follows the route in the path.</param>
    public async Task<IResult> ReceiveAsync(HttpContext http, IntakeDb db, Guid channelId, string route, string? urlSecret = null, string rest = "")
    {
        var ct = http.RequestAborted;
        var row = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == channelId && c.Active, ct);
        if (row is null || adapters.Of(row.Kind) is not { } adapter || adapter.Traits.Route != route)
            throw Problems.NotFound("channel.not-found");
        var channel = adapters.Open(row);
        if (adapter.Traits.SecretInUrl && !Same.Text(AdapterTable.UrlSecret(channel.Secret), urlSecret))
            throw ChannelFaults.BadSignature();
        var body = await ReadBodyAsync(http, adapter.Traits.LargestBody, ct);
        var request = new PlatformRequest(
            channel, HttpMethods.IsGet(http.Request.Method), http.Request.Headers, http.Request.Query, body, AddressOf(http.Request), rest, time.GetUtcNow());
        var plain = adapter.Open(request);
        limits.Take(row.Id);
        return adapter.Read(request, plain) switch
        {
            InboundAnswer answer => Answer(answer),
            InboundMessage message => await messages.TakeAsync(db, channel, message, ct),
            InboundCall call => await calls.TakeAsync(channel, call, ct),
            InboundMail mail => await mails.TakeAsync(db, channel, mail, ct),
            InboundReport report => await reports.TakeAsync(channel, report, ct),
            InboundVoice step => await voice.TakeAsync(channel, step, ct),
            var other => throw new InvalidOperationException($"Nothing takes {other.GetType().Name}."),
        };
    }

    /// <summary>An adapter's own words as an answer.</summary>
    internal static IResult Answer(InboundAnswer answer) => Results.Text(answer.Body, answer.MediaType);

    /// <summary>The address that the platform called: by the configured public one, never by what the request says of its host.</summary>
    private string AddressOf(HttpRequest request) => options.Value.PublicUrl.TrimEnd('/') + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http, int most, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && limit.MaxRequestBodySize < most)
            limit.MaxRequestBodySize = most + 1L;
        if (http.Request.ContentLength > most)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > most)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static ProblemException TooLarge() => new(413, "request.too-large", "The request's body is larger than allowed here.");
}
