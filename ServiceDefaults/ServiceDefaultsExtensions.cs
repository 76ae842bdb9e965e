using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.ServiceDefaults;

/// <summary>What is the same for every service.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The largest request body, unless <c>Limits:BodyBytes</c> says otherwise.</summary>
    public const long DefaultBodyBytes = 1024 * 1024;

    /// <summary>
    /// Telemetry, health, problems, JSON rules, service discovery and resilience for outgoing HTTP, and the gateway's identity.
    /// </summary>
    /// <param name="name">The service's name: audience of its identity tokens and name of its telemetry.</param>
    /// <param name="gatewayIdentity">False only where callers are recognised by other means: in the gateway itself.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, string name, bool gatewayIdentity = true)
        where TBuilder : IHostApplicationBuilder
    {
        GivingWay.Begin(builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<LinkTokens>();
        builder.Services.TryAddSingleton<ReplyAddress>();
        builder.ConfigureOpenTelemetry(name);
        builder.AddDefaultHealthChecks();
        builder.AddDefaultProblems();
        builder.AddDefaultHttpClients();
        builder.Services.AddOpenApi();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = builder.Configuration.GetValue("Limits:BodyBytes", DefaultBodyBytes);
        });
        builder.AddQuietLogging();
        builder.AddMaskedConsole();
        if (gatewayIdentity)
            builder.AddGatewayIdentity(name);
        else
        {
            builder.Services.AddAuthentication();
            builder.Services.AddAuthorization();
        }

        return builder;
    }

    /// <summary>Exceptions and bare statuses become problems; then authentication and authorization.</summary>
    /// <param name="betweenSignInAndAccess">Middleware that needs to know the caller, but runs before access is decided.</param>
    public static WebApplication UseServiceDefaults(this WebApplication app, Action<WebApplication>? betweenSignInAndAccess = null)
    {
        // A missing key shall show at start, not at the first request.
        _ = app.Services.GetService<IdentityTokenReader>();
        app.UseMiddleware<RequestSpan>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RefuseUnstorableQuery);
        app.UseAuthentication();
        app.UseMiddleware<RequestSubject>();
        betweenSignInAndAccess?.Invoke(app);
        app.UseAuthorization();
        return app;
    }

    /// <summary>/alive, /ready, /health and /openapi/v1.json, for everybody.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapDefaultHealthChecks();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }

    /// <summary>U+0000 is in no text that is stored; PostgreSQL would call it an error only after it was asked.</summary>
    private static Task RefuseUnstorableQuery(HttpContext http, RequestDelegate next) =>
        http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? throw Problems.Invalid("request.invalid", "The character U+0000 is not allowed.")
            : next(http);

    private static void AddDefaultProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(o => JsonDefaults.Apply(o.SerializerOptions));
    }

    private static void AddDefaultHttpClients(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<ServiceAddresses>();
        builder.Services.TryAddSingleton<ResiliencePipelines>();
        builder.Services.AddTransient<ResilienceHandler>();
        builder.Services.AddTransient<ServiceDiscoveryHandler>();
        builder.Services.ConfigureHttpClientDefaults(http => http
            .AddHttpMessageHandler<ResilienceHandler>()
            .AddHttpMessageHandler<ServiceDiscoveryHandler>());
    }
}
