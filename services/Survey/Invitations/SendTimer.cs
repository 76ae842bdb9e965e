using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Sends an invitation when its delay after the closing is over.</summary>
public sealed class SendTimer(Sender sender) : ITimerHandler
{
    public const string Kind = "survey-send";

    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        return sender.SendAsync(t.Tenant, t.Read<Guid>(), work, ct);
    }
}
