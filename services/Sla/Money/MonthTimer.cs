using System.Globalization;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Money;

/// <summary>A contract's month whose credits are to be computed. Many breaches make one firing.</summary>
public sealed class MonthTimer : ITimerHandler
{
    public const string Kind = "sla-month";

    /// <summary>Arms it.</summary>
    public static TimerRequest For(string tenant, Guid contract, DateOnly month, DateTimeOffset at) =>
        new(Kind, string.Create(CultureInfo.InvariantCulture, $"{tenant}/{contract}/{month:yyyy-MM}"), at, tenant, null, new ContractMonth(contract, month));

    /// <inheritdoc />
    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var month = t.Read<ContractMonth>();
        return CreditBook.AssessAsync(work, t.Tenant, month.Contract, month.Month, ct);
    }

    private sealed record ContractMonth(Guid Contract, DateOnly Month);
}

/// <summary>Looks at a ticket when a breach of it reaches the next step of its clause.</summary>
public sealed class LatenessTimer(ClockKeeper keeper) : ITimerHandler
{
    public const string Kind = "sla-lateness";

    /// <summary>Arms it.</summary>
    public static TimerRequest For(string tenant, Guid ticket, DateTimeOffset at) => new(Kind, ClockTimer.KeyOf(tenant, ticket), at, tenant, ticket);

    /// <inheritdoc />
    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct) =>
        keeper.LookAgainAsync(work, t.Tenant, t.TicketId!.Value, t.DueAt > work.Now ? t.DueAt : work.Now, ct);
}
