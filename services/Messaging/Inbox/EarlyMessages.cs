using System.Collections.Concurrent;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>
/// Tickets with messages that came ahead of what they need. When something of such a ticket is handled, its put-off messages have
/// their turn at once instead of waiting for the next step of the ladder.
/// </summary>
internal sealed class EarlyMessages(WorkServices services) : IDisposable
{
    private const string Known = "SELECT DISTINCT ticket_id FROM messaging.timers WHERE kind = $1 AND ticket_id IS NOT NULL";

    // Marked by the attempt: a turn out of the ladder's order is no step of it.
    private const string HurryUp = """
        UPDATE messaging.timers SET due_at = clock_timestamp(), attempts = 1 WHERE kind = $1 AND ticket_id = $2 AND due_at > clock_timestamp() RETURNING key, due_at
        """;

    private readonly ConcurrentDictionary<Guid, byte> _tickets = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private bool _read;

    /// <summary>A message of this ticket came early and is put off; one that fails is not hurried, it keeps to the ladder.</summary>
    public void Note(Guid? ticket)
    {
        if (ticket is { } id) _tickets[id] = 0;
    }

    /// <summary>Something of this ticket was handled.</summary>
    public async Task HurryAsync(Guid? ticket, CancellationToken ct)
    {
        try
        {
            if (!_read) await ReadAsync(ct);
            if (ticket is not { } id || !_tickets.TryRemove(id, out _)) return;
            await using var command = services.DataSource.CreateCommand(HurryUp);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Redelivery.Kind });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) services.Timers.Armed(reader.GetString(0), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero));
        }
        catch (NpgsqlException)
        {
            // The ladder's next step brings them all the same.
        }
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>What this process does not remember from before its start.</summary>
    private async Task ReadAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (_read) return;
            await using var command = services.DataSource.CreateCommand(Known);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Redelivery.Kind });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) Note(reader.GetGuid(0));
            _read = true;
        }
        finally
        {
            _reading.Release();
        }
    }
}
