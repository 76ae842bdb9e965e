using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Money;

/// <summary>Short ways to plain SQL with positional parameters.</summary>
internal static class Sql
{
    /// <summary>A statement for a batch.</summary>
    public static NpgsqlBatchCommand Batched(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>A statement by itself.</summary>
    public static NpgsqlCommand Command(Work work, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>Runs a statement; the number of rows.</summary>
    public static async Task<int> RunAsync(Work work, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(work, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Runs statements in one round trip.</summary>
    public static async Task RunAsync(Work work, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        if (commands.Count > 0)
        {
            await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Reads all rows.</summary>
    public static async Task<List<T>> ReadAsync<T>(Work work, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(work, sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A column that may be null.</summary>
    public static T? Get<T>(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        Json json => new() { Value = (object?)json.Text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
        _ => new() { Value = value },
    };

    /// <summary>A value for a jsonb column.</summary>
    internal sealed record Json(string? Text);
}
