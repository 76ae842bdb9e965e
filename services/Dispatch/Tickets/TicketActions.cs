using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>Runs one command on one ticket: lock, check, decide, store, answer the row.</summary>
internal sealed class TicketActions(IIdempotentWork idempotent, TicketReopening reopening, DispatchOptions options)
{
    /// <summary>Runs what <paramref name="command"/> makes of the locked ticket.</summary>
    /// <exception cref="ProblemException">404, 409 <c>ticket.illegal-transition</c>, 412, or what making the command finds.</exception>
    public Task<IResult> RunAsync(
        HttpContext http, Caller caller, Guid ticketId, Func<Work, Ticket, CancellationToken, Task<Command>> command) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketStore.LockAsync(work, caller.Tenant, ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
            IfMatch.Check(http, ticket);
            var decision = await DecideAsync(work, ticket, await command(work, ticket, ct), ct);
            if (decision.Refusal is { } refusal)
                throw Problems.Conflict("ticket.illegal-transition", refusal);
            IfMatch.Tell(http, decision.Ticket.Version);
            return new Reply(StatusCodes.Status200OK, BoardRow.Of(decision.Ticket));
        });

    /// <summary>Runs a command that needs nothing but who gives it.</summary>
    public Task<IResult> RunAsync(HttpContext http, Caller caller, Guid ticketId, Command command) =>
        RunAsync(http, caller, ticketId, (_, _, _) => Task.FromResult(command));

    private async Task<Decision> DecideAsync(Work work, Ticket ticket, Command command, CancellationToken ct)
    {
        if (command.Verb == Verb.Reopen)
            return await reopening.RunAsync(work, ticket, command, ct);
        var decision = TicketMachine.Decide(ticket, command, TicketStore.Now(work, ticket), options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        return decision;
    }
}
