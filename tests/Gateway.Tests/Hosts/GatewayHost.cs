using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Testing;

[assembly: AssemblyFixture(typeof(ServiceMesh.Gateway.Tests.Hosts.GatewayHost))]

namespace ServiceMesh.Gateway.Tests.Hosts;

/// <summary>A gateway on a real port with a fresh database, and three services and a Desk behind it.</summary>
public class GatewayHost : IAsyncLifetime
{
    public const string AdminEmail = "admin@example.com";
    public const string Password = "correct horse battery";
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);
    private Factory _factory = null!;
    private string _database = "";

    public Origin Intake { get; private set; } = null!;
    public Origin Dispatch { get; private set; } = null!;
    public Origin Notification { get; private set; } = null!;
    public Origin Desk { get; private set; } = null!;
    public Uri Address => _factory.ClientOptions.BaseAddress;
    public NpgsqlDataSource Database => _factory.Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>A gateway of a test's own, with these settings.</summary>
    public static async Task<GatewayHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var host = new GatewayHost();
        foreach (var (key, value) in settings)
            host._settings[key] = value;
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        Origin[] origins = await Task.WhenAll(new[] { "intake", "dispatch", "notification", "desk" }.Select(name => Origin.StartAsync(name, settings: _settings)));
        (Intake, Dispatch, Notification, Desk) = (origins[0], origins[1], origins[2], origins[3]);
        var settings = new Dictionary<string, string?>(TestIdentity.Settings)
        {
            ["ConnectionStrings:gateway"] = _database,
            ["Messaging:Transport"] = "none",
            ["Admin:Email"] = AdminEmail,
            ["Admin:Password"] = Password,
            ["Admin:MustChange"] = "false",
            ["Limits:SignInPerMinute"] = "100000",
            ["services:intake:http:0"] = Intake.Address,
            ["services:dispatch:http:0"] = Dispatch.Address,
            ["services:notification:http:0"] = Notification.Address,
            ["services:desk:http:0"] = Desk.Address,
        };
        foreach (var (key, value) in _settings)
            settings[key] = value;
        _factory = new Factory(settings);
        _factory.UseKestrel(0);
        _factory.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _factory.DisposeAsync();
        await Intake.DisposeAsync();
        await Dispatch.DisposeAsync();
        await Notification.DisposeAsync();
        await Desk.DisposeAsync();
        await TestDatabase.DropAsync(_database);
    }

    /// <summary>A client with its own cookies that follows no redirects.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Address,
    };

    /// <summary>A client with a session.</summary>
    public async Task<HttpClient> SignedInAsync(string email = AdminEmail, string password = Password)
    {
        var client = Client();
        using var response = await client.PostAsJsonAsync("/api/v1/session", new { email, password });
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return client;
    }

    /// <summary>Makes an account that need not change its password, and signs it in.</summary>
    public async Task<(HttpClient Client, Guid Id, string Email)> NewAccountAsync(params string[] roles)
    {
        var email = $"{Guid.CreateVersion7():N}@example.com";
        using var admin = await SignedInAsync();
        var response = await admin.PostAsJsonAsync("/api/v1/accounts", new
        {
            email, name = "Somebody", password = Password, roles, mustChangePassword = false,
            contactId = roles.Contains("customer") ? Guid.CreateVersion7() : (Guid?)null,
        });
        var account = await response.EnsureSuccessStatusCode().JsonAsync();
        return (await SignedInAsync(email), account.GetProperty("id").GetGuid(), email);
    }

    /// <summary>A client with an API key.</summary>
    public async Task<(HttpClient Client, Guid Id)> NewKeyAsync(params string[] roles)
    {
        using var admin = await SignedInAsync();
        var response = await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "Machine", roles });
        var key = await response.EnsureSuccessStatusCode().JsonAsync();
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("key").GetString());
        return (client, key.GetProperty("id").GetGuid());
    }

    /// <summary>A second tenant's administrator.</summary>
    public async Task<HttpClient> NewTenantAsync()
    {
        var key = $"t-{Guid.CreateVersion7():N}"[..30];
        using var admin = await SignedInAsync();
        (await admin.PostAsJsonAsync("/api/v1/tenants", new
        {
            key, name = "Other", timeZone = "Europe/Berlin", languages = new[] { "en" }, brand = "Other",
            adminEmail = $"{key}@example.com", adminPassword = Password, adminMustChangePassword = false,
        })).EnsureSuccessStatusCode();
        return await SignedInAsync($"{key}@example.com");
    }

    private sealed class Factory(Dictionary<string, string?> settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.ConfigureLogging(l => l.SetMinimumLevel(LogLevel.Warning));
            // Slow hashing is for the world outside; here it would only take time.
            builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000));
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
        }
    }
}
