using System.Diagnostics;
using OpenTelemetry;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Takes the secrets of links out of a span before it leaves, and drops the spans of health probes.</summary>
internal sealed class SpanRedactor : BaseProcessor<Activity>
{
    private static readonly string[] s_addresses = ["url.path", "url.full"];

    public override void OnEnd(Activity data)
    {
        if (data.Kind is not (ActivityKind.Server or ActivityKind.Client))
            return;
        foreach (var tag in s_addresses)
        {
            if (data.GetTagItem(tag) is string value && LinkMask.Of(value) is var masked && !ReferenceEquals(masked, value))
                data.SetTag(tag, masked);
        }

        var isProbe = data.GetTagItem("url.full") is string full && Uri.TryCreate(full, UriKind.Absolute, out var uri)
            && QuietSampler.IsProbe(uri.AbsolutePath);
        if (isProbe || QuietSampler.IsProbe(data.GetTagItem("url.path") as string))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
