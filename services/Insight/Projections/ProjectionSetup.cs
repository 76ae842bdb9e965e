namespace ServiceMesh.Insight.Projections;

/// <summary>Registration.</summary>
public static class ProjectionSetup
{
    /// <summary>Adds a read model; they are called in the order of their registration.</summary>
    public static void AddProjection<TProjection>(this IHostApplicationBuilder builder) where TProjection : class, IProjection
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IProjection, TProjection>();
    }
}
