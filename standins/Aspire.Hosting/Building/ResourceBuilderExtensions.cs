using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using AspireProtocol = System.Net.Sockets.ProtocolType;

namespace Aspire.Hosting;

/// <summary>What can be said of a resource.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => Variable(builder, name, _ => ValueTask.FromResult(value));

    /// <summary>Sets an environment variable to a parameter's value.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => Variable(builder, name, parameter.Resource.GetValueAsync);

    /// <summary>Sets an environment variable to an endpoint's address.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => Variable(builder, name, _ => ValueTask.FromResult<string?>(endpointReference.Url));

    /// <summary>Hands over a connection string as <c>ConnectionStrings__name</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return Variable(builder, name, async token =>
        {
            try
            {
                return await resource.GetConnectionStringAsync(token);
            }
            catch (InvalidOperationException) when (optional)
            {
                return null;
            }
        });
    }

    /// <summary>Hands over the addresses of a service's HTTP endpoints as <c>services__name__scheme__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        Of(builder.Resource).Services.Add(source.Resource);
        return builder;
    }

    /// <summary>Starts it only when the other one is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => Depend(builder, dependency, completion: false, 0);

    /// <summary>Starts it only when the other one has ended with the exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => Depend(builder, dependency, completion: true, exitCode);

    /// <summary>Adds an HTTP endpoint. A project learns its port by itself, another program from the variable <paramref name="env"/>.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Adds an endpoint.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null,
        bool? isProxied = null, bool? isExternal = null, AspireProtocol? protocol = null)
        where T : IResourceWithEndpoints
    {
        var used = scheme ?? "tcp";
        var endpoint = new EndpointAnnotation(name ?? used, used) { Port = port, TargetPort = targetPort, IsExternal = isExternal ?? false, Variable = env };
        var endpoints = Of(builder.Resource).Endpoints;
        if (endpoints.Exists(e => e.Name == endpoint.Name))
            throw new InvalidOperationException($"{builder.Resource.Name} has an endpoint named {endpoint.Name} already.");
        endpoints.Add(endpoint);
        return builder;
    }

    /// <summary>Changes an endpoint.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoints = Of(builder.Resource).Endpoints;
        var endpoint = endpoints.Find(e => e.Name == endpointName);
        if (endpoint is null && createIfNotExists) endpoints.Add(endpoint = new EndpointAnnotation(endpointName, "tcp"));
        if (endpoint is not null) callback(endpoint);
        return builder;
    }

    /// <summary>Marks the HTTP endpoints as meant for the world outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in Of(builder.Resource).Endpoints.Where(e => e.UriScheme is "http" or "https")) endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>Refers to an endpoint.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>Healthy when a GET answers with the status code, 200 unless given.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        Of(builder.Resource).HttpChecks.Add(new HttpCheck(new EndpointReference(builder.Resource, endpointName ?? "http"), path ?? "/", statusCode ?? 200));
        return builder;
    }

    /// <summary>Healthy when the registered health check of that name says so.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        Of(builder.Resource).HealthChecks.Add(key);
        return builder;
    }

    /// <summary>Changes how an endpoint's address is shown.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource
    {
        Of(builder.Resource).Urls.Add((endpointName, callback));
        return builder;
    }

    private static ResourceSettings Of(IResource resource) => ((Resource)resource).Settings;

    private static IResourceBuilder<T> Variable<T>(IResourceBuilder<T> builder, string name, Deferred value)
        where T : IResource
    {
        Of(builder.Resource).Environment.Add((name, value));
        return builder;
    }

    private static IResourceBuilder<T> Depend<T>(IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, bool completion, int exitCode)
        where T : IResource
    {
        var resource = dependency.Resource is PostgresDatabaseResource database ? database.Parent : (Resource)dependency.Resource;
        if (ReferenceEquals(resource, builder.Resource))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{resource.Name} cannot wait for itself."));
        Of(builder.Resource).Dependencies.Add(new Dependency(resource, completion, exitCode));
        return builder;
    }
}
