using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>
/// Brings the database to this version before anything else starts: the messaging schema, then the service's own migrations,
/// under one advisory lock, so that several instances may start together. Waits for a PostgreSQL that is still starting.
/// </summary>
internal sealed partial class SchemaMigrator<TDb>(
    NpgsqlDataSource dataSource,
    IServiceScopeFactory scopes,
    DatabaseClock clock,
    ILogger<SchemaMigrator<TDb>> logger) : IHostedService
    where TDb : DbContext
{
    private const long LockId = 0x5EA7_0001;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await MigrateAsync(cancellationToken);
                await clock.ReadAsync(cancellationToken);
                return;
            }
            catch (Exception failure) when (DatabaseFaults.IsOutage(failure) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt % 10 == 0) LogWaiting(failure.Message);
                await DatabaseFaults.WaitAsync(attempt, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MigrateAsync(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await RunAsync(connection, $"SELECT pg_advisory_lock({LockId})", ct);
        try
        {
            await MessagingSchemaAsync(connection, ct);
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            // Made beforehand, or the first look for it would be an error in PostgreSQL's log.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
            if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await HalfBuiltIndexes.DropAsync(connection, ct);
            await db.Database.MigrateAsync(ct);
        }
        finally
        {
            await RunAsync(connection, $"SELECT pg_advisory_unlock({LockId})", CancellationToken.None);
        }
    }

    private static async Task MessagingSchemaAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await RunAsync(connection, """
            CREATE SCHEMA IF NOT EXISTS messaging;
            CREATE TABLE IF NOT EXISTS messaging.schema_scripts (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT clock_timestamp())
            """, ct);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var script in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var record = new NpgsqlCommand("INSERT INTO messaging.schema_scripts (name) VALUES ($1) ON CONFLICT DO NOTHING", connection, transaction);
            record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = script });
            if (await record.ExecuteNonQueryAsync(ct) == 1)
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(script)!);
                await RunAsync(connection, await text.ReadToEndAsync(ct), ct);
            }
            await transaction.CommitAsync(ct);
        }
        await InboxPartitions.EnsureAsync(connection, DateOnly.FromDateTime(DateTime.UtcNow), ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be migrated yet ({Reason}); trying on")]
    private partial void LogWaiting(string reason);
}
