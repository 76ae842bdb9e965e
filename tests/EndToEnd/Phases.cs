using Xunit.Sdk;
using Xunit.v3;

[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(ServiceMesh.EndToEnd.PhaseOrder))]

namespace ServiceMesh.EndToEnd;

/// <summary>All tests here share one system, so they run one after another, and what disturbs it comes last.</summary>
internal static class Phase
{
    public const string Work = "1 everything is well";
    public const string Stories = "1b the demo's stories";
    public const string Logs = "2 what was logged meanwhile";
    public const string Faults = "3 something is away";
}

/// <summary>Runs collections in the order of their names.</summary>
public sealed class PhaseOrder : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];
}

/// <summary>The tests of <see cref="Phase.Work"/> share a second tenant.</summary>
[CollectionDefinition(Phase.Work)]
public sealed class WorkPhase : ICollectionFixture<TwoTenants>;

/// <summary>The stories play when the tests before them, some of which count every row, are over.</summary>
[CollectionDefinition(Phase.Stories)]
public sealed class StoriesPhase : ICollectionFixture<StoriesPlayed>;
