using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tests;
using ServiceMesh.Intake.Tests.Platforms;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

[assembly: AssemblyFixture(typeof(IntakeHost))]

namespace ServiceMesh.Intake.Tests;

/// <summary>Intake on a database of its own, without a broker. Tests share it and keep apart by tenants of their own.</summary>
public sealed class IntakeHost : IAsyncLifetime
{
    private WebApplicationFactory<IntakeDb>? _factory;
    private readonly List<(string Key, string Value)> _settings = [];
    private int _tenants;

    public string Database { get; private set; } = "";

    /// <summary>Where uploaded files are kept, and how large one may be.</summary>
    public string Files { get; } = Path.Combine(Path.GetTempPath(), $"servicemesh-files-{Guid.NewGuid():N}");
    public int LargestFile { get; } = 64 * 1024;

    /// <summary>The APIs of the simulated IM platforms.</summary>
    public PlatformApis Platforms { get; private set; } = null!;
    public IServiceProvider Services => _factory!.Services;
    public Microsoft.AspNetCore.TestHost.TestServer Server => _factory!.Server;
    public NpgsqlDataSource DataSource => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>A host of a test's own, with these settings.</summary>
    public static async Task<IntakeHost> StartOwnAsync(params (string Key, string Value)[] settings)
    {
        var host = new IntakeHost();
        host._settings.AddRange(settings);
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Platforms = await PlatformApis.StartAsync();
        _factory = Start();
        _factory.CreateClient().Dispose();
    }

    /// <summary>One more instance on the same database, with other settings.</summary>
    public WebApplicationFactory<IntakeDb> Start(params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<IntakeDb>().WithWebHostBuilder(web =>
        {
            web.UseSetting("ConnectionStrings:intake", Database);
            web.UseSetting("Messaging:Transport", "none");
            web.UseSetting("PublicUrl", "https://service.example.com");
            web.UseSetting("Intake:AllowPrivateTargets", "true");
            web.UseSetting("Intake:Attachments:Directory", Files);
            web.UseSetting("Intake:Attachments:MaxBytes", $"{LargestFile}");
            foreach (var (key, value) in Platforms.Settings)
                web.UseSetting(key, value);
            foreach (var (key, value) in TestIdentity.Settings)
                web.UseSetting(key, value);
            foreach (var (key, value) in _settings.Concat(settings))
                web.UseSetting(key, value);
        });

    /// <summary>A tenant nobody else has.</summary>
    public string NewTenant() => $"t{Interlocked.Increment(ref _tenants)}-{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>Somebody of the vendor's staff.</summary>
    public HttpClient Staff(string tenant, params string[] roles) =>
        As(TestIdentity.Token("intake", tenant, name: "Wang Fang", roles: roles.Length > 0 ? roles : ["agent", "manager", "admin"]));

    /// <summary>A customer's account that acts for a contact.</summary>
    public HttpClient Customer(string tenant, Guid? contact) =>
        As(TestIdentity.Token("intake", tenant, name: "Li Wei", roles: ["customer"], contact: contact, kind: "customer"));

    /// <summary>An API key.</summary>
    public HttpClient Integration(string tenant) =>
        As(TestIdentity.Token("intake", tenant, name: "ERP", roles: ["agent"], kind: "integration"));

    /// <summary>Nobody in particular.</summary>
    public HttpClient Anonymous() => _factory!.CreateClient();

    /// <summary>Everything a tenant's requests have published.</summary>
    public async Task<IReadOnlyList<Event>> EventsAsync(string tenant) => [.. (await TestOutbox.ReadAsync(DataSource)).Where(e => e.Tenant == tenant)];

    /// <summary>The events of one kind.</summary>
    public async Task<IReadOnlyList<T>> EventsAsync<T>(string tenant) where T : Event => [.. (await EventsAsync(tenant)).OfType<T>()];

    /// <summary>Hands over an event as the broker would.</summary>
    public Task DeliverAsync(Event e, long sequence) => Services.GetRequiredService<IEventDelivery>()
        .DeliverAsync(e with { Stream = new StreamPosition("dispatch", e.AggregateId, sequence) }, Guid.CreateVersion7(), CancellationToken.None);

    /// <summary>The first column of a query's first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = DataSource.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        await Platforms.DisposeAsync();
        await TestDatabase.DropAsync(Database);
        if (Directory.Exists(Files))
            Directory.Delete(Files, recursive: true);
    }

    private HttpClient As(string token)
    {
        var client = _factory!.CreateClient();
        client.DefaultRequestHeaders.Add(TestIdentity.Header, token);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }
}
