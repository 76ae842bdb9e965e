using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.ServiceContracts;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Calls;

/// <summary>Somebody whose number it could be. Whoever answers asks; nobody is picked.</summary>
public sealed record CallerCandidate(Guid ContactId, string Name, CustomerName Customer);

/// <summary>What the caller's contract says, before anybody says hello.</summary>
/// <param name="Answer"><c>covered</c>, <c>expired</c>, <c>exhausted</c>, <c>channel-not-covered</c> or <c>unknown</c>.</param>
public sealed record CallerCover(string Answer, string? ContractNumber, string? ServiceLevel, DateOnly? EndsOn, int? CasesLeft, int? VisitsLeft);

/// <summary>A call that rings now, or was answered within the last minute, with what is known of the caller.</summary>
/// <param name="CallerMatch"><c>exact</c>, <c>extension-stripped</c>, <c>ambiguous</c> or <c>none</c>.</param>
/// <param name="Tickets">The caller's other unfinished tickets, the newest first, at most five.</param>
/// <param name="Cover">Null while the customer is not known.</param>
/// <param name="Candidates">Of an ambiguous caller, at most five; empty otherwise.</param>
public sealed record RingingCallView(
    Guid Id, Guid ChannelId, string Queue, string? From, string? To, DateTimeOffset RingingAt, string CallerMatch, CustomerName? Customer, Guid? ContactId,
    string? ContactName, IReadOnlyList<TicketName> Tickets, CallerCover? Cover, IReadOnlyList<CallerCandidate> Candidates)
{
    /// <summary>When it was answered; null while it rings.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who answered, by name or, where none is known, by number.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The call's own ticket, once there is one.</summary>
    public TicketName? Ticket { get; init; }
}

/// <summary>The calls that ring now, and those answered just now.</summary>
public sealed record RingingCallList(IReadOnlyList<RingingCallView> Items, string? Next = null);

/// <summary>
/// <c>GET /api/v1/calls/ringing?channelId=&amp;all=</c>, for staff: who calls, before anybody answers and for a minute after. A channel is a queue; shown are the calls of the caller's own queues
/// (see <see cref="CallQueue"/>), with <c>all=true</c> every queue's.
/// </summary>
public static class RingingCalls
{
    private const int Most = 50;
    private const int MostTickets = 5;
    private const int MostCandidates = 5;

    /// <summary>A telephone system that never tells the end of a call does not make it ring for ever.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    /// <summary>So long an answered one stays for whoever answered.</summary>
    private static readonly TimeSpan s_answered = TimeSpan.FromMinutes(1);

    /// <summary>A call is not known longer than this before it is answered: the key alone finds the few that may be shown.</summary>
    private static readonly TimeSpan s_known = TimeSpan.FromMinutes(20);

    public static void MapCalls(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/calls/ringing", ListAsync).WithTags("calls").RequireRoles(Roles.Staff);

    private static async Task<RingingCallList> ListAsync(
        Guid? channelId, bool? all, Caller caller, IntakeDb db, IWorkFactory works, AdapterTable adapters, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (since, answered, first) = (now - s_longest, now - s_answered, Guid.CreateVersion7(now - s_known));
        var calls = await (
            from c in db.Calls.AsNoTracking()
            join h in db.Channels.AsNoTracking() on new { c.Tenant, Id = c.ChannelId } equals new { h.Tenant, h.Id }
            from customer in db.Customers.Where(x => x.Tenant == c.Tenant && x.Id == c.CustomerId).DefaultIfEmpty()
            from contact in db.Contacts.Where(x => x.Tenant == c.Tenant && x.Id == c.ContactId).DefaultIfEmpty()
            from own in db.Tickets.Where(x => x.Tenant == c.Tenant && x.Id == c.TicketId).DefaultIfEmpty()
            where c.Tenant == caller.Tenant && c.Id > first && c.MissedAt == null && (channelId == null || c.ChannelId == channelId)
                && ((c.AnsweredAt == null && c.RingingAt > since) || c.AnsweredAt > answered)
            orderby c.RingingAt
            select new { c, h, customer, ContactName = contact!.Name, Number = own!.Number }).Take(Most).ToListAsync(ct);
        if (calls.Count == 0)
            return new RingingCallList([]);
        var shown = all == true ? null : await CallQueue.ShownToAsync(db, adapters, caller.Tenant, caller.AccountId, [.. calls.Select(c => c.h).DistinctBy(h => h.Id)], ct);
        List<RingingCallView> items = [];
        foreach (var found in calls.Where(c => shown?.Contains(c.h.Id) ?? true))
        {
            var call = found.c;
            items.Add(new RingingCallView(
                call.Id, call.ChannelId, found.h.Name, call.FromNumber, call.ToNumber, call.RingingAt ?? call.AnsweredAt!.Value, call.CallerMatch ?? CallerMatch.None.Rank,
                found.customer is { } k ? new CustomerName(k.Id, k.Name) : null, call.ContactId, found.ContactName, await TicketsAsync(db, call, ct),
                found.customer is null ? null : await CoverAsync(works, caller, call, ct), call.CallerMatch == CallerMatch.Ambiguous ? await CandidatesAsync(db, call, ct) : [])
            {
                AnsweredAt = call.AnsweredAt,
                AnsweredBy = call.AgentName,
                Ticket = call.TicketId is { } own ? new TicketName(own, found.Number) : null,
            });
        }

        return new RingingCallList(items);
    }

    private static async Task<CallerCover> CoverAsync(IWorkFactory works, Caller caller, CallRow call, CancellationToken ct)
    {
        // The contract that the caller keyed in was checked against the customer then.
        var answer = await AskEntitlement.HandleAsync(
            new EntitlementQuery(call.CustomerId, null, null, null, call.ContractId, nameof(Contracts.Channel.Hotline)), caller, works, ct);
        return new CallerCover(answer.Answer, answer.Contract?.Number, answer.Contract?.ServiceLevel, answer.Contract?.EndsOn, answer.Contract?.CasesLeft, answer.Contract?.VisitsLeft);
    }

    private static async Task<IReadOnlyList<CallerCandidate>> CandidatesAsync(IntakeDb db, CallRow call, CancellationToken ct)
    {
        if (!PhoneNumber.TryParseCaller(call.FromNumber, (await TenantProfiles.FindAsync(db, call.Tenant, ct)).Dialling, out var phone))
            return [];
        var ids = await ContactFinder.CandidatesByPhoneAsync(db, call.Tenant, phone!, MostCandidates, ct);
        return await (
            from contact in db.Contacts.AsNoTracking()
            join customer in db.Customers on new { contact.Tenant, Id = contact.CustomerId } equals new { customer.Tenant, customer.Id }
            where contact.Tenant == call.Tenant && ids.Contains(contact.Id)
            orderby customer.Name, contact.Name
            select new CallerCandidate(contact.Id, contact.Name, new CustomerName(customer.Id, customer.Name))).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<TicketName>> TicketsAsync(IntakeDb db, CallRow call, CancellationToken ct) => call.CustomerId is not { } customer
        ? []
        : await db.Tickets.AsNoTracking().Where(t => t.Tenant == call.Tenant && t.CustomerId == customer && t.Id != call.TicketId && t.State == TicketState.Open && t.MergedIntoId == null)
            .OrderByDescending(t => t.Id).Take(MostTickets).Select(t => new TicketName(t.Id, t.Number)).ToListAsync(ct);
}
