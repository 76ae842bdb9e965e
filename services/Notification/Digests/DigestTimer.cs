using System.Globalization;
using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Digests;

/// <summary>Whose digest is due.</summary>
public sealed record DigestRequest(string Channel, string Recipient);

/// <summary>Quiet hours or an interval are over: what was held for this person and channel goes out as one message.</summary>
public sealed class DigestTimer(DigestWriter digests) : ITimerHandler
{
    public const string Kind = "digest";

    private const string Due = """
        SELECT delivery_id FROM held_deliveries WHERE tenant = $1 AND channel = $2 AND recipient = $3 AND due_at <= $4
        """;

    /// <summary>Each due time has its own timer: a later arming for another time replaces nothing.</summary>
    public static TimerRequest For(string tenant, string channel, string recipient, DateTimeOffset due) => new(
        Kind, string.Create(CultureInfo.InvariantCulture, $"{tenant}/{channel}/{recipient}/{due.ToUnixTimeMilliseconds()}"), due, tenant, null,
        new DigestRequest(channel, recipient));

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var request = t.Read<DigestRequest>();
        var ids = new List<Guid>();
        await using (var command = new NpgsqlCommand(Due, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = t.Tenant });
            command.Parameters.Add(new() { Value = request.Channel });
            command.Parameters.Add(new() { Value = request.Recipient });
            command.Parameters.Add(new() { Value = t.DueAt > work.Now ? t.DueAt : work.Now });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        }
        if (ids.Count > 0) await digests.WriteAsync(work, t.Tenant, ids, ct);
    }
}
