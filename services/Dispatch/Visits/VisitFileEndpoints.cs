using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Photos and the signature of a visit: pictures only, by their first bytes, whatever they are called.</summary>
internal static class VisitFileEndpoints
{
    /// <summary>Bytes of one picture.</summary>
    private const int Largest = 4 * 1024 * 1024;
    private const int Most = 20;

    public static IEndpointRouteBuilder MapVisitFiles(this IEndpointRouteBuilder app)
    {
        var files = app.MapGroup("/api/v1/work/{ticketId:guid}/visits/{visitId:guid}/files").WithTags("work");
        files.MapPost("", AddAsync).RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager)
            .WithSummary("Adds a picture as the body: PNG, JPEG or WebP of at most 4 MB, 20 a visit; kind=photo or signature, a later signature replaces the earlier. 400 visit.not-a-picture, 404 visit.not-found, 409 visit.too-many-files or visit.not-begun, 413.");
        files.MapGet("/{fileId:guid}", GetAsync).RequireRoles(Roles.Staff).WithSummary("The picture. 404 file.not-found.");
        return app;
    }

    private static async Task<IResult> AddAsync(
        Guid ticketId, Guid visitId, Caller caller, HttpContext http, DispatchDb known, IWorkFactory works, CancellationToken ct, string kind = "photo")
    {
        // Before a stranger's megabytes are read.
        if (!await known.Visits.AnyAsync(v => v.Tenant == caller.Tenant && v.TicketId == ticketId && v.Id == visitId, ct)) throw Problems.NotFound("visit.not-found");
        var sort = EnumText.Find<VisitFileKind>(kind) ?? throw Problems.InvalidField("kind", "It is photo or signature.");
        var content = await ReadAsync(http, ct);
        var type = TypeOf(content) ?? throw Problems.Invalid("visit.not-a-picture", "The body is neither PNG nor JPEG nor WebP.");
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var ticket = await TicketStore.LockAsync(work, caller.Tenant, ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var visit = await Visiting.FindAsync(db, ticket, visitId, ct);
        if (visit.State is VisitState.Agreed or VisitState.Cancelled) throw Problems.Conflict("visit.not-begun", "A picture needs a check-in first.");
        if (sort == VisitFileKind.Signature) await db.VisitFiles.Where(f => f.VisitId == visitId && f.Kind == sort).ExecuteDeleteAsync(ct);
        if (await db.VisitFiles.CountAsync(f => f.VisitId == visitId, ct) >= Most) throw Problems.Conflict("visit.too-many-files", $"A visit has at most {Most} pictures.");
        var file = new VisitFile
        {
            Id = Guid.CreateVersion7(), Tenant = caller.Tenant, VisitId = visitId, Kind = sort, Type = type, Bytes = content.Length, ByName = caller.Name,
            At = work.Now, Content = content,
        };
        db.VisitFiles.Add(file);
        await db.SaveChangesAsync(ct);
        await Records.TicketRecord.RefreshAsync(work, ticket, ct);
        work.Touched(caller.Tenant, ticketId);
        await work.CommitAsync(ct);
        return Results.Created(
            $"/api/v1/work/{ticketId}/visits/{visitId}/files/{file.Id}", new VisitFileView(file.Id, file.Kind, file.Type, file.Bytes, file.ByName, file.At));
    }

    private static async Task<IResult> GetAsync(Guid ticketId, Guid visitId, Guid fileId, Caller caller, DispatchDb db, HttpContext http, CancellationToken ct)
    {
        var file = await db.VisitFiles.AsNoTracking().Where(f => f.Tenant == caller.Tenant && f.Id == fileId && f.VisitId == visitId)
            .Where(f => db.Visits.Any(v => v.Id == f.VisitId && v.TicketId == ticketId)).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("file.not-found");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        return Results.Bytes(file.Content, file.Type);
    }

    private static async Task<byte[]> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Largest + 1;
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        for (int read; (read = await http.Request.Body.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > Largest) throw new ProblemException(413, "request.too-large", "The picture is larger than 4 MB.");
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static string? TypeOf(ReadOnlySpan<byte> b) =>
        b.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : b.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : b.Length > 12 && b.StartsWith("RIFF"u8) && b[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
