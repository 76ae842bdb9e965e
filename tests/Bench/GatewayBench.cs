using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceMesh.Testing;
using Yarp.ReverseProxy.Configuration;

namespace ServiceMesh.Bench;

/// <summary>R6: POST /api/v1/tickets through our gateway (keys, limits, tracing, identity) and through bare YARP, the same origin behind both.</summary>
internal static class GatewayBench
{
    private const int Connections = 32;
    private const int Requests = 4000;

    public static async Task RunAsync(int pairs)
    {
        await using var product = await MeshUnderTest.StartAsync();
        await using var bare = await BareAsync(product.Mesh.AddressOf("intake"));
        using var direct = ClientOf(bare.Urls.First(), TestIdentityOf(product.Mesh));
        Console.WriteLine($"gateway: {Connections} connections, {Requests} requests of 1 kB a block, origin = POST /api/v1/tickets of Intake");
        await BlockAsync("warm-up", product, product.Client, 500);
        await BlockAsync("warm-up", product, direct, 500);
        var ratios = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var (ours, theirs) = (0.0, 0.0);
            if (pair % 2 == 1) ours = await BlockAsync("gateway", product, product.Client, Requests);
            theirs = await BlockAsync("bare YARP", product, direct, Requests);
            if (pair % 2 == 0) ours = await BlockAsync("gateway", product, product.Client, Requests);
            ratios.Add(ours / theirs);
            Console.WriteLine($"pair {pair}: ratio {ours / theirs:0.000}");
        }
        ratios.Sort();
        Console.WriteLine($"R6 median ratio {ratios[ratios.Count / 2]:0.000} (min {ratios[0]:0.000}, max {ratios[^1]:0.000}, {ratios.Count} pairs)");
    }

    private static async Task<double> BlockAsync(string name, MeshUnderTest product, HttpClient client, int requests)
    {
        var load = await Load.RunAsync(client, Connections, requests, product.Body);
        Console.WriteLine($"  {name}: {load.PerSecond:0}/s, p50 {load.P50:0.0} ms, p99 {load.P99:0.0} ms, {load.Failed}");
        // The next block must not pay for this one's events.
        await Eventually.Async(product.AtRestAsync, TimeSpan.FromMinutes(3), "rest");
        return load.PerSecond;
    }

    private static async Task<WebApplication> BareAsync(Uri origin)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "origin", Match = new RouteMatch { Path = "/{**rest}" } }],
            [new ClusterConfig { ClusterId = "origin", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = origin.ToString() } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static HttpClient ClientOf(string address, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("X-ServiceMesh-Identity", token);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    private static string TestIdentityOf(RunningMesh mesh) => mesh.IdentityToken("intake", "agent");
}
