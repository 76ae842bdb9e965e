using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;

namespace ServiceMesh.Bench;

/// <summary>
/// The least that a flow of six durable steps can cost on this machine: per ticket six one-row commits in three databases of the
/// same server and two confirmed persistent messages to a quorum queue of the same broker, with the same number of workers.
/// </summary>
internal sealed class Floor : IAsyncDisposable
{
    private const int Commits = 6;
    private readonly List<NpgsqlDataSource> _databases = [];
    private readonly byte[] _body = new byte[1000];
    private IConnection _connection = null!;

    public static async Task<Floor> StartAsync(string superuser, Uri broker)
    {
        var floor = new Floor();
        for (var i = 0; i < 3; i++)
        {
            await using (var connection = new NpgsqlConnection(superuser))
            {
                await connection.OpenAsync();
                await using var create = new NpgsqlCommand($"CREATE DATABASE floor{i}", connection);
                await create.ExecuteNonQueryAsync();
            }
            var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Database = $"floor{i}", MaxAutoPrepare = 10, AutoPrepareMinUsages = 1, NoResetOnClose = true });
            await using var table = source.CreateCommand("CREATE TABLE effects (id uuid PRIMARY KEY, body bytea NOT NULL)");
            await table.ExecuteNonQueryAsync();
            floor._databases.Add(source);
        }
        floor._connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await floor._connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("floor", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        return floor;
    }

    public async Task<double> RunAsync(int workers, int tickets)
    {
        var left = tickets;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async _ =>
        {
            await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var confirms = Task.WhenAll(PublishAsync(channel), PublishAsync(channel));
                for (var i = 0; i < Commits; i++) await CommitAsync(_databases[i % _databases.Count]);
                await confirms;
            }
        }));
        return tickets / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public async Task EmptyAsync()
    {
        foreach (var database in _databases)
        {
            await using var command = database.CreateCommand("TRUNCATE effects");
            await command.ExecuteNonQueryAsync();
        }
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueuePurgeAsync("floor");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        foreach (var database in _databases) await database.DisposeAsync();
    }

    private async Task PublishAsync(IChannel channel) =>
        await channel.BasicPublishAsync("", "floor", mandatory: true, new BasicProperties { Persistent = true }, _body);

    private async Task CommitAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("INSERT INTO effects (id, body) VALUES ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _body });
        await command.ExecuteNonQueryAsync();
    }
}
