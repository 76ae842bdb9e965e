using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Attachments;

/// <summary>Hands out files of a ticket: those kept here, and those fetched from their platform now.</summary>
public sealed class AttachmentReader(
    AdapterTable adapters, SecretBox box, FileStore files, VirusScanner scanner, IWorkFactory works, IOptions<AttachmentOptions> options)
{
    /// <summary>Largest file handed on from a platform, in bytes.</summary>
    private const long Largest = 20 * 1024 * 1024;

    /// <summary>
    /// Sends a file: 404 <c>attachment.not-found</c>; 409 <c>attachment.pending</c> until it was looked at for viruses, or while the scanner is away; 410
    /// <c>attachment.infected</c>, <c>attachment.gone</c> when the platform does not keep it any more; 413 over 20 MiB, 503 when the platform
    /// does not answer. What a platform keeps is looked at each time it is fetched: it may be another file by then.
    /// </summary>
    /// <param name="forStaff">Whether files of notes are shown.</param>
    public async Task<IResult> SendAsync(TicketRow ticket, Guid id, bool forStaff, HttpContext http, IntakeDb db, CancellationToken ct)
    {
        var found = await (
            from a in db.Attachments.AsNoTracking()
            from c in db.Channels.Where(c => c.Tenant == a.Tenant && c.Id == a.ChannelId).DefaultIfEmpty()
            from m in db.Messages.Where(m => m.Tenant == a.Tenant && m.Id == a.MessageId).DefaultIfEmpty()
            where a.Tenant == ticket.Tenant && a.TicketId == ticket.Id && a.Id == id && (forStaff || m == null || m.Kind != MessageKind.Note)
            select new { a, c }).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("attachment.not-found");
        if (found.a.RemovedAt is not null)
            throw new ProblemException((int)HttpStatusCode.Gone, "attachment.gone", "The file is not kept any more.");
        if (found.a.StoredAs is null)
            await SendFromPlatformAsync(found.a, found.c!, http, ct);
        else
            await SendStoredAsync(found.a, http, ct);
        return Results.Empty;
    }

    private async Task SendStoredAsync(AttachmentRow row, HttpContext http, CancellationToken ct)
    {
        if (row.Scan == ScanState.Pending)
            throw new ProblemException(409, "attachment.pending", "The file is still being looked at for viruses.") { RetryAfter = TimeSpan.FromSeconds(5) };
        if (row.Scan == ScanState.Infected)
            throw Infected();
        await using var file = files.Open(row.Tenant, row.StoredAs!)
            ?? throw new ProblemException((int)HttpStatusCode.Gone, "attachment.gone", "The file is not there any more.");
        Dress(http, row, row.MediaType ?? FileRules.Unknown);
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, ct);
    }

    private async Task SendFromPlatformAsync(AttachmentRow row, ChannelRow channel, HttpContext http, CancellationToken ct)
    {
        if (row.Scan == ScanState.Infected)
            throw Infected();
        var reference = PlatformText.Open(box, channel.Id, row.SealedReference!);
        using var answer = await FetchAsync(channel, reference, ct);
        if (answer.Content.Headers.ContentLength > Largest)
            throw FileStore.TooLarge(Largest);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        if (options.Value.Scans)
        {
            await SendScannedAsync(row, body, http, ct);
            return;
        }

        var head = new byte[FileRules.HeadBytes];
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        Dress(http, row, FileRules.MediaType(head.AsSpan(0, read)));
        await http.Response.Body.WriteAsync(head.AsMemory(0, read), ct);
        await CopyAsync(body, http, Largest - read, ct);
    }

    /// <summary>Brings a platform's file to the disk, has it looked at, and only then sends any of it.</summary>
    private async Task SendScannedAsync(AttachmentRow row, Stream body, HttpContext http, CancellationToken ct)
    {
        var written = await files.WriteAsync(row.Tenant, FileStore.PassingPlace(), body, ct);
        try
        {
            if (await scanner.IsCleanAsync(files.PathOf(row.Tenant, written.Place), ct) is not { } clean)
                throw new ProblemException(409, "attachment.pending", "The file cannot be looked at for viruses now.") { RetryAfter = TimeSpan.FromSeconds(30) };
            if (row.Scan != (clean ? ScanState.Clean : ScanState.Infected))
                await NoteAsync(row, clean ? ScanState.Clean : ScanState.Infected, ct);
            if (!clean)
                throw Infected();
            await using var file = files.Open(row.Tenant, written.Place) ?? throw new InvalidOperationException("A file is gone that was just written.");
            Dress(http, row, FileRules.MediaType(written.Head));
            http.Response.ContentLength = file.Length;
            await file.CopyToAsync(http.Response.Body, ct);
        }
        finally
        {
            files.Delete(row.Tenant, written.Place);
        }
    }

    private async Task NoteAsync(AttachmentRow row, ScanState state, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await work.Db<IntakeDb>().Attachments.Where(a => a.Tenant == row.Tenant && a.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Scan, state), ct);
        if (row.TicketId is { } ticket)
            work.Touched(row.Tenant, ticket);
        await work.CommitAsync(ct);
    }

    private static ProblemException Infected() => new((int)HttpStatusCode.Gone, "attachment.infected", "A virus was found in this file; it is not handed out.");

    /// <summary>A stranger's file is never shown as a page of ours, whatever it says it is.</summary>
    private static void Dress(HttpContext http, AttachmentRow row, string mediaType)
    {
        var name = FileName.Clean(row.Name) ?? $"{EnumText.Of(row.Kind)}-{row.Id:N}";
        http.Response.ContentType = mediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
    }

    private async Task<HttpResponseMessage> FetchAsync(ChannelRow channel, string reference, CancellationToken ct)
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
    internal static async Task CopyAsync(Stream from, HttpContext http, long left, CancellationToken ct)
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
}
