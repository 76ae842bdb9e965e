using System.Globalization;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using ServiceMesh.NativeServers;

namespace ServiceMesh.AppHost;

/// <summary>Where people find the gateway: <c>SERVICEMESH_PORT</c> (8080 unless set) or the next free port, <c>PublicUrl</c> for links.</summary>
internal sealed class GatewayAddress
{
    private const int UsualPort = 8080;

    public GatewayAddress(IDistributedApplicationBuilder builder, DataDirectory data)
    {
        var wanted = builder.Configuration.GetValue("SERVICEMESH_PORT", UsualPort);
        Port = builder.ExecutionContext.IsPublishMode ? wanted : Enumerable.Range(wanted, 100).First(Ports.IsFree);
        PublicUrl = builder.Configuration["PublicUrl"] ?? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}");
        // For scripts, whatever runs the application.
        if (builder.ExecutionContext.IsRunMode)
            File.WriteAllText(data.In("address"), string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}\n"));
    }

    /// <summary>The port on this machine.</summary>
    public int Port { get; }

    /// <summary>The base address of links.</summary>
    public string PublicUrl { get; }
}
