using System.Net.Sockets;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>Tells an unreachable PostgreSQL from a failing statement: the first is waited out, the second is the message's own trouble.</summary>
internal static class DatabaseFaults
{
    public static bool IsOutage(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: var state })
            {
                // 57P0x: shutdown and start-up; 53300: too many connections; 25006: read-only; 25P03: ended for idling in a transaction; 08xxx: connection.
                return state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal) || state is "53300" or "53100" or "25006" or "25P03";
            }
            if (e is SocketException or TimeoutException or IOException) return true;
            if (e is NpgsqlException && e.InnerException is null) return true;
        }
        return false;
    }

    /// <summary>Backs off from 100 ms to 2 s.</summary>
    public static Task WaitAsync(int attempt, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 100 << Math.Min(attempt, 5))), ct);
}
