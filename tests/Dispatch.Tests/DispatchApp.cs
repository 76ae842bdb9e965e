using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Tests;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(DispatchApp))]

namespace ServiceMesh.Dispatch.Tests;

/// <summary>Dispatch on a database of its own, without a broker. Tests share it and keep apart by tenant.</summary>
public sealed class DispatchApp : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings;
    private WebApplicationFactory<Program>? _factory;
    private string? _database;

    public DispatchApp() : this([])
    {
    }

    internal DispatchApp(Dictionary<string, string?> settings) => _settings = settings;

    public IServiceProvider Services => Factory.Services;

    /// <summary>Its database's connection string: another instance may work on it too.</summary>
    internal string Database => _database ?? throw new InvalidOperationException("Not started.");

    private WebApplicationFactory<Program> Factory => _factory ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("ConnectionStrings:dispatch", _database);
            web.UseSetting("Messaging:Transport", "none");
            foreach (var (key, value) in TestIdentity.Settings.Concat(_settings)) web.UseSetting(key, value);
        });
        _ = _factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null) await _factory.DisposeAsync();
        if (_database is not null) await TestDatabase.DropAsync(_database);
    }

    /// <summary>A vendor of one's own.</summary>
    public Vendor NewVendor() => new(this, $"t{Guid.CreateVersion7():N}");

    public HttpClient Client() => Factory.CreateDefaultClient();

    public Task DeliverAsync(Event e, Guid? messageId = null) =>
        Services.GetRequiredService<IEventDelivery>().DeliverAsync(e, messageId ?? Guid.CreateVersion7(), TestContext.Current.CancellationToken);

    /// <summary>Changes the database behind the service's back, such as the time of something.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until each severe ticket of a tenant that nobody has was looked at: meanwhile it is held, on a busy machine for longer than the queue waits for it.</summary>
    public Task LookedAtAsync(string tenant) => Eventually.Async(
        async () =>
        {
            await using var count = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"SELECT count(*) FROM messaging.timers WHERE kind = 'queue-alarm' AND tenant = '{tenant}'");
            return await count.ExecuteScalarAsync(TestContext.Current.CancellationToken) is 0L;
        },
        TimeSpan.FromSeconds(60), "the severe tickets are looked at");

    /// <summary>What was published for a tenant, in order.</summary>
    public async Task<IReadOnlyList<Event>> PublishedAsync(string tenant) =>
        [.. (await TestOutbox.ReadAsync(Services.GetRequiredService<NpgsqlDataSource>())).Where(e => e.Tenant == tenant)];
}
