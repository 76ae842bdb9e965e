using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Testing;

/// <summary>What a service running without a broker (<c>Messaging:Transport=none</c>) has published.</summary>
public static class TestOutbox
{
    /// <summary>All events in the outbox, in the order of their ids, which is that of publishing.</summary>
    public static async Task<IReadOnlyList<Event>> ReadAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("SELECT message_type, body FROM messaging.outbox WHERE destination IS NULL ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<Event>();
        while (await reader.ReadAsync()) events.Add(EventJson.Read(reader.GetString(0), reader.GetString(1)));
        return events;
    }
}
