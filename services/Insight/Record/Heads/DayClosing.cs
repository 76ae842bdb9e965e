using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>
/// Closes the days (UTC) that are over: signs the last hash of each, and sees to it that nothing arrives on them any more. Tenants one by
/// one; holding the head for a moment makes it exact, however many instances append.
/// </summary>
public sealed partial class DayClosing(IWorkFactory works, NpgsqlDataSource database, HeadKeys keys, HeadFiles files, IServiceScopeFactory scopes, ILogger<DayClosing> logger)
{
    private const string Due = "SELECT tenant FROM chain_heads WHERE position > 0 AND (closed_until IS NULL OR closed_until < $1) ORDER BY tenant";

    private const string Hold = "SELECT closed_until FROM chain_heads WHERE tenant = $1 FOR UPDATE";

    private const string Ends = """
        SELECT e.day, e.position, t.hash
        FROM (SELECT (arrived_at AT TIME ZONE 'UTC')::date AS day, max(position) AS position
              FROM timeline
              WHERE tenant = $1 AND position > (SELECT coalesce(max(position), 0) FROM day_heads WHERE tenant = $1) AND arrived_at < $2
              GROUP BY 1) e
        JOIN timeline t ON t.tenant = $1 AND t.position = e.position
        ORDER BY 1
        """;

    private const string Keep = "INSERT INTO day_heads (tenant, day, position, hash, signed_at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private const string Close = "UPDATE chain_heads SET closed_until = $2, arrived_at = greatest(arrived_at, $3) WHERE tenant = $1";

    /// <summary>Closes all days before this one, then copies what is not copied yet. Returns how many days it closed.</summary>
    public async Task<int> CloseBeforeAsync(DateOnly today, CancellationToken ct)
    {
        if (!keys.CanSign) return 0;
        var tenants = new List<string>();
        await using (var due = database.CreateCommand(Due))
        {
            due.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = today });
            await using var reader = await due.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) tenants.Add(reader.GetString(0));
        }
        var closed = 0;
        foreach (var tenant in tenants) closed += await CloseAsync(tenant, today, ct);
        await ExportAsync(ct);
        return closed;
    }

    /// <summary>Closes a tenant's days before this one; returns how many.</summary>
    public async Task<int> CloseAsync(string tenant, DateOnly today, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await using (var hold = new NpgsqlCommand(Hold, work.Connection, work.Transaction))
        {
            hold.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            if (await hold.ExecuteScalarAsync(ct) is DateOnly until && until >= today) return 0;
        }
        var midnight = today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var ends = new List<SignedHead>();
        await using (var read = new NpgsqlCommand(Ends, work.Connection, work.Transaction))
        {
            read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            read.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = midnight });
            await using var reader = await read.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) ends.Add(new SignedHead(tenant, reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }
        await using var write = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var end in ends)
        {
            write.BatchCommands.Add(new NpgsqlBatchCommand(Keep)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<DateOnly> { TypedValue = end.Day },
                    new NpgsqlParameter<long> { TypedValue = end.Position }, new NpgsqlParameter<byte[]> { TypedValue = end.Hash },
                    new NpgsqlParameter<DateTime> { TypedValue = work.Now.UtcDateTime }, new NpgsqlParameter<string> { TypedValue = keys.KeyId },
                    new NpgsqlParameter<byte[]> { TypedValue = keys.Sign(end) },
                },
            });
        }
        write.BatchCommands.Add(new NpgsqlBatchCommand(Close)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<DateOnly> { TypedValue = today },
                new NpgsqlParameter<DateTime> { TypedValue = midnight },
            },
        });
        await write.ExecuteNonQueryAsync(ct);
        await work.CommitAsync(ct);
        return ends.Count;
    }

    /// <summary>Copies what is not copied yet; what cannot be copied now is logged, and tried again the next time.</summary>
    public async Task ExportAsync(CancellationToken ct)
    {
        if (!files.Exist) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InsightDb>();
        foreach (var head in await db.DayHeads.AsNoTracking().Where(h => h.ExportedAt == null).OrderBy(h => h.Day).Take(1000).ToListAsync(ct))
        {
            try
            {
                await files.WriteAsync(HeadFile.Of(head), ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotCopied(e, head.Day, head.Tenant);
                return;
            }
            await db.DayHeads.Where(h => h.Tenant == head.Tenant && h.Day == head.Day)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.ExportedAt, DateTimeOffset.UtcNow), ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The head of {Day} of tenant {Tenant} cannot be copied out of the database; tried again in a minute")]
    private partial void LogNotCopied(Exception failure, DateOnly day, string tenant);
}
