using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Streams;
using ServiceMesh.Insight.Tests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

[assembly: AssemblyFixture(typeof(InsightHost))]

namespace ServiceMesh.Insight.Tests;

/// <summary>Insight on a PostgreSQL database of its own, without a broker; every test uses a tenant of its own.</summary>
public sealed class InsightHost : IAsyncLifetime
{
    private readonly string _heads = Directory.CreateTempSubdirectory("insight-heads-").FullName;
    private readonly string _key = NewKey();
    private string _database = "";
    private WebApplicationFactory<Program>? _factory;

    public CapturedLogs Logs { get; } = new();

    public IServiceProvider Services => _factory!.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Where the signed heads are copied to.</summary>
    public string HeadsDirectory => _heads;

    public string ConnectionString => _database;

    public string SigningKey => _key;

    public StreamWatch Streams => Services.GetRequiredService<StreamWatch>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _factory = Instance();
    }

    /// <summary>One more instance on the same database, with its own connections.</summary>
    public WebApplicationFactory<Program> Instance()
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:insight", _database);
            host.UseSetting("Messaging:Transport", "none");
            host.UseSetting("Record:SigningKey", _key);
            host.UseSetting("Record:HeadsDirectory", _heads);
            foreach (var (name, value) in TestIdentity.Settings) host.UseSetting(name, value);
            host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs));
            // The tests call the checks themselves; a second one in the background would take streams away from under them.
            host.ConfigureServices(services =>
            {
                services.Remove(services.Single(s => s.ImplementationType?.Name == "StreamWatchService"));
                services.Remove(services.Single(s => s.ImplementationType?.Name == "EngineWatchService"));
                services.Remove(services.Single(s => s.ImplementationType?.Name == "DayClosingService"));
            });
        });
        _ = factory.Services;
        return factory;
    }

    /// <summary>A new signing key, PEM.</summary>
    public static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        await TestDatabase.DropAsync(_database);
        Directory.Delete(_heads, recursive: true);
    }

    /// <summary>A tenant's key that no other test uses.</summary>
    public static string NewTenant() => $"t{Guid.CreateVersion7():N}"[..20] + Random.Shared.Next(1000, 9999);

    /// <summary>Brings events the way the bus would, each with a message id of its own, together so that they make a batch.</summary>
    public Task DeliverAsync(params IEnumerable<Event> events)
    {
        var delivery = Services.GetRequiredService<IEventDelivery>();
        return Task.WhenAll(events.Select(e => delivery.DeliverAsync(e, Guid.CreateVersion7(), TestContext.Current.CancellationToken)));
    }

    public HttpClient Client(string tenant, params string[] roles)
    {
        var client = _factory!.CreateClient();
        var token = TestIdentity.Token("insight", tenant, roles: roles.Length > 0 ? roles : [Roles.Manager]);
        client.DefaultRequestHeaders.Add(TestIdentity.Header, token);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    public async Task<JsonElement> GetAsync(string tenant, string path)
    {
        using var client = Client(tenant);
        return await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement[]> TimelineAsync(string tenant, Guid ticket) =>
        [.. (await GetAsync(tenant, $"/api/v1/insight/tickets/{ticket}/timeline")).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> DayAsync(string tenant, string day) =>
        (await GetAsync(tenant, $"/api/v1/insight/daily?from={day}&to={day}")).GetProperty("items")[0];
}
