using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Tickets;

/// <summary>
/// Keeps the copy of a ticket's state that conversations are routed by, and of the work type that triage gave it: maintenance is no case of a contract. What Dispatch said before the known state changes nothing.
/// </summary>
public sealed class StateCopy : IHandle<TicketTriaged>, IHandle<TicketResolved>, IHandle<TicketClosed>, IHandle<TicketReopened>, IHandle<TicketCancelled>
{
    /// <summary>Most triages say what was known before, and nothing is written for those: every ticket has one.</summary>
    public Task HandleAsync(TicketTriaged e, Work work, CancellationToken ct)
    {
        var (type, sequence) = (EnumText.Of(e.WorkType), e.Stream!.Sequence);
        return work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            UPDATE tickets SET work_type = {type}, work_type_sequence = {sequence}
            WHERE tenant = {e.Tenant} AND id = {e.TicketId} AND work_type_sequence < {sequence} AND (work_type <> {type} OR work_type_sequence > 0)
            """, ct);
    }

    /// <inheritdoc />
    public Task HandleAsync(TicketResolved e, Work work, CancellationToken ct) => SetAsync(e, TicketState.Resolved, e.OccurredAt, null, e.Card.WorkType, work, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketClosed e, Work work, CancellationToken ct) => SetAsync(e, TicketState.Closed, e.ResolvedAt, e.OccurredAt, e.Card.WorkType, work, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketReopened e, Work work, CancellationToken ct) => SetAsync(e, TicketState.Open, null, null, e.Card.WorkType, work, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketCancelled e, Work work, CancellationToken ct) => SetAsync(e, TicketState.Cancelled, null, e.OccurredAt, null, work, ct);

    private static async Task SetAsync(
        Event e, TicketState state, DateTimeOffset? resolvedAt, DateTimeOffset? closedAt, WorkType? workType, Work work, CancellationToken ct)
    {
        var sequence = e.Stream!.Sequence;
        var changed = await work.Db<IntakeDb>().Tickets
            .Where(t => t.Tenant == e.Tenant && t.Id == e.TicketId && t.StateSequence < sequence)
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(t => t.State, state).SetProperty(t => t.StateSequence, sequence).SetProperty(t => t.ResolvedAt, resolvedAt)
                        .SetProperty(t => t.ClosedAt, closedAt).SetProperty(t => t.ReopenRequested, false);
                    if (workType is { } type)
                    {
                        set.SetProperty(t => t.WorkType, t => t.WorkTypeSequence < sequence ? type : t.WorkType)
                            .SetProperty(t => t.WorkTypeSequence, t => Math.Max(t.WorkTypeSequence, sequence));
                    }
                },
                ct);
        if (changed == 0)
            return;
        if (state is TicketState.Closed or TicketState.Cancelled)
            await UnfinishedTickets.ForgetAsync(work, e.Tenant, e.AggregateId, ct);
        else if (state == TicketState.Open)
            await UnfinishedTickets.KeepAsync(work, e.Tenant, e.AggregateId, ct);
    }
}
