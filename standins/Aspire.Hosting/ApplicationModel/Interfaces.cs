using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A part of the application.</summary>
    public interface IResource
    {
        /// <summary>Its name, unique in the application; other parts find it by this name.</summary>
        string Name { get; }
    }

    /// <summary>Something with environment variables.</summary>
    public interface IResourceWithEnvironment : IResource;

    /// <summary>Something that listens.</summary>
    public interface IResourceWithEndpoints : IResource;

    /// <summary>Something that can wait for others.</summary>
    public interface IResourceWithWaitSupport : IResource;

    /// <summary>Something that others connect to by a connection string.</summary>
    public interface IResourceWithConnectionString : IResource
    {
        /// <summary>The variable to hand the connection string over in, when it is not the usual <c>ConnectionStrings__name</c>.</summary>
        string? ConnectionStringEnvironmentVariable { get; }

        /// <summary>The connection string; its endpoints must be known already.</summary>
        ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default);
    }

    /// <summary>A resource while the application is being described.</summary>
    public interface IResourceBuilder<out T>
        where T : IResource
    {
        /// <summary>The application it belongs to.</summary>
        IDistributedApplicationBuilder ApplicationBuilder { get; }

        /// <summary>The resource.</summary>
        T Resource { get; }
    }
}

namespace Aspire.Hosting
{
    /// <summary>Something that others find by its name over HTTP.</summary>
    public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

    /// <summary>A project that this application host was built with; the build generates one class for each.</summary>
    public interface IProjectMetadata
    {
        /// <summary>Full path of the project file.</summary>
        string ProjectPath { get; }
    }
}
