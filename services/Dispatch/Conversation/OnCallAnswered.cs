using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>
/// On the phone both sides were heard. Whether the waiting is over, whoever took the call says by resuming. The ticket is theirs, unless it
/// was so from its opening or somebody works on it.
/// </summary>
internal sealed class OnCallAnswered(DispatchOptions options) : IHandle<CallAnswered>
{
    public async Task HandleAsync(CallAnswered e, Work work, CancellationToken ct)
    {
        await LastMessage.SetAsync(work, e, agent: true, customer: true, ct);
        await work.Db<DispatchDb>().Database.ExecuteSqlAsync(
            $"UPDATE tickets SET on_phone = true WHERE tenant = {e.Tenant} AND id = {e.AggregateId} AND channel = 'hotline' AND on_phone IS NULL", ct);
        if (e.EngineerId is not { } id) return;
        var ticket = await TicketStore.LockAsync(work, e, ct);
        if (await Answering.FindAsync(work, e.Tenant, id, ct) is not { } engineer || !AnsweredCall.Gives(ticket, engineer.Ref)) return;
        var command = AnsweredCall.Assign(e.By, await Answering.TeamAsync(work, engineer, new TeamRef(ticket.TeamId, ticket.TeamName), ct), engineer.Ref);
        await TicketStore.StoreAsync(work, ticket, TicketMachine.Decide(ticket, command, TicketStore.Now(work, ticket), options.Terms), options, ct);
    }
}
