using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>Writes outcomes into a work: rows, timers, events, and what follows from a failure.</summary>
public sealed class OutcomeWriter(SendingTelemetry telemetry, Aftermath aftermath, EndpointHealth endpoints)
{
    public async Task WriteAsync(Work work, List<Record> records, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(records);
        var applied = await RecordStatements.ApplyAsync(work, records, ct);
        foreach (var record in records)
        {
            if (record.Delivery is not { } delivery)
            {
                work.Cancel(SendTimer.Kind, record.Id.ToString("N"));
                continue;
            }
            // Recorded by somebody else meanwhile: theirs holds, and so does their timer.
            if (!applied.Contains(record.Id)) continue;
            // One commit for many, but each event and timer keeps the trace of its own cause.
            using var activity = telemetry.StartRecording(delivery);
            if (record.RetryIn is { } wait)
            {
                var request = SendRequest.For(
                    delivery.Id, delivery.Channel, delivery.Recipient, delivery.ProviderId, Urgencies.Of(delivery.Template, delivery.Severity), delivery.Audience);
                work.Arm(SendTimer.For(request, work.Now + wait, delivery.Tenant, delivery.TicketId));
            }
            else if (delivery.Attempts > 0 || !Departures.IsYoung(delivery.Id, work.Now))
            {
                // A young one that succeeds at once never had a timer; should it have one all the same, that finds nothing to do.
                work.Cancel(SendTimer.Kind, delivery.Id.ToString("N"));
            }
            if (OutcomeEvents.For(record, work.Now) is { } e) work.Publish(e);
            if (OutcomeEvents.ForSurvey(record, work.Now) is { } arrived) work.Publish(arrived);
            if (record.State is DeliveryState.Failed or DeliveryState.Dropped) await aftermath.FollowAsync(work, record, ct);
        }
        await endpoints.MarkAsync(work, records.Where(r => applied.Contains(r.Id)), ct);
    }
}
