using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace ServiceMesh.NativeServers;

/// <summary>Asks a server on this machine whether it is ready.</summary>
public static class ServerChecks
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(150);

    /// <summary>True when PostgreSQL takes connections.</summary>
    public static async Task<bool> PostgresAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Makes the databases that are not there yet.</summary>
    public static async Task CreateDatabasesAsync(string connectionString, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var name in names)
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
            if (await find.ExecuteScalarAsync(cancellationToken) is not null) continue;
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// True when RabbitMQ listens, which it does only when users and queues are there. Nothing is sent, because the broker
    /// would log a warning about a client that says something and goes; a port forwarded to nowhere closes by itself.
    /// </summary>
    public static async Task<bool> AmqpAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            silence.CancelAfter(s_silence);
            await client.GetStream().ReadExactlyAsync(new byte[1], silence.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>True when Redis accepts the password.</summary>
    public static async Task<bool> RedisAsync(int port, string password, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\n"), cancellationToken);
            var answer = new byte[1];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer[0] == '+';
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
