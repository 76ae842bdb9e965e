using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Describes an application: its parts and how they hang together.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Settings: environment, command line, appsettings.json.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The directory of the application host's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>The host's environment (Development, Production ...).</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Services of the application host itself, such as health checks.</summary>
    IServiceCollection Services { get; }

    /// <summary>Whether the application is run or published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Adds a part.</summary>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Ends the description.</summary>
    DistributedApplication Build();
}

/// <summary>What the description is used for.</summary>
public class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext()
    {
    }

    /// <summary>To write deployment files; never here.</summary>
    public bool IsPublishMode { get; }

    /// <summary>To run it; always here.</summary>
    public bool IsRunMode { get; } = true;
}

/// <summary>How to make a description.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The directory of the application host's project; found above the program when null.</summary>
    public string? ProjectDirectory { get; set; }
}

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly List<Resource> _resources = [];

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        AppHostDirectory = options.ProjectDirectory ?? BuiltIn() ?? Directory.GetCurrentDirectory();
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = options.Args, ContentRootPath = AppHostDirectory });
        _host.Logging.SetMinimumLevel(LogLevel.Warning);
        _host.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        // Everything is asked to stop one after the other; each has ten seconds.
        _host.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(60));
        _host.Services.AddHealthChecks();
        _host.Services.AddSingleton<IReadOnlyList<Resource>>(_resources);
        _host.Services.AddSingleton<Orchestrator>();
        _host.Services.AddHostedService(s => s.GetRequiredService<Orchestrator>());
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (_resources.Exists(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"There is a resource named '{resource.Name}' already.");
        _resources.Add(resource as Resource ?? throw new ArgumentException("Resources derive from Resource.", nameof(resource)));
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(_host.Build());

    /// <summary>The build leaves the project's directory in the program.</summary>
    private static string? BuiltIn() => Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "AppHostProjectPath")?.Value;
}

internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
    where T : IResource;
