using Npgsql;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Since when a ticket waits for somebody.</summary>
internal sealed record WaitsSince(DateTimeOffset Since);

/// <summary>
/// A ticket of severity 1 that nobody has, and that nobody is being offered, calls people: once for each time that it is without an owner. It
/// is no longer needed as soon as somebody has it.
/// </summary>
internal sealed class QueueAlarm(Pager pager) : ITimerHandler
{
    /// <summary>The timer's kind; its key is the ticket.</summary>
    public const string Timer = "queue-alarm";

    // What a clock or somebody by hand asks for goes on.
    private const string Stop = $"""
        UPDATE pagings SET state = 'stopped', next_at = NULL, ended_at = $2, ended_by = $3
        WHERE ticket_id = $1 AND state = 'active' AND NOT EXISTS (SELECT 1 FROM unnest(alarms) a WHERE a NOT LIKE '{AlarmKeys.QueueBegins}%')
        """;

    /// <summary>Nobody has it, and it is severe.</summary>
    public static bool IsUnowned(Ticket t) => t is { Severity: 1, State: TicketState.Open, EngineerId: null };

    /// <summary>And nobody is being asked.</summary>
    public static bool IsWaiting(Ticket t) => IsUnowned(t) && t.OfferId is null;

    /// <summary>Looks at a new ticket, or one that is back, by a timer that is due at once: what is to be done then is the team's to say.</summary>
    public static void Watch(Work work, Ticket t)
    {
        if (IsWaiting(t)) work.Arm(new TimerRequest(Timer, t.Id.ToString(), work.Now, t.Tenant, t.Id, new WaitsSince(t.UpdatedAt)));
    }

    /// <summary>Looks at what a change made of a ticket.</summary>
    /// <param name="wasUnowned">By <see cref="IsUnowned"/>, before.</param>
    /// <param name="wasWaiting">By <see cref="IsWaiting"/>, before.</param>
    public static async Task FollowAsync(Work work, Ticket after, bool wasUnowned, bool wasWaiting, CancellationToken ct)
    {
        if (!wasWaiting) Watch(work, after);
        if (!wasUnowned || IsUnowned(after)) return;
        var why = after.EngineerId is not null ? "assigned" : after.State == TicketState.Waiting ? "waiting" : "lowered";
        await using var stop = new NpgsqlCommand(Stop, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = after.Id },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = after.UpdatedAt.ToUniversalTime() },
                new NpgsqlParameter<string> { TypedValue = why },
            },
        };
        if (await stop.ExecuteNonQueryAsync(ct) > 0) work.Cancel(Pager.Timer, after.Id.ToString());
    }

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (t.TicketId is not { } id || await TicketStore.LockAsync(work, t.Tenant, id, ct) is not { } ticket || !IsWaiting(ticket)) return;
        var waits = t.Read<WaitsSince>();
        if (await pager.QueuedAsync(work, ticket, waits.Since, TicketStore.Now(work, ticket), ct) is { } due)
            work.Arm(new TimerRequest(Timer, t.Key, due, t.Tenant, id, waits));
    }
}
