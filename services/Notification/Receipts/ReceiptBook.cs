using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Receipts;

/// <summary>What can become of a message after a channel took it.</summary>
public static class ReceiptKinds
{
    /// <summary>The provider has it and is on it.</summary>
    public const string Accepted = "accepted";

    /// <summary>It reached the phone.</summary>
    public const string Delivered = "delivered";

    /// <summary>The call was taken: by somebody, or by an answering machine.</summary>
    public const string Answered = "answered";

    /// <summary>The provider could not deliver it.</summary>
    public const string Undelivered = "undelivered";
    public const string Opened = "opened";
    public const string Bounced = "bounced";
    public const string Complained = "complained";
    public const string Unsubscribed = "unsubscribed";
}

/// <summary>A mail of ours came back for good: it counts as failed, and no mail goes to its address until somebody lifts that.</summary>
public sealed class OnMailBounced(ReceiptBook book) : IHandle<MailBounced>
{
    public Task HandleAsync(MailBounced e, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Permanent ? book.NoteAsync(work, e.Tenant, e.DeliveryId, ReceiptKinds.Bounced, null, ct) : Task.CompletedTask;
    }
}

/// <summary>Notes what providers and mail systems say of a message later on, each thing once, and does what follows from it.</summary>
public sealed class ReceiptBook(OutgoingReader reader, Aftermath aftermath)
{
    private const string Note = """
        WITH old AS (
            SELECT id, history @> jsonb_build_array(jsonb_build_object('what', $3)) AS known FROM deliveries WHERE tenant = $1 AND id = $2 FOR UPDATE)
        UPDATE deliveries d SET
            history = CASE WHEN old.known THEN d.history
                ELSE d.history || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('at', $4, 'what', $3, 'reason', $5))) END,
            opened_at = CASE WHEN $3 = 'opened' THEN coalesce(d.opened_at, $4) ELSE d.opened_at END,
            confirmed_at = CASE WHEN $3 IN ('delivered', 'answered', 'opened') THEN coalesce(d.confirmed_at, $4) ELSE d.confirmed_at END
        FROM old WHERE d.id = old.id RETURNING d.channel, d.recipient, d.state, d.ticket_id, d.template, d.audience, old.known
        """;

    private const string Fail = """
        UPDATE deliveries SET state = 'failed', failure = $2 WHERE id = $1 AND state = 'delivered'
        """;

    private const string Suppress = """
        INSERT INTO people AS p (tenant, address, suppressed, suppressed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant, address) DO UPDATE SET suppressed = coalesce(p.suppressed, excluded.suppressed), suppressed_at = coalesce(p.suppressed_at, excluded.suppressed_at)
        """;

    /// <summary>False when there is no such delivery.</summary>
    /// <param name="what">One of <see cref="ReceiptKinds"/>.</param>
    /// <param name="reason">What the provider says, at most 100 characters of it are kept; null when it says nothing.</param>
    public async Task<bool> NoteAsync(Work work, string tenant, Guid delivery, string what, string? reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        string channel, recipient, state, template, audience;
        Guid? ticket;
        bool known;
        await using (var note = Command(work, Note, tenant, delivery, what, work.Now, reason is null ? null : Texts.Clean(reason, 100)))
        await using (var row = await note.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct)) return false;
            (channel, recipient, state, template, audience) = (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(4), row.GetString(5));
            (ticket, known) = (row.IsDBNull(3) ? null : row.GetGuid(3), row.GetBoolean(6));
        }
        if (!known && IsNews(what, channel, audience, ticket))
        {
            work.Publish(new NotificationStatusChanged
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = work.Now, DeliveryId = delivery, Channel = channel, Template = template, Audience = audience, Status = what,
            });
        }
        if (what is ReceiptKinds.Bounced or ReceiptKinds.Complained or ReceiptKinds.Unsubscribed && channel == DeliveryChannels.Email)
        {
            await using var suppress = Command(work, Suppress, tenant, recipient.ToLowerInvariant(), what, work.Now);
            await suppress.ExecuteNonQueryAsync(ct);
        }
        if (what is ReceiptKinds.Bounced or ReceiptKinds.Undelivered && state == DeliveryState.Delivered) await FailAsync(work, delivery, what, ct);
        return true;
    }

    /// <summary>What belongs on a ticket's timeline: how far a customer's message came, and that somebody on call took the call.</summary>
    private static bool IsNews(string what, string channel, string audience, Guid? ticket) =>
        ticket is not null && what is ReceiptKinds.Delivered or ReceiptKinds.Opened or ReceiptKinds.Answered && (audience == Audience.Customer || channel == DeliveryChannels.Voice);

    private async Task FailAsync(Work work, Guid id, string what, CancellationToken ct)
    {
        await using (var fail = Command(work, Fail, id, what))
        {
            if (await fail.ExecuteNonQueryAsync(ct) == 0) return;
        }
        if (await reader.ReadAsync(id, work, ct) is not { } delivery) return;
        var record = new Record(id, delivery, DeliveryState.Failed, delivery.Attempts, what, null, null);
        work.Publish(OutcomeEvents.For(record, work.Now)!);
        await aftermath.FollowAsync(work, record, ct);
    }

    private static NpgsqlCommand Command(Work work, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                DateTimeOffset at => new() { Value = at, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                _ => new() { Value = value },
            });
        }
        return command;
    }
}
