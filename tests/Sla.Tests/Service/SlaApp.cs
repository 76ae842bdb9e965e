using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SlaApp))]

namespace ServiceMesh.Sla.Tests.Service;

/// <summary>Sla on a database of its own, without a broker. Tests share it and keep apart by tenant.</summary>
public sealed class SlaApp : IAsyncLifetime
{
    private WebApplicationFactory<Program>? _factory;
    private string? _database;

    /// <summary>Settings beside the usual ones, for the next start.</summary>
    internal Dictionary<string, string?> Settings { get; } = [];

    public IServiceProvider Services => Factory.Services;

    /// <summary>Its database, also while it is stopped.</summary>
    public string ConnectionString => _database!;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    private WebApplicationFactory<Program> Factory => _factory ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await TestDatabase.DropAsync(_database!);
    }

    /// <summary>Starts the service, again on the same database after <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("ConnectionStrings:sla", _database);
            web.UseSetting("Messaging:Transport", "none");
            foreach (var (key, value) in TestIdentity.Settings.Concat(Settings))
            {
                web.UseSetting(key, value);
            }
        });
        _ = _factory.Server;
    }

    /// <summary>Stops the service.</summary>
    public async Task StopAsync()
    {
        await Factory.DisposeAsync();
        _factory = null;
    }

    /// <summary>A tenant of one's own.</summary>
    internal Vendor NewVendor() => new(this, $"t{Guid.CreateVersion7():N}");

    public HttpClient Client() => Factory.CreateDefaultClient();

    public Task DeliverAsync(Event e, Guid? messageId = null) =>
        Services.GetRequiredService<IEventDelivery>().DeliverAsync(e, messageId ?? Guid.CreateVersion7(), TestContext.Current.CancellationToken);

    /// <summary>What was published about a ticket, in order.</summary>
    public async Task<IReadOnlyList<Event>> PublishedAsync(Guid ticket) =>
        [.. (await TestOutbox.ReadAsync(Database)).Where(e => e.TicketId == ticket).OrderBy(e => e.Stream?.Sequence)];

    /// <summary>What the ticket's timer is armed for; null when it is not.</summary>
    public async Task<DateTimeOffset?> ArmedAsync(Guid ticket)
    {
        await using var command = Database.CreateCommand("SELECT due_at FROM messaging.timers WHERE kind = 'sla-clock' AND ticket_id = $1");
        command.Parameters.Add(new() { Value = ticket });
        return await command.ExecuteScalarAsync() is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }

    public async Task<long> CountAsync(string table, string tenant)
    {
        await using var command = Database.CreateCommand($"SELECT count(*) FROM {table} WHERE tenant = $1");
        command.Parameters.Add(new() { Value = tenant });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
