using Microsoft.Extensions.Options;
using ServiceMesh.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;

namespace ServiceMesh.Gateway.Proxy;

internal static class ProxyExtensions
{
    /// <summary>YARP with the routes and clusters of ServiceMesh.</summary>
    public static void AddServiceProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProxyOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IProxyConfigProvider>(s => new InMemoryConfigProvider(
            ServiceRoutes.All, ServiceClusters.From(s.GetRequiredService<ServiceAddresses>(), s.GetRequiredService<IOptions<ProxyOptions>>().Value)));
        builder.Services.AddReverseProxy().AddTransforms(ForwardTransforms.Add);
    }

    public static void MapServiceProxy(this WebApplication app)
    {
        app.Map("/api/{**rest}", static IResult () => throw Problems.NotFound("request.not-found", "No such address."))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapReverseProxy(static pipeline =>
        {
            pipeline.Use(NextInstance.InvokeAsync);
            pipeline.UseSessionAffinity();
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        });
    }
}
