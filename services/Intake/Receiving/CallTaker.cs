using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Receiving;

/// <summary>
/// Takes what telephone systems tell: 202; 400 <c>call.too-old</c>. An answered call opens a ticket, a missed one a callback ticket, one per
/// call id for ever; a missed after an answered changes nothing.
/// </summary>
public sealed class CallTaker(IWorkFactory works, CallBook book)
{
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(7);

    /// <summary>Keeps an event and answers with the call as it is known then.</summary>
    public async Task<IResult> TakeAsync(OpenedChannel opened, InboundCall inbound, CancellationToken ct)
    {
        var channel = opened.Row;
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var names = BlockRule.NamesOf(inbound.Event.From, (await TenantProfiles.FindAsync(db, channel.Tenant, ct)).Dialling);
        if (await BlockList.FindAsync(db, opened, names, work.Now, ct) is { } entry)
        {
            await BlockList.NoteAsync(work, channel, entry, new BlockedAttempt(inbound.Event.CallId, names[0]), ct);
            await work.CommitAsync(ct);
            return Results.Json(new CallAnswerView(inbound.Event.CallId, Guid.Empty, null, "blocked", null, null), statusCode: StatusCodes.Status202Accepted);
        }

        var at = TimeOf(inbound.Event, work.Now);
        var fresh = await ReceivedWebhooks.TryNoteAsync(work, channel, inbound.Id, ct);
        var call = await book.LockAsync(work, channel, inbound.Event, ct);
        if (fresh)
        {
            await book.ApplyAsync(work, channel, call, inbound.Event, at, ct);
            await work.CommitAsync(ct);
        }

        var view = new CallAnswerView(call.ExternalId, call.Id, call.TicketId, call.CallerMatch!, call.CustomerId, call.ContactId);
        return Results.Json(view, statusCode: StatusCodes.Status202Accepted);
    }

    private static DateTimeOffset TimeOf(CallEvent body, DateTimeOffset now)
    {
        if (body.At is not { } at || at > now)
            return now;
        at = at.ToUniversalTime();
        return now - at <= s_oldest ? at : throw Problems.Invalid("call.too-old", "The event lies more than seven days back.");
    }
}
