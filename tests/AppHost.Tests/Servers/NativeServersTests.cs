using System.Globalization;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.AppHost.Tests.Servers;

public sealed class NativeServersTests
{
    [Fact]
    public async Task PostgreSQL_keeps_its_port_and_data_and_each_service_has_its_own_database()
    {
        var directory = Path.Combine(TestDirectory.Create("pg"), "server");
        var server = PostgresServer.Prepare(directory, ["intake", "sla"], durable: false);
        var first = ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), what: "it takes connections");
        await ExecuteAsync(server.ConnectionString("intake"), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(server.ConnectionString("intake").Replace("Database=intake", "Database=sla", StringComparison.Ordinal), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.All(Listeners(server.Port), address => Assert.Equal("0100007F", address));
        await first.StopAsync(TimeSpan.FromSeconds(10));

        var again = PostgresServer.Prepare(directory, ["intake", "sla", "survey"], durable: false);
        Assert.Equal(server.Port, again.Port);
        await using var second = ChildProcess.Start(again.Command, _ => { });
        await Eventually.Async(() => again.IsReadyAsync(CancellationToken.None), what: "it takes connections again");
        Assert.Equal(7, await ExecuteAsync(again.ConnectionString("intake"), "SELECT id FROM kept"));
        Assert.Equal(1, await ExecuteAsync(again.ConnectionString("survey"), "SELECT 1"));
    }

    [Fact]
    public async Task RabbitMQ_lets_a_service_use_its_own_queues_and_the_events_only()
    {
        var server = RabbitMqServer.Prepare(Path.Combine(TestDirectory.Create("mq"), "server"), ["intake", "sla"]);
        await using var process = ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), TimeSpan.FromSeconds(90), "it takes connections");
        Assert.All(Listeners(server.Port), address => Assert.Equal("0100007F", address));
        var factory = new ConnectionFactory { Uri = new Uri(server.ConnectionString("sla")) };
        await using var connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync("ServiceMesh.Contracts.Intake:TicketOpened", "fanout", durable: true);
            await channel.QueueDeclareAsync("sla-events", durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync("sla-events", "ServiceMesh.Contracts.Intake:TicketOpened", "");
        }
        await using (var channel = await connection.CreateChannelAsync())
        {
            var refused = await Assert.ThrowsAsync<OperationInterruptedException>(() => channel.QueueDeclareAsync("intake-events", durable: true, exclusive: false, autoDelete: false));
            Assert.Equal(403, (int?)refused.ShutdownReason?.ReplyCode);
        }
        var guest = new ConnectionFactory { Uri = new UriBuilder(server.ConnectionString("sla")) { UserName = "guest", Password = "guest" }.Uri };
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => guest.CreateConnectionAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Redis_wants_its_password()
    {
        var server = RedisServer.Prepare(Path.Combine(TestDirectory.Create("redis"), "server"));
        await using var process = ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), what: "it answers");
        Assert.False(await ServerChecks.RedisAsync(server.Port, "wrong", CancellationToken.None));
        Assert.All(Listeners(server.Port), address => Assert.Equal("0100007F", address));
    }

    [Fact]
    public void Secrets_are_for_their_owner_only()
    {
        var directory = TestDirectory.Create("secrets");
        RedisServer.Prepare(Path.Combine(directory, "redis"));
        RabbitMqServer.Prepare(Path.Combine(directory, "mq"), ["intake"]);
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(directory, "redis", "secrets")), Path.Combine(directory, "redis", "redis.conf"),
            .. Directory.GetFiles(Path.Combine(directory, "mq", "secrets")), Path.Combine(directory, "mq", "definitions.json"),
            Path.Combine(directory, "mq", ".erlang.cookie"),
        ];
        Assert.True(files.Length >= 6);
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        var secret = PrivateFile.ReadOrCreate(Path.Combine(directory, "own", "secret"), PrivateFile.NewPassword);
        Assert.Equal(24, secret.Length);
        Assert.Equal(secret, PrivateFile.ReadOrCreate(Path.Combine(directory, "own", "secret"), PrivateFile.NewPassword));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(directory, "own")));
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The addresses (hexadecimal, as the kernel writes them) on which somebody listens on the port.</summary>
    private static string[] Listeners(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        string[] addresses = [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length > 3 && f[3] == "0A" && f[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(f => f[1][..^5])];
        Assert.NotEmpty(addresses);
        return addresses;
    }
}
