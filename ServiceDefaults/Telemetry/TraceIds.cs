using System.Diagnostics;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Keeps trace ids flowing where nothing is recorded: without an exporter, and for what a sampler drops. Without a listener a source
/// makes no activity, and then MassTransit sends no context either; the ticket's timeline keeps the ids in every case.
/// </summary>
internal static class TraceIds
{
    private static readonly string[] s_sources = ["Microsoft.AspNetCore", "MassTransit"];
    private static readonly Lazy<bool> s_listening = new(Listen);

    public static void Keep() => _ = s_listening.Value;

    private static bool Listen()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => s_sources.Contains(source.Name) || source.Name.StartsWith("ServiceMesh.", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.PropagationData,
        });
        return true;
    }
}
