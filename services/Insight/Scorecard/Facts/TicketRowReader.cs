using System.Data.Common;
using System.Text.Json;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>Reads a ticket's row, its columns in their order from a given one.</summary>
internal static class TicketRowReader
{
    public static TicketRow Read(DbDataReader reader, int from)
    {
        T? Value<T>(int column) where T : struct => reader.IsDBNull(from + column) ? null : reader.GetFieldValue<T>(from + column);
        string? Text(int column) => reader.IsDBNull(from + column) ? null : reader.GetString(from + column);
        return new TicketRow
        {
            TicketId = reader.GetGuid(from),
            Number = reader.GetString(from + 1),
            Support = reader.GetBoolean(from + 2),
            Counted = reader.GetBoolean(from + 3),
            Severity = Value<int>(4),
            Month = new Month(reader.GetInt32(from + 5)),
            OpenedAt = reader.GetFieldValue<DateTimeOffset>(from + 6),
            OpenedPosition = reader.GetInt64(from + 7),
            ResolvedAt = Value<DateTimeOffset>(8),
            ClosedAt = Value<DateTimeOffset>(9),
            Team = reader.GetGuid(from + 10),
            Engineer = reader.GetGuid(from + 11),
            Product = Value<Guid>(12),
            Customer = Value<Guid>(13),
            Contract = Value<Guid>(14),
            Asset = Value<Guid>(15),
            Module = Text(16),
            Cause = Text(17),
            FaultClass = Text(18),
            Version = Text(19),
            RecoverySeconds = Value<long>(20),
            Waits = Text(21) is { Length: > 2 } waits ? new SortedDictionary<string, long>(JsonSerializer.Deserialize<Dictionary<string, long>>(waits)!, StringComparer.Ordinal) : new SortedDictionary<string, long>(),
            RepeatOf = Value<Guid>(22),
            CameBackAs = Value<Guid>(23),
        };
    }
}
