using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Retelling;

/// <summary>The last one that was told.</summary>
public sealed record ToldUntil(string Tenant, Guid Id);

/// <summary>
/// Tells of all master data of a sort that there is, once, a page in each commit: a service that began to listen later than they were made knows none of them. A
/// migration arms it, so it happens once for a database, whatever is started how often; whoever knows one already finds nothing new in it.
/// </summary>
public abstract class RetellTimer<TRow> : ITimerHandler
    where TRow : class
{
    private const int Size = 200;

    /// <summary>The timer's kind.</summary>
    protected abstract string Name { get; }

    /// <summary>The rows behind the last one told, by tenant and id, locked, so that nobody's change is told before what it replaced.</summary>
    protected abstract Task<List<TRow>> PageAsync(IntakeDb db, ToldUntil told, int size, CancellationToken ct);

    /// <summary>What tells of a row as it is now.</summary>
    protected abstract Event Told(TRow row, DateTimeOffset now);

    /// <summary>Where a row stands.</summary>
    protected abstract ToldUntil PlaceOf(TRow row);

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var rows = await PageAsync(work.Db<IntakeDb>(), t.Payload is null ? new ToldUntil("", Guid.Empty) : t.Read<ToldUntil>(), Size, ct);
        foreach (var row in rows) work.Publish(Told(row, work.Now));
        if (rows.Count == Size)
            work.Arm(new TimerRequest(Name, t.Key, work.Now, t.Tenant, Payload: PlaceOf(rows[^1])));
    }
}

/// <summary>What a migration says to have a sort of master data told once more.</summary>
internal static class Retold
{
    /// <summary>SQL that arms the timer; nothing is armed where there is nothing to tell.</summary>
    /// <param name="key">For whom it is told.</param>
    public static string Arming(string kind, string key, string table) => $"""
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant)
        SELECT '{kind}', '{key}', clock_timestamp(), nextval('messaging.timer_versions'), '' WHERE EXISTS (SELECT 1 FROM {table})
        ON CONFLICT DO NOTHING;
        """;
}
