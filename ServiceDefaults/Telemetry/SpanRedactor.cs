using System.Diagnostics;
using OpenTelemetry;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Takes the secret out of links and addresses (survey, acknowledgement, calendar, progress, mail) before a span leaves, and drops the spans of health probes.</summary>
internal sealed class SpanRedactor : BaseProcessor<Activity>
{
    private static readonly string[] BeforeSecret = ["/s/", "/a/", "/ical/", "/progress/", "/mail/"];

    public override void OnEnd(Activity data)
    {
        if (data.Kind is not (ActivityKind.Server or ActivityKind.Client))
            return;
        Redact(data, "url.path");
        Redact(data, "url.full");
        var isProbe = data.GetTagItem("url.full") is string full && Uri.TryCreate(full, UriKind.Absolute, out var uri)
            && QuietSampler.IsProbe(uri.AbsolutePath);
        if (isProbe || QuietSampler.IsProbe(data.GetTagItem("url.path") as string))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <summary>The same text with whatever follows one of these, up to the next slash, replaced.</summary>
    internal static string Mask(string text)
    {
        foreach (var marker in BeforeSecret)
        {
            var at = text.IndexOf(marker, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                continue;
            var start = at + marker.Length;
            var end = text.AsSpan(start).IndexOfAny('/', '?');
            return string.Concat(text.AsSpan(0, start), "***", end < 0 ? [] : text.AsSpan(start + end));
        }

        return text;
    }

    private static void Redact(Activity data, string tag)
    {
        if (data.GetTagItem(tag) is string value)
        {
            var masked = Mask(value);
            if (!ReferenceEquals(masked, value))
                data.SetTag(tag, masked);
        }
    }
}
