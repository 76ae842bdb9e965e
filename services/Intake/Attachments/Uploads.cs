using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Attachments;

/// <summary>Who uploads: only the same one can send the file then.</summary>
/// <param name="Key">An account, the holder of a progress link, a visitor of the web chat, a mail channel.</param>
public sealed record Uploader(string Tenant, string Key)
{
    public static Uploader Of(Caller caller) => new(caller.Tenant, $"account:{caller.AccountId}");

    public static Uploader OfLink(string tenant, Guid ticket) => new(tenant, $"link:{ticket:N}");

    public static Uploader OfChannel(string tenant, string kind, string id) => new(tenant, $"{kind}:{id}");
}

/// <summary>
/// Takes files: first written to disk, then kept as a row without a ticket, until a message names them. What nobody sends is removed after
/// a day, and so is what a crash leaves half way: the timer for it is armed before the first byte is written.
/// </summary>
public sealed class Uploads(IWorkFactory works, FileStore files, IOptions<AttachmentOptions> options)
{
    /// <summary>
    /// Keeps the request's body as a file: 201 with its id; 400 <c>attachment.refused</c>; 413 <c>attachment.too-large</c>; 429
    /// <c>attachment.too-many</c> when too many uploads wait to be sent.
    /// </summary>
    public async Task<IResult> TakeAsync(Uploader by, string? name, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.Value.MaxBytes + 1L;
        if (http.Request.ContentLength > options.Value.MaxBytes)
            throw FileStore.TooLarge(options.Value.MaxBytes);
        var row = (await StageAsync(by, [(name, http.Request.Body)], ct)).Single();
        await using var work = await works.BeginAsync(ct);
        Keep(work, row);
        await work.CommitAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(AttachmentView.Of(row), statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Writes files to disk; the rows that come back belong to nothing yet and are not stored.</summary>
    internal async Task<IReadOnlyList<AttachmentRow>> StageAsync(Uploader by, IReadOnlyList<(string? Name, Stream Content)> given, CancellationToken ct)
    {
        var at = DateTimeOffset.MinValue;
        List<Guid> ids = [];
        await using (var work = await works.BeginAsync(ct))
        {
            at = work.Now;
            await RequireRoomAsync(work, by, ct);
            ids.AddRange(given.Select(_ => Guid.CreateVersion7(at)));
            foreach (var id in ids)
                work.Arm(ForgetUpload.For(by.Tenant, id, at));
            await work.CommitAsync(ct);
        }

        List<AttachmentRow> rows = [];
        foreach (var ((name, content), id) in given.Zip(ids))
            rows.Add(await WriteAsync(by, id, FileName.Clean(name), content, at, ct));
        return rows;
    }

    /// <summary>Adds a staged file to a work and has it looked at for viruses where that is set up.</summary>
    internal static void Keep(Work work, AttachmentRow row)
    {
        work.Db<IntakeDb>().Attachments.Add(row);
        if (row.Scan == ScanState.Pending)
            work.Arm(ScanTimer.For(row.Tenant, row.Id, work.Now));
        if (row.TicketId is not null)
            work.Cancel(ForgetUpload.Kind, ForgetUpload.Key(row.Id));
    }

    private async Task<AttachmentRow> WriteAsync(Uploader by, Guid id, string? name, Stream content, DateTimeOffset at, CancellationToken ct)
    {
        var written = await files.WriteAsync(by.Tenant, FileStore.PlaceOf(id, at), content, ct);
        if (FileRules.Fault(name, written.Head) is { } fault)
        {
            files.Delete(by.Tenant, written.Place);
            throw Problems.Invalid("attachment.refused", fault switch
            {
                "empty" => "The file is empty.",
                "program" => "Programs and web pages are not taken.",
                _ => "The file is not what its name says.",
            });
        }

        var type = FileRules.MediaType(written.Head);
        return new AttachmentRow
        {
            Tenant = by.Tenant,
            Id = id,
            Kind = type.Split('/')[0] switch { "image" => FileKind.Picture, "audio" => FileKind.Voice, "video" => FileKind.Video, _ => FileKind.File },
            Name = name,
            Size = written.Size,
            StoredAs = written.Place,
            MediaType = type,
            Sha256 = written.Sha256,
            Scan = options.Value.Scans ? ScanState.Pending : ScanState.Unscanned,
            UploadedBy = by.Key,
            At = at,
        };
    }

    private async Task RequireRoomAsync(Work work, Uploader by, CancellationToken ct)
    {
        var unsent = await work.Db<IntakeDb>().Attachments.CountAsync(a => a.Tenant == by.Tenant && a.UploadedBy == by.Key && a.TicketId == null, ct);
        if (unsent >= options.Value.MostUnsent)
            throw new ProblemException(429, "attachment.too-many", "Too many files wait to be sent.") { RetryAfter = TimeSpan.FromMinutes(10) };
    }
}

/// <summary>Gives uploaded files to what was said.</summary>
internal static class AttachmentClaims
{
    /// <summary>
    /// Takes uploads for a message of this work; whoever calls sets their ticket, and their message if it is not the ticket's opening. 400
    /// <c>attachment.unknown</c> for one that is not this uploader's or was sent before, <c>attachment.infected</c>.
    /// </summary>
    public static async Task<IReadOnlyList<AttachmentRow>> LockAsync(Work work, Uploader by, IReadOnlyList<Guid>? ids, CancellationToken ct)
    {
        if (ids is null || ids.Count == 0)
            return [];
        var wanted = ids.Distinct().ToArray();
        var rows = await work.Db<IntakeDb>().Attachments.FromSql(
            $"SELECT * FROM attachments WHERE tenant = {by.Tenant} AND id = ANY ({wanted}) AND uploaded_by = {by.Key} AND ticket_id IS NULL ORDER BY id FOR UPDATE")
            .ToListAsync(ct);
        if (rows.Count != wanted.Length)
            throw Problems.Invalid("attachment.unknown", "attachmentIds names a file that was not uploaded by you, or was sent already.");
        if (rows.Any(r => r.Scan == ScanState.Infected))
            throw Problems.Invalid("attachment.infected", "A virus was found in one of the files.");
        foreach (var row in rows)
            work.Cancel(ForgetUpload.Kind, ForgetUpload.Key(row.Id));
        return rows;
    }
}

/// <summary>Removes an upload that nobody sent within a day.</summary>
public sealed class ForgetUpload(FileStore files) : ITimerHandler
{
    public const string Kind = "forget-upload";
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    internal static TimerRequest For(string tenant, Guid id, DateTimeOffset at) => new(Kind, Key(id), at + s_kept, tenant, null, FileStore.PlaceOf(id, at));

    internal static string Key(Guid id) => id.ToString("N");

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.ParseExact(t.Key, "N");
        var rows = await work.Db<IntakeDb>().Attachments.FromSql($"SELECT * FROM attachments WHERE tenant = {t.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is { TicketId: not null })
            return;
        files.Delete(t.Tenant, t.Read<string>());
        work.Db<IntakeDb>().Attachments.RemoveRange(rows);
    }
}
