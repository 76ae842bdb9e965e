using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ServiceMesh.Bench;

/// <summary>So many requests in a closed loop, and what they cost.</summary>
/// <param name="P50">Median latency, ms; the others likewise.</param>
/// <param name="Commits">Commits per request: records in the WAL, so the database server must be nobody else's. What only reads leaves none.</param>
internal sealed record Block(double PerSecond, double P50, double P99, double P999, double Commits)
{
    /// <summary>Makes a service's database on a server of the bench's own, and returns its connection string.</summary>
    public static async Task<string> PrepareAsync(string superuser, string database)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand("CREATE EXTENSION IF NOT EXISTS pg_walinspect", connection);
        await create.ExecuteNonQueryAsync();
        create.CommandText = $"CREATE DATABASE {database}";
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(superuser) { Database = database }.ConnectionString;
    }

    public static async Task<Block> RunAsync(HttpClient client, string superuser, int connections, int requests, Func<int, HttpRequestMessage> make)
    {
        var before = await LsnAsync(superuser);
        var latencies = new double[requests];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < requests;)
            {
                using var request = make(n);
                var sent = Stopwatch.GetTimestamp();
                using var answer = await client.SendAsync(request);
                await answer.Content.ReadAsByteArrayAsync();
                latencies[n] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                // A bench of refusals measures nothing: the first one ends it.
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        // Nothing written at all leaves no record to read from.
        var commits = await MeshUnderTest.ScalarAsync(
            superuser,
            $"""
            SELECT CASE WHEN pg_current_wal_flush_lsn() <= '{before}' THEN 0 ELSE
                (SELECT count(*) FROM pg_get_wal_records_info('{before}', pg_current_wal_flush_lsn()) WHERE resource_manager = 'Transaction' AND record_type = 'COMMIT') END
            """);
        Array.Sort(latencies);
        return new Block(requests / seconds, latencies[requests / 2], latencies[(int)(requests * 0.99)], latencies[(int)(requests * 0.999)], (double)commits / requests);
    }

    private static async Task<string> LsnAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_flush_lsn()::text", connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
