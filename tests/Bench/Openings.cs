using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Bench;

/// <summary>Registers tickets as Intake does: a row and TicketOpened in one commit, sent by the relay. The row keeps when that commit was.</summary>
internal sealed class Openings : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _number;

    private Openings(WebApplication app, string database) => (_app, Database) = (app, database);

    public string Database { get; }

    public static async Task<Openings> StartAsync(string database, string broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:intake"] = database;
        builder.Configuration["ConnectionStrings:messaging"] = broker;
        builder.Configuration["Messaging:AwaitSubscribers:0"] = "dispatch";
        builder.AddMessaging<NoTables>("intake");
        var app = builder.Build();
        await app.StartAsync();
        await TimersDatabase.ExecuteAsync(database, "CREATE TABLE openings (ticket uuid PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now())");
        return new Openings(app, database);
    }

    /// <summary>Opens one of a category; when this returns it is committed.</summary>
    public async Task<Guid> OpenAsync(string category)
    {
        var id = Guid.CreateVersion7();
        await using var work = await _app.Services.GetRequiredService<IWorkFactory>().BeginAsync(default);
        await using var row = new NpgsqlCommand("INSERT INTO openings (ticket) VALUES ($1)", work.Connection, work.Transaction) { Parameters = { new() { Value = id } } };
        await row.ExecuteNonQueryAsync();
        work.Publish(new TicketOpened
        {
            Tenant = "default", TicketId = id, OccurredAt = work.Now, Number = $"T-20261122-{Interlocked.Increment(ref _number):000000}", Channel = Channel.Portal, Kind = TicketKind.Request,
            Subject = "Invoices cannot be posted", Text = Load.Text, Language = "en", CustomerId = Guid.CreateVersion7(), CustomerName = "Contoso", ContactEmail = "wei@example.com",
            Category = category, ProgressTokenHash = $"{id:N}{id:N}", SealedProgressToken = "sealed",
        });
        await work.CommitAsync(default);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class NoTables(DbContextOptions<NoTables> options) : DbContext(options);
}
