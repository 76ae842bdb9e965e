namespace ServiceMesh.Messaging;

/// <summary>
/// Does what many due timers of one kind ask for, with set-based statements. Registered with
/// <see cref="MessagingBuilder.TimerBatch{THandler}"/>. Deleting the timers and everything done through the work are one commit, made
/// around the handler. None of them is due later than <see cref="Work.Now"/>.
/// <para>
/// It is called with 1 to <see cref="MessagingOptions.TimerBatch"/> timers, in the order they were due, each key once. When it throws,
/// or when one of the timers was re-armed or cancelled meanwhile, everything is undone and it is called again with fewer of them, down
/// to single ones: one bad timer is put off alone. So it must not keep anything outside the work. Several calls may be under way at
/// once, never with the same timer in two that commit: lock rows that several timers share in one fixed order.
/// </para>
/// </summary>
public interface ITimerBatchHandler
{
    /// <summary>Handles these timers, all or none. It has 60 s.</summary>
    Task FireAsync(IReadOnlyList<FiredTimer> timers, Work work, CancellationToken ct);
}
