using Npgsql;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// A read model made of the kept events alone, so that a rebuild from them gives the same rows as live traffic did, to the byte.
/// <list type="number">
/// <item>Its rows depend on the tenant's events and their order of arrival only: not on how they are cut into calls, on a clock,
/// on chance, or on tables other than its own.</item>
/// <item>It names its tables without a schema: a rebuild puts empty copies of the connection's own in their place.</item>
/// <item>Every row has the column <c>tenant</c>, and none depends on another tenant's events.</item>
/// </list>
/// </summary>
public interface IProjection
{
    /// <summary>A name that stays, for example <c>daily-counts</c>.</summary>
    string Name { get; }

    /// <summary>Counts from 1. A higher number than was last in use makes the service rebuild it at its next start.</summary>
    int Version { get; }

    /// <summary>The tables that it alone writes, each without a schema.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Columns by which it looks its own rows up while it applies, beside primary keys. A rebuild makes only these indexes: those that serve
    /// readers would cost at every row and be thrown away.
    /// </summary>
    IReadOnlyList<(string Table, string Columns)> Lookups => [];

    /// <summary>
    /// Adds these events, each once. Those of a tenant come by position and without a hole, and nobody else adds events of these tenants at the
    /// same time. It runs in the commit that keeps the events, so the fewer statements the better.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<KeptEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct);
}
