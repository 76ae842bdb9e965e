using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Persistence;

/// <summary>Indexes that migrations build beside the running service.</summary>
public sealed class An_interrupted_migration
{
    [Fact]
    public async Task Is_done_again_from_its_beginning_and_says_nothing_of_it()
    {
        await using var app = new DispatchApp();
        await app.InitializeAsync();
        // As after a kill in the middle of the second index: the first is there, the second serves nobody, and nothing is recorded.
        await app.ExecuteAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_tickets_problem'::regclass");
        await app.ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_TicketRepairs'");

        var warnings = new Warnings();
        await using (var again = Start(app.Database, warnings)) _ = again.Server;

        Assert.Equal(2L, await ScalarAsync(app, "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid::regclass::text IN ('ix_tickets_repairs', 'ix_tickets_problem')"));
        Assert.Equal(1L, await ScalarAsync(app, "SELECT count(*) FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_TicketRepairs'"));
        Assert.Empty(warnings.Lines);
    }

    [Fact]
    public async Task The_first_start_is_quiet()
    {
        var database = await TestDatabase.CreateAsync();
        try
        {
            var warnings = new Warnings();
            await using (var first = Start(database, warnings)) _ = first.Server;
            Assert.Empty(warnings.Lines);
        }
        finally
        {
            await TestDatabase.DropAsync(database);
        }
    }

    private static WebApplicationFactory<Program> Start(string database, Warnings warnings) => new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
    {
        web.UseSetting("ConnectionStrings:dispatch", database);
        web.UseSetting("Messaging:Transport", "none");
        foreach (var (key, value) in TestIdentity.Settings) web.UseSetting(key, value);
        web.ConfigureLogging(logging => logging.AddProvider(warnings));
    });

    private static async Task<long> ScalarAsync(DispatchApp app, string sql)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>What Entity Framework warns of.</summary>
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
