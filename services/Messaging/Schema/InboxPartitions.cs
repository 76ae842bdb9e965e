using System.Buffers.Binary;
using System.Globalization;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>The inbox's partitions: one a day by the time inside the UUIDv7, made a week ahead, dropped whole when old.</summary>
internal static class InboxPartitions
{
    private const int DaysAhead = 7;

    public static async Task EnsureAsync(NpgsqlConnection connection, DateOnly today, CancellationToken ct)
    {
        for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            await using var command = new NpgsqlCommand(
                $"CREATE TABLE IF NOT EXISTS {NameOf(day)} PARTITION OF messaging.inbox FOR VALUES FROM ('{FirstIdOf(day)}') TO ('{FirstIdOf(day.AddDays(1))}')",
                connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public static async Task DropBeforeAsync(NpgsqlConnection connection, DateOnly first, CancellationToken ct)
    {
        var old = new List<string>();
        await using (var list = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'messaging' AND tablename ~ '^inbox_[0-9]{8}$'", connection))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var name = reader.GetString(0);
                if (DateOnly.ParseExact(name[^8..], "yyyyMMdd", CultureInfo.InvariantCulture) < first) old.Add(name);
            }
        }
        foreach (var name in old)
        {
            await using var drop = new NpgsqlCommand($"SET lock_timeout = '1s'; DROP TABLE messaging.{name}", connection);
            await drop.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>The first day whose rows are kept; what is older cannot be recognised as a repetition.</summary>
    public static DateOnly FirstKept(DateTimeOffset now, int days) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);

    /// <summary>The UTC day inside a UUIDv7, null of another kind of id.</summary>
    public static DateOnly? DayOf(Guid messageId)
    {
        if (messageId.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        messageId.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        // 48 bits reach further than the calendar does.
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime) : null;
    }

    private static string NameOf(DateOnly day) => $"messaging.inbox_{day:yyyyMMdd}";

    /// <summary>The smallest UUIDv7 of a day: 48 bits of Unix milliseconds first.</summary>
    private static string FirstIdOf(DateOnly day)
    {
        var milliseconds = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var hex = milliseconds.ToString("x12", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..]}-0000-0000-000000000000";
    }
}
