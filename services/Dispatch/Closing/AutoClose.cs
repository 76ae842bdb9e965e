using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Records;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Closing;

/// <summary>Closes a resolved ticket when nobody said within the days set that it is not solved.</summary>
internal sealed class AutoClose(DispatchOptions options) : ITimerHandler
{
    public const string Kind = "auto-close";

    public static void Arm(Work work, TicketResolved resolved, DispatchOptions options) =>
        Arm(work, resolved.Tenant, resolved.AggregateId, resolved.OccurredAt, options);

    /// <summary>The days count from the resolving, however long ago that was.</summary>
    public static void Arm(Work work, string tenant, Guid ticket, DateTimeOffset resolvedAt, DispatchOptions options) =>
        work.Arm(new TimerRequest(Kind, ticket.ToString(), resolvedAt + options.AutoCloseAfter, tenant, ticket, new Armed(resolvedAt)));

    public static void Cancel(Work work, Guid ticket) => work.Cancel(Kind, ticket.ToString());

    /// <summary>Does nothing when the ticket was reopened, closed or resolved again since the timer was armed.</summary>
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (t.TicketId is not { } id) return;
        var ticket = await TicketStore.LockAsync(work, t.Tenant, id, ct);
        if (ticket is not { State: TicketState.Resolved } || ticket.ResolvedAt != t.Read<Armed>().ResolvedAt) return;
        var decision = TicketMachine.Decide(ticket, new CloseCommand(Actor.System) { Missing = await TicketRecord.MissingAsync(work, ticket, ct) }, TicketStore.Now(work, ticket), options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
    }

    /// <summary>Which resolving it was.</summary>
    internal sealed record Armed(DateTimeOffset ResolvedAt);
}
