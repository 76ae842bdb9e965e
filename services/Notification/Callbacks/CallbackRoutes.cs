using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Receipts;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Callbacks;

/// <summary>Providers of SMS and calls tell here what became of a message they took: <c>POST /callbacks/{provider}</c>, signed.</summary>
internal static class CallbackRoutes
{
    private const int LongestBody = 64 * 1024;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    private sealed record Status(Guid Delivery, string What, string? Reason);

    public static void MapCallbacks(this IEndpointRouteBuilder app) =>
        app.MapPost("/callbacks/{provider:guid}", TakeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    /// <summary>
    /// 204, also for what was told before. 400 <c>request.invalid</c>; 401 <c>callback.bad-signature</c>, <c>callback.outside-window</c>;
    /// 404 <c>provider.not-found</c>, <c>notice.not-found</c>; 413.
    /// </summary>
    private static async Task<IResult> TakeAsync(
        Guid provider, HttpContext http, NotificationDb db, SecretBox secrets, IOptions<NotificationOptions> options, IWorkFactory works, ReceiptBook book,
        DatabaseClock clock, CancellationToken ct)
    {
        var row = await db.Providers.AsNoTracking().FirstOrDefaultAsync(p => p.Id == provider, ct) ?? throw Problems.NotFound("provider.not-found");
        var body = await BodyAsync(http.Request, ct);
        var secret = row.SealedSecret is { } known ? secrets.Open(known) : null;
        if (secret is null) throw BadSignature();
        if (row.Kind == ProviderKinds.VoiceTwilio && http.Request.Query.ContainsKey("keypress"))
            return await Keypresses.TakeAsync(row, Signed(http.Request, body, secret, options.Value.PublicUrl), works, ct);
        var status = row.Kind switch
        {
            ProviderKinds.SmsTwilio or ProviderKinds.VoiceTwilio => Twilio(http.Request, body, secret, options.Value.PublicUrl),
            ProviderKinds.SmsHttp => Generic(http.Request, body, secret, clock.Now),
            _ => throw Problems.NotFound("provider.not-found"),
        };
        await using var work = await works.BeginAsync(ct);
        if (!await book.NoteAsync(work, row.Tenant, status.Delivery, status.What, status.Reason, ct)) throw Problems.NotFound("notice.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static Status Twilio(HttpRequest request, string body, string token, string publicUrl)
    {
        var (delivery, fields, _) = Signed(request, body, token, publicUrl);
        var said = fields.FirstOrDefault(f => f.Key is "MessageStatus" or "CallStatus").Value;
        return new Status(delivery, Meaning(said, isCall: fields.Any(f => f.Key == "CallStatus")), fields.FirstOrDefault(f => f.Key == "ErrorCode").Value ?? said);
    }

    /// <summary>What a request in Twilio's form says, once it has proved itself.</summary>
    private static SignedForm Signed(HttpRequest request, string body, string token, string publicUrl)
    {
        var fields = QueryHelpers.ParseQuery(body).Select(f => new KeyValuePair<string, string>(f.Key, f.Value.ToString())).ToList();
        var url = publicUrl.TrimEnd('/') + request.Path + request.QueryString;
        if (!ProviderSignatures.Same(ProviderSignatures.Twilio(token, url, fields), request.Headers["X-Twilio-Signature"].ToString())) throw BadSignature();
        return Guid.TryParse(request.Query["delivery"], out var delivery) ? new SignedForm(delivery, fields, url) : throw Problems.InvalidField("delivery", "The delivery's id is missing.");
    }

    private static Status Generic(HttpRequest request, string body, string secret, DateTimeOffset now)
    {
        var (id, time) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        var expected = ProviderSignatures.Standard(secret, id, time, body);
        if (id.Length == 0 || !request.Headers["webhook-signature"].ToString().Split(' ').Any(s => ProviderSignatures.Same(expected, s))) throw BadSignature();
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(seconds - now.ToUnixTimeSeconds()) > s_window.TotalSeconds)
            throw new ProblemException(StatusCodes.Status401Unauthorized, "callback.outside-window", "The status is too old or from the future.");
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("id", out var of) || !of.TryGetGuid(out var delivery))
                throw Problems.InvalidField("id", "The delivery's id is missing.");
            return new Status(delivery, Meaning(Text(root, "status")), Text(root, "reason"));
        }
        catch (JsonException)
        {
            throw Problems.InvalidField("body", "The body is no JSON.");
        }
    }

    /// <summary>What the providers' words mean here.</summary>
    private static string Meaning(string? status, bool isCall = false) => status switch
    {
        // A call that is over was taken: what rang in vain ends otherwise.
        "in-progress" or "completed" when isCall => ReceiptKinds.Answered,
        "accepted" or "scheduled" or "queued" or "sending" or "sent" or "initiated" or "ringing" or "in-progress" => ReceiptKinds.Accepted,
        "delivered" or "completed" => ReceiptKinds.Delivered,
        "read" => ReceiptKinds.Opened,
        "undelivered" or "failed" or "busy" or "no-answer" or "canceled" => ReceiptKinds.Undelivered,
        _ => throw Problems.InvalidField("status", "The status is not known."),
    };

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ProblemException BadSignature() => new(StatusCodes.Status401Unauthorized, "callback.bad-signature", "The status is not signed by the provider.");

    private static async Task<string> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        var buffer = new byte[LongestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length <= LongestBody
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new ProblemException(StatusCodes.Status413PayloadTooLarge, "request.too-large", "The body is too large.");
    }
}
