using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>Up to when all deliveries were looked through; null: never.</summary>
public sealed record StraysMark(DateTimeOffset? Until);

/// <summary>
/// Finds deliveries that nobody has: made by a process that died before it could record how their sending ended, or pending for an event that
/// did not come. One timer for all of them, six times in a lease, instead of a timer for each: it looks through what was made since the
/// last time, by the time in the ids.
/// </summary>
public sealed class Strays(Departures departures, Releases releases, IOptions<NotificationOptions> options) : ITimerHandler
{
    public const string Kind = "strays";

    /// <summary>One for all processes.</summary>
    private const string Key = "all";

    private const int MostAtOnce = 500;

    /// <summary>How long after its making a delivery may be committed, or lose its timer, and is found all the same.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(5);

    private const string Find = """
        SELECT d.id, d.state, d.channel, d.recipient, d.provider_id, d.urgency, d.audience, d.tenant, d.ticket_id FROM deliveries d
        WHERE d.id >= $1 AND d.id < $2 AND (d.state = 'queued' AND d.id < $3 OR d.state = 'held' AND d.hold_until <= $4)
            AND NOT EXISTS (SELECT FROM messaging.timers t WHERE t.kind = $5 AND t.key = replace(d.id::text, '-', ''))
            AND NOT EXISTS (SELECT FROM held_deliveries h WHERE h.delivery_id = d.id)
        ORDER BY d.id LIMIT $6
        """;

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var lease = options.Value.Lease;
        var mark = t.Read<StraysMark>().Until;
        var pending = new List<Guid>();
        var (found, last) = (0, Guid.Empty);
        await using (var command = new NpgsqlCommand(Find, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = DeliveryIds.First(mark is { } m ? m - s_overlap : DateTimeOffset.UnixEpoch) });
            command.Parameters.Add(new() { Value = DeliveryIds.First(work.Now) });
            command.Parameters.Add(new() { Value = DeliveryIds.First(work.Now - lease) });
            command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = SendTimer.Kind });
            command.Parameters.Add(new() { Value = MostAtOnce });
            await using var row = await command.ExecuteReaderAsync(ct);
            for (; await row.ReadAsync(ct); found++)
            {
                last = row.GetGuid(0);
                if (row.GetString(1) == DeliveryState.Held) pending.Add(last);
                else Bring(work, row);
            }
        }
        await releases.ReleaseAsync(work, pending, ct);
        // What is found now has a timer or a place; with as many as that at once the rest is found next time, from there on.
        var until = found == MostAtOnce ? DeliveryIds.MadeAt(last) : work.Now - lease;
        work.Arm(At(found == MostAtOnce ? work.Now : work.Now + lease / 6, until > mark || mark is null ? until : mark));
    }

    private void Bring(Work work, NpgsqlDataReader row)
    {
        var request = SendRequest.For(
            row.GetGuid(0), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4), (Urgency)row.GetInt16(5), row.GetString(6));
        departures.Send(work, request, row.GetString(7), row.IsDBNull(8) ? null : row.GetGuid(8));
    }

    internal static TimerRequest At(DateTimeOffset due, DateTimeOffset? until) => new(Kind, Key, due, "default", null, new StraysMark(until));
}

/// <summary>Arms the first look; the mark of one that is armed already stays.</summary>
internal sealed class StraysStart(IWorkFactory works) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM messaging.timers WHERE kind = $1)", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = Strays.Kind });
        if (await command.ExecuteScalarAsync(cancellationToken) is true) return;
        work.Arm(Strays.At(work.Now, null));
        await work.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
