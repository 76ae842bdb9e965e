using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several processes, started and stopped together.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;

    /// <summary>Wraps the host that runs it.</summary>
    public DistributedApplication(IHost host) => _host = host;

    /// <summary>Services of the application host itself.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a description.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>Starts a description.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Runs it until Ctrl-C or SIGTERM.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs it until Ctrl-C, SIGTERM or the token; then everything has stopped.</summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using (this) await _host.RunAsync(cancellationToken);
    }

    /// <summary>Starts its parts; they become healthy later.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops its parts, those first that others do not depend on.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        else _host.Dispose();
        GC.SuppressFinalize(this);
    }
}
