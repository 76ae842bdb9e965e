using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Forgetting;

/// <summary>Up to which message all that is old enough was forgotten; null: none yet.</summary>
public sealed record RetentionMark(Guid? Last);

/// <summary>
/// Forgets messages that are over and older than <see cref="NotificationOptions.KeepMessages"/>, some at a time, in the order of their making. What says how a ticket's messages
/// went stays; notices in people's lists in the Desk go with them.
/// </summary>
public sealed class RetentionTimer(IOptions<NotificationOptions> options) : ITimerHandler
{
    public const string Kind = "forget-messages";

    private const string Key = "all";

    /// <summary>So many in one commit.</summary>
    public const int AtOnce = 500;

    private static readonly TimeSpan s_again = TimeSpan.FromHours(1);

    private const string Forget = $"""
        WITH old AS (SELECT id, state FROM deliveries WHERE id > $2 AND id < $3 ORDER BY id LIMIT 500),
        gone AS (
            UPDATE deliveries d SET {Forgotten.Set} FROM old WHERE d.id = old.id AND old.state IN ('delivered', 'failed', 'dropped') AND d.forgotten_at IS NULL)
        SELECT count(*)::int, (SELECT id FROM old ORDER BY id DESC LIMIT 1) FROM old
        """;

    private const string Notices = "DELETE FROM person_notices WHERE id IN (SELECT id FROM person_notices WHERE id < $1 ORDER BY id LIMIT 500)";

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var before = DeliveryIds.First(work.Now - options.Value.KeepMessages);
        var mark = t.Read<RetentionMark>().Last ?? Guid.Empty;
        var found = 0;
        await using (var forget = new NpgsqlCommand(Forget, work.Connection, work.Transaction))
        {
            forget.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            forget.Parameters.Add(new() { Value = mark });
            forget.Parameters.Add(new() { Value = before });
            await using var row = await forget.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            found = row.GetInt32(0);
            if (found > 0) mark = row.GetGuid(1);
        }

        await using var notices = new NpgsqlCommand(Notices, work.Connection, work.Transaction) { Parameters = { new() { Value = before } } };
        var more = await notices.ExecuteNonQueryAsync(ct) == AtOnce || found == AtOnce;
        work.Arm(At(more ? work.Now : work.Now + s_again, mark));
    }

    internal static TimerRequest At(DateTimeOffset due, Guid? mark) => new(Kind, Key, due, "default", null, new RetentionMark(mark));
}

/// <summary>Arms the first look; the mark of one that is armed already stays.</summary>
internal sealed class RetentionStart(IWorkFactory works) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM messaging.timers WHERE kind = $1)", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = RetentionTimer.Kind });
        if (await command.ExecuteScalarAsync(cancellationToken) is true) return;
        work.Arm(RetentionTimer.At(work.Now, null));
        await work.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
