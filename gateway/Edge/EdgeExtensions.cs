using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Gateway.Edge;

internal static class EdgeExtensions
{
    /// <summary>What concerns the side that faces the world.</summary>
    public static void AddEdge(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<CrossSiteGuard>();
        services.AddDataProtection().SetApplicationName("servicemesh-gateway");
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource>((o, database) => o.XmlRepository = new SharedKeys(database));
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            // Only a proxy in front that is named may say where a request came from; everybody else's word is dropped.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in TrustedProxies(builder.Configuration))
                options.KnownProxies.Add(proxy);
        });
        // The gateway answers no POST under an Idempotency-Key itself; services do. So bodies need not be kept here.
        foreach (var filter in services.Where(s => s.ServiceType == typeof(IStartupFilter)
            && s.ImplementationType?.Assembly == typeof(IWorkFactory).Assembly).ToList())
            services.Remove(filter);
    }

    /// <summary>Comes first: the real address, and headers that every answer has.</summary>
    public static void UseEdge(this WebApplication app)
    {
        if (TrustedProxies(app.Configuration).Length > 0)
            app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
    }

    public static IApplicationBuilder UseCrossSiteGuard(this IApplicationBuilder app)
    {
        var guard = app.ApplicationServices.GetRequiredService<CrossSiteGuard>();
        return app.Use((context, next) =>
        {
            guard.Check(context);
            return next(context);
        });
    }

    /// <summary><c>Gateway:TrustedProxies</c>: addresses separated by commas; empty when clients connect directly.</summary>
    private static IPAddress[] TrustedProxies(IConfiguration configuration) =>
        [.. (configuration["Gateway:TrustedProxies"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
