using System.Globalization;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests;

/// <summary>
/// A database whose clock is turned by hand: its own <c>clock_timestamp()</c> and <c>now()</c> stand before the server's in the search path, so that the whole service, which goes
/// by the database's clock, goes by this one.
/// </summary>
internal sealed class TurnedClock : IAsyncDisposable
{
    private const string Functions = """
        CREATE TABLE public.turned (shift interval NOT NULL);
        INSERT INTO public.turned VALUES ('0');
        CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.clock_timestamp() + (SELECT shift FROM public.turned)';
        CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT pg_catalog.now() + (SELECT shift FROM public.turned)';
        """;

    private TurnedClock(string database) => Database = database;

    public string Database { get; }

    /// <summary>A fresh database in which it is that time.</summary>
    public static async Task<TurnedClock> StartAsync(DateTimeOffset at)
    {
        var clock = new TurnedClock(await TestDatabase.CreateAsync());
        var name = new NpgsqlConnectionStringBuilder(clock.Database).Database;
        await clock.ExecuteAsync(Functions);
        await clock.ExecuteAsync($"ALTER DATABASE {name} SET search_path TO public, pg_catalog");
        await clock.ExecuteAsync(Turn(at));
        return clock;
    }

    /// <summary>It is that time now, and the clock goes on from there.</summary>
    public async Task ToAsync(NotificationHost host, DateTimeOffset at)
    {
        await ExecuteAsync(Turn(at));
        await host.Service<DatabaseClock>().ReadAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await TestDatabase.DropAsync(Database);

    private static string Turn(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"UPDATE public.turned SET shift = timestamptz '{at.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00' - pg_catalog.clock_timestamp()");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
