using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Calls;

/// <summary>
/// <c>GET /api/v1/tickets/{id}/call/recording</c> and <c>/call/voicemail</c>, for staff: the recording of the ticket's call, or the message that the caller left. What lies at the
/// channel's platform is fetched with the channel's own credentials and handed on; what lies in a telephone system of the vendor's own, which signs its staff in by
/// itself, is where the answer leads (302).
/// </summary>
public static class CallRecordings
{
    /// <summary>Largest recording handed on, in bytes: an hour of telephone sound.</summary>
    private const long Largest = 64 * 1024 * 1024;

    /// <summary>
    /// 200, 302; 404 <c>recording.not-found</c>, 410 <c>recording.gone</c> when its time is over or the platform does not keep it any more, 413 over 64 MiB, 503
    /// <c>platform.unavailable</c>.
    /// </summary>
    internal static Task<IResult> RecordingAsync(Guid id, Caller caller, HttpContext http, IntakeDb db, AdapterTable adapters, CancellationToken ct) =>
        HandleAsync(id, c => c.RecordingUrl, caller, http, db, adapters, ct);

    /// <summary>As the recording.</summary>
    internal static Task<IResult> VoicemailAsync(Guid id, Caller caller, HttpContext http, IntakeDb db, AdapterTable adapters, CancellationToken ct) =>
        HandleAsync(id, c => c.VoicemailUrl, caller, http, db, adapters, ct);

    private static async Task<IResult> HandleAsync(
        Guid id, Func<CallRow, string?> which, Caller caller, HttpContext http, IntakeDb db, AdapterTable adapters, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        var found = await (
            from c in db.Calls.AsNoTracking()
            join h in db.Channels.AsNoTracking() on new { c.Tenant, Id = c.ChannelId } equals new { h.Tenant, h.Id }
            where c.Tenant == ticket.Tenant && c.Id == ticket.CallId
            select new { c, h }).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("recording.not-found");
        if (which(found.c) is not { } place)
            throw found.c.RecordingForgottenAt is null ? Problems.NotFound("recording.not-found") : Gone("The recording's time is over; where it lay was forgotten.");
        var channel = adapters.Open(found.h);
        var adapter = adapters.Of(found.h.Kind);
        if (!adapter.KeepsRecording(place))
            return Uri.TryCreate(place, UriKind.Absolute, out var own) && (own.Scheme == Uri.UriSchemeHttps || own.Scheme == Uri.UriSchemeHttp)
                ? Results.Redirect(own.AbsoluteUri) : throw Problems.NotFound("recording.not-found");
        await SendAsync(adapter, channel, place, http, ct);
        return Results.Empty;
    }

    private static async Task SendAsync(IChannelAdapter adapter, OpenedChannel channel, string place, HttpContext http, CancellationToken ct)
    {
        using var answer = await FetchAsync(adapter, channel, place, ct) ?? throw Gone("The platform does not keep this recording any more.");
        if (answer.Content.Headers.ContentLength > Largest)
            throw new ProblemException(413, "request.too-large", "The recording is larger than is handed on.");
        // Only sound is shown as such: nothing that a platform hands over becomes a page of ours.
        var type = answer.Content.Headers.ContentType?.MediaType;
        http.Response.ContentType = type?.StartsWith("audio/", StringComparison.Ordinal) == true ? type : "application/octet-stream";
        http.Response.ContentLength = answer.Content.Headers.ContentLength;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; media-src 'self'";
        http.Response.Headers.CacheControl = "private, no-store";
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        await AttachmentReader.CopyAsync(body, http, Largest, ct);
    }

    private static async Task<HttpResponseMessage?> FetchAsync(IChannelAdapter adapter, OpenedChannel channel, string place, CancellationToken ct)
    {
        try
        {
            return await adapter.FetchAsync(channel, place, ct);
        }
        catch (PlatformException)
        {
            throw Problems.Unavailable("platform.unavailable", "The platform that keeps the recording does not answer.", TimeSpan.FromSeconds(30));
        }
    }

    private static ProblemException Gone(string what) => new((int)HttpStatusCode.Gone, "recording.gone", what);
}
