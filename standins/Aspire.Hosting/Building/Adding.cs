using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the application host references. Launch profiles are for development tools and are not read.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new ProjectResource(name) { ProjectPath = new TProject().ProjectPath });
}

/// <summary>Adds programs.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program that stays in the foreground.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var resource = builder.AddResource(new ExecutableResource(name, command, workingDirectory));
        resource.Resource.Settings.Arguments.AddRange(args ?? []);
        return resource;
    }
}

/// <summary>Adds parameters and connection strings.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value from the configuration, <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(
            name,
            () => builder.Configuration[$"Parameters:{name}"] ?? throw new InvalidOperationException($"Parameter '{name}' has no value (Parameters__{name})."),
            secret));

    /// <summary>Adds a value; the configuration, <c>Parameters:name</c>, goes before.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Configuration[$"Parameters:{name}"] ?? value, secret));

    /// <summary>Adds a connection string from the configuration, <c>ConnectionStrings:name</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource<IResourceWithConnectionString>(
            new ConfiguredConnectionString(name, () => builder.Configuration.GetConnectionString(name), environmentVariableName));
}
