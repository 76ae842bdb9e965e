using System.Diagnostics;

namespace ServiceMesh.ServiceDefaults.Tests.Telemetry;

public sealed class Spans
{
    [Theory]
    [InlineData("/s/AbC", "/s/***")]
    [InlineData("/api/v1/progress/AbC/messages", "/api/v1/progress/***/messages")]
    [InlineData("http://survey/s/AbC?x=1", "http://survey/s/***?x=1")]
    [InlineData("/ical/AbC.ics", "/ical/***")]
    [InlineData("/a/AbC", "/a/***")]
    [InlineData("/p/AbC", "/p/***")]
    [InlineData("/u/AbC", "/u/***")]
    [InlineData("/S/AbC", "/S/***")]
    [InlineData("/webhooks/4711/mail/AbC", "/webhooks/4711/mail/***")]
    [InlineData("/api/v1/tickets/AbC", "/api/v1/tickets/AbC")]
    public void Hold_no_links_secret(string path, string shown)
    {
        using var span = Span(("url.path", path), ("url.full", path));
        new SpanRedactor().OnEnd(span);
        Assert.Equal(shown, span.GetTagItem("url.path"));
        Assert.Equal(shown, span.GetTagItem("url.full"));
    }

    [Theory]
    [InlineData("url.path", "/ready", false)]
    [InlineData("url.full", "http://127.0.0.1:5000/ready", false)]
    [InlineData("url.full", "http://127.0.0.1:5000/tickets", true)]
    public void Of_probes_are_left_out(string tag, string value, bool kept)
    {
        using var span = Span((tag, value));
        new SpanRedactor().OnEnd(span);
        Assert.Equal(kept, span.Recorded);
    }

    private static Activity Span(params (string Key, string Value)[] tags)
    {
        using var source = new ActivitySource("ServiceMesh.Test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "ServiceMesh.Test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var span = source.StartActivity("GET", ActivityKind.Server)!;
        foreach (var (key, value) in tags)
            span.SetTag(key, value);
        return span;
    }
}
