namespace ServiceMesh.Messaging;

/// <summary>
/// Does what a due timer asks for. Deleting the timer and everything done through its work are one commit,
/// made around the handler. Never called before the timer is due by the database's clock; late after an outage, but once.
/// </summary>
public interface ITimerHandler
{
    Task FireAsync(FiredTimer t, Work work, CancellationToken ct);
}
