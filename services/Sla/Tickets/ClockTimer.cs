using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Tickets;

/// <summary>A ticket's one timer: due at the next instant at which one of its clocks changes by time alone.</summary>
public sealed class ClockTimer(ClockKeeper keeper) : ITimerBatchHandler
{
    public const string Kind = "sla-clock";

    /// <summary>Arms it.</summary>
    public static TimerRequest For(string tenant, Guid ticket, DateTimeOffset at) => new(Kind, KeyOf(tenant, ticket), at, tenant, ticket);

    /// <summary>Its key.</summary>
    public static string KeyOf(string tenant, Guid ticket) => $"{tenant}/{ticket}";

    /// <inheritdoc />
    public Task FireAsync(IReadOnlyList<FiredTimer> timers, Work work, CancellationToken ct) =>
        keeper.LookAgainAsync(work, [.. timers.Select(t => new TicketKey(t.Tenant, t.TicketId!.Value))], ct);
}
