using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Record.Erasure;

/// <summary>A person is to be erased from the record. Reason up to 500 characters; it must not name them.</summary>
public sealed record ErasureRequest(Guid ContactId, [property: MaxLength(500)] string? Reason = null);

/// <param name="Id">The erasure.</param>
/// <param name="ContactId">Who was erased.</param>
/// <param name="At">Everything up to this instant (UTC) is erased.</param>
/// <param name="Tickets">Tickets of this person.</param>
/// <param name="Events">Events that lost the customer's part.</param>
public sealed record ErasureView(Guid Id, Guid ContactId, DateTimeOffset At, int Tickets, int Events, string? Reason, string? RequestedBy);

/// <summary>Erasures, newest first.</summary>
public sealed record ErasureViews(IReadOnlyList<ErasureView> Items);

/// <summary>Erasing people on request. Roles admin and manager.</summary>
public static class ErasureEndpoints
{
    /// <summary>
    /// POST /api/v1/insight/record/erasures: 201; 404 <c>contact.not-found</c> when the record has nothing of them; <c>Idempotency-Key</c> is honoured. GET: the last
    /// 200.
    /// </summary>
    public static void MapErasures(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/insight/record/erasures").WithTags("record");
        group.MapPost("", EraseAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapGet("", ListAsync).RequireRoles(Roles.Admin, Roles.Manager);
    }

    private static Task<IResult> EraseAsync(ErasureRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            if (!await PersonEraser.KnowsAsync(caller.Tenant, request.ContactId, work, ct)) throw Problems.NotFound("contact.not-found");
            var (tickets, events) = await PersonEraser.EraseAsync(caller.Tenant, request.ContactId, work.Now, work, ct);
            var row = new ErasureRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                ContactId = request.ContactId,
                RequestedBy = caller.AccountId,
                Reason = request.Reason,
                At = work.Now,
                Tickets = tickets,
                Events = events,
            };
            work.Db<InsightDb>().Add(row);
            work.Publish(new PersonErased
            {
                Tenant = caller.Tenant,
                OccurredAt = work.Now,
                By = caller.Actor,
                ErasureId = row.Id,
                ContactId = row.ContactId,
                Tickets = tickets,
                Events = events,
            });
            LateErasure.Arm(work, caller.Tenant, row.Id, row.ContactId, row.At);
            return new Reply(StatusCodes.Status201Created, View(row));
        });

    private static async Task<ErasureViews> ListAsync(Caller caller, InsightDb db, CancellationToken ct)
    {
        var rows = await db.Erasures.AsNoTracking().Where(e => e.Tenant == caller.Tenant).OrderByDescending(e => e.At).Take(200).ToListAsync(ct);
        return new ErasureViews([.. rows.Select(View)]);
    }

    private static ErasureView View(ErasureRow row) => new(row.Id, row.ContactId, row.At, row.Tickets, row.Events, row.Reason, row.RequestedBy);
}
