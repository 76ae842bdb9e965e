using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Attachments;

/// <summary>
/// <c>GET /api/v1/tickets/{id}/attachments/{attachmentId}</c>: the file, fetched from its platform now: 404 <c>attachment.not-found</c>, 410
/// <c>attachment.gone</c> when the platform does not keep it any more, 413 over 20 MiB, 503 when the platform does not answer.
/// </summary>
public static class ReadAttachment
{
    /// <summary>Largest file handed on, in bytes.</summary>
    private const long Largest = 20 * 1024 * 1024;

    internal static async Task<IResult> HandleAsync(
        Guid id, Guid attachmentId, Caller caller, HttpContext http, IntakeDb db, AdapterTable adapters, SecretBox box, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        var found = await (
            from a in db.Attachments.AsNoTracking()
            join c in db.Channels on new { a.Tenant, Id = a.ChannelId } equals new { c.Tenant, c.Id }
            where a.Tenant == ticket.Tenant && a.TicketId == ticket.Id && a.Id == attachmentId
            select new { a, c }).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("attachment.not-found");
        var reference = PlatformText.Open(box, found.c.Id, found.a.SealedReference);
        using var answer = await FetchAsync(adapters, found.c, reference, ct);
        if (answer.Content.Headers.ContentLength > Largest)
            throw TooLarge();
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var head = new byte[16];
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        http.Response.ContentType = MediaTypes.Of(head.AsSpan(0, read));
        // A stranger's file is never shown as a page of ours, whatever it says it is.
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(NameOf(found.a))}";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
        await http.Response.Body.WriteAsync(head.AsMemory(0, read), ct);
        await CopyAsync(body, http, Largest - read, ct);
        return Results.Empty;
    }

    private static async Task<HttpResponseMessage> FetchAsync(AdapterTable adapters, ChannelRow channel, string reference, CancellationToken ct)
    {
        try
        {
            return await adapters.Of(channel.Kind).FetchAsync(adapters.Open(channel), reference, ct)
                ?? throw new ProblemException((int)HttpStatusCode.Gone, "attachment.gone", "The platform does not keep this file any more.");
        }
        catch (PlatformException)
        {
            throw Problems.Unavailable("platform.unavailable", "The platform that keeps the file does not answer.", TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>What turns out to be too large on the way ends in a broken transfer: the status is gone already.</summary>
    private static async Task CopyAsync(Stream from, HttpContext http, long left, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, ct)) > 0)
        {
            left -= count;
            if (left < 0)
            {
                http.Abort();
                return;
            }

            await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), ct);
        }
    }

    private static string NameOf(AttachmentRow row)
    {
        var name = string.Concat((row.Name ?? "").Where(c => !char.IsControl(c) && c is not ('/' or '\\' or ':')));
        return name.Trim('.', ' ') is { Length: > 0 } usable ? usable : $"{EnumText.Of(row.Kind)}-{row.Id:N}";
    }

    private static ProblemException TooLarge() => new(413, "attachment.too-large", "The file is larger than 20 MiB.");
}
