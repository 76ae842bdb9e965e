using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceMesh.Contracts;

[assembly: AssemblyFixture(typeof(ServiceMesh.ServiceDefaults.Tests.TestService))]

namespace ServiceMesh.ServiceDefaults.Tests;

/// <summary>A service with nothing but the defaults and a few endpoints that go wrong.</summary>
public sealed class TestService : IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private WebApplication _app = null!;

    public HttpClient Client { get; private set; } = null!;
    public IServiceProvider Services => _app.Services;
    public bool DatabaseIsWell { get; set; } = true;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:PublicKey"] = _key.ExportSubjectPublicKeyInfoPem(),
            ["Links:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
        builder.AddServiceDefaults("test");
        builder.Services.AddValidation();
        builder.Services.AddHealthChecks()
            .AddCheck("database", () => DatabaseIsWell ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(), ["ready"])
            .AddCheck("bus", () => HealthCheckResult.Unhealthy());
        _app = builder.Build();
        _app.UseServiceDefaults();
        _app.MapDefaultEndpoints();
        _app.MapGet("/me", (Caller caller) => caller);
        _app.MapGet("/actor", (Caller caller) => caller.Actor);
        _app.MapGet("/maybe", (Caller? caller) => caller?.Name ?? "nobody").AllowAnonymous();
        _app.MapGet("/managers", () => "yes").RequireRoles(Roles.Manager, Roles.Ops);
        var open = _app.MapGroup("").AllowAnonymous();
        open.MapPost("/order", (Order order) => order);
        open.MapGet("/number", (int n) => n);
        open.MapGet("/conflict", IResult () => throw Problems.Conflict("order.shipped", "It left at noon."));
        open.MapGet("/later", IResult () => throw Problems.Unavailable("order.later", retryAfter: TimeSpan.FromSeconds(7)));
        open.MapGet("/anonymous", () => new { name = "Li", level = Level.High, note = (string?)null });
        open.MapGet("/bug", IResult () => throw new InvalidOperationException("secret-inside"));
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    /// <summary>A token of the gateway, but for what is changed.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null, ECDsa? key = null)
    {
        var now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = IdentityTokens.Issuer,
            Audience = "test",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(4),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key ?? _key), SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["tenant"] = "acme", ["sub"] = "account-1", ["name"] = "Li Lei", ["kind"] = "staff", ["role"] = new[] { "agent", "dispatcher" },
            },
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>GET with an identity token.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params string[] tokens)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var token in tokens)
            request.Headers.TryAddWithoutValidation(IdentityTokens.Header, token);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

/// <summary>A request with all that can be wrong in it.</summary>
public sealed record Order(
    [property: Required, StringLength(10)] string Name, int Count, Level Level, string? Note, Guid? Id, IReadOnlyList<string> Tags, int Size = 3);
