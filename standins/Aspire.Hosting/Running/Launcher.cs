using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using ServiceMesh.NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>Turns the description of a resource into the command that starts it.</summary>
internal static class Launcher
{
    /// <summary>Whether it has a process at all; parameters and connection strings have none.</summary>
    public static bool HasProcess(Resource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    /// <summary>Gives every endpoint its port: the fixed one, or a free one for as long as this application runs.</summary>
    public static void AllocatePorts(IEnumerable<Resource> resources)
    {
        foreach (var endpoint in resources.SelectMany(r => r.Settings.Endpoints))
            endpoint.Allocated ??= endpoint.Port ?? Ports.Free();
    }

    public static async Task<ServerCommand> CommandAsync(Resource resource, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentAsync(resource, cancellationToken);
        return resource switch
        {
            ProjectResource project => Project(project, environment),
            ExecutableResource program => new ServerCommand(
                program.Name, program.Command, program.Settings.Arguments, program.WorkingDirectory, environment),
            ContainerResource container => new ServerCommand(
                container.Name, ContainerCommands.Runtime(), ContainerCommands.Arguments(container, environment.Keys), Directory.GetCurrentDirectory(), environment),
            _ => throw new InvalidOperationException($"{resource.Name} has no process."),
        };
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(Resource resource, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>();
        if (resource is ProjectResource)
        {
            environment["ASPNETCORE_URLS"] = string.Join(';', resource.Settings.Endpoints
                .Where(e => e.UriScheme is "http" or "https")
                .Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.UriScheme}://{(e.TargetHost == "localhost" ? "127.0.0.1" : e.TargetHost)}:{e.Allocated}")));
            environment["OTEL_SERVICE_NAME"] = resource.Name;
        }
        foreach (var endpoint in resource.Settings.Endpoints.Where(e => e.Variable is not null))
            environment[endpoint.Variable!] = (endpoint.TargetPort ?? endpoint.Allocated)!.Value.ToString(CultureInfo.InvariantCulture);
        foreach (var service in resource.Settings.Services)
            foreach (var endpoint in ((Resource)service).Settings.Endpoints.Where(e => e.UriScheme is "http" or "https"))
                environment[$"services__{service.Name}__{endpoint.Name}__0"] = new EndpointReference(service, endpoint.Name).Url;
        foreach (var (name, value) in resource.Settings.Environment)
            if (await value(cancellationToken) is { } text) environment[name] = text;
        return environment;
    }

    /// <summary>
    /// The program that the build has made: this application host lies in .../bin/AppHost/debug, the project's output
    /// beside it in .../bin/Project/debug.
    /// </summary>
    private static ServerCommand Project(ProjectResource project, Dictionary<string, string> environment)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var output = Path.Combine(own.Parent!.Parent!.FullName, Path.GetFileNameWithoutExtension(project.ProjectPath), own.Name);
        var settings = Directory.Exists(output) ? Directory.GetFiles(output, "*.runtimeconfig.json") : [];
        if (settings.Length != 1)
            throw new InvalidOperationException($"{project.Name} has not been built: no program in {output}");
        var program = settings[0].Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal);
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return new ServerCommand(project.Name, dotnet, [program, .. project.Settings.Arguments], Path.GetDirectoryName(project.ProjectPath)!, environment);
    }
}
