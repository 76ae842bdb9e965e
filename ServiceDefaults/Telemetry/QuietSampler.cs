using OpenTelemetry.Trace;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Leaves out health probes and everything beneath them; they would outnumber the work.</summary>
internal sealed class QuietSampler(Sampler inner) : Sampler
{
    public static bool IsProbe(string? path) => path is "/alive" or "/ready" or "/health";

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Tags is { } tags)
        {
            foreach (var (key, value) in tags)
                if (key == "url.path" && IsProbe(value as string))
                    return new SamplingResult(SamplingDecision.Drop);
        }

        return inner.ShouldSample(samplingParameters);
    }
}
