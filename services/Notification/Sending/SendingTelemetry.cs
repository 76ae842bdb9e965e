using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>Spans and counts of sending. An attempt belongs to the trace of the event that caused the message.</summary>
public sealed class SendingTelemetry : IDisposable
{
    /// <summary>Name of the activity source and the meter.</summary>
    public const string SourceName = "ServiceMesh.Notification";

    private readonly ActivitySource _source = new(SourceName);
    private readonly Meter _meter;
    private readonly Counter<long> _attempts;

    public SendingTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(SourceName);
        _attempts = _meter.CreateCounter<long>("notifications.attempts", "{attempt}", "Attempts to deliver, by channel and outcome.");
    }

    public Activity? StartAttempt(Outgoing delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var activity = _source.StartActivity($"send {delivery.Channel}", ActivityKind.Client, Parent(delivery.Trace));
        activity?.SetTag("ticket.id", delivery.TicketId?.ToString());
        activity?.SetTag("tenant.id", delivery.Tenant);
        activity?.SetTag("notification.template", delivery.Template);
        activity?.SetTag("notification.attempt", delivery.Attempts + 1);
        return activity;
    }

    public void Ended(Activity? activity, string channel, AttemptResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var outcome = result.Failure?.Name() ?? "delivered";
        activity?.SetTag("notification.outcome", outcome);
        if (result.Failure is not null) activity?.SetStatus(ActivityStatusCode.Error, outcome);
        _attempts.Add(1, new("channel", channel), new("outcome", outcome));
    }

    public Activity? StartRecording(Outgoing delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return _source.StartActivity("record delivery", ActivityKind.Internal, Parent(delivery.Trace));
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static ActivityContext Parent(string? trace) => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;
}
