using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Tells the operator's administrators, at any hour, that a service's timers stand still: what is due there does not happen.</summary>
public sealed class OnEngineLost(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<EngineLost>
{
    public async Task HandleAsync(EngineLost e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Admin, work, ct);
        var notice = new Notice
        {
            Source = $"engine-lost/{e.LossId}",
            Template = Template.EngineLost,
            Values = new Dictionary<string, string?> { ["service"] = e.Service },
            Times = new Dictionary<string, DateTimeOffset> { ["seen"] = e.LastSeenAt },
            Path = Links.Operations,
            Severity = 1,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, SlaNotice.OrNobody(known.Role, Audience.Admin), work), ct);
    }
}
