using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Platforms;

[assembly: AssemblyFixture(typeof(ServiceMesh.EndToEnd.Mesh))]

namespace ServiceMesh.EndToEnd;

/// <summary>One running system for all tests of this assembly, with a vendor in it. Tests reach it through the gateway only.</summary>
public sealed class Mesh : IAsyncLifetime
{
    private RunningMesh? _running;

    public RunningMesh Running => _running ?? throw new InvalidOperationException("Not started.");

    /// <summary>Signed in as the first administrator.</summary>
    public GatewayClient Admin { get; private set; } = null!;

    /// <summary>Acts for the vendor's staff.</summary>
    public GatewayClient Staff { get; private set; } = null!;

    public HttpClient Sink { get; private set; } = null!;

    public Vendor Vendor { get; private set; } = null!;

    /// <summary>Stand-ins for platforms outside, which Intake takes for WeCom's own.</summary>
    public LoopbackPlatforms Platforms { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Platforms = await LoopbackPlatforms.StartAsync(new Uri("http://127.0.0.1:0"), default);
        _running = await RunningMesh.StartAsync(new Dictionary<string, string> { ["Intake__Platforms__Wecom"] = Platforms.Wecom.AbsoluteUri });
        Sink = new HttpClient { BaseAddress = _running.Mailbox };
        Admin = new GatewayClient(_running.Gateway);
        await Admin.SignInAsync(_running.AdminEmail, _running.AdminPassword, default);
        Staff = await Admin.WithNewKeyAsync("end to end", ["admin", "agent", "dispatcher", "engineer", "manager"], default);
        Vendor = await Vendor.CreateAsync(Staff, Sink.BaseAddress!, default);
    }

    public async ValueTask DisposeAsync()
    {
        Staff?.Dispose();
        Admin?.Dispose();
        Sink?.Dispose();
        if (_running is not null) await _running.DisposeAsync();
        if (Platforms is not null) await Platforms.DisposeAsync();
    }
}
