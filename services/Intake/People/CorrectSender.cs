using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.People;

/// <summary>The contact that whoever reported a ticket is, and why somebody says so: up to 500 characters.</summary>
public sealed record SenderRequest(Guid ContactId, [property: PlainText(500)] string? Reason = null);

/// <summary>Who reported a ticket, as it stands now.</summary>
/// <param name="Entitlement">See <see cref="Domain.Entitlement.Status"/>.</param>
/// <param name="Person">Whoever writes in the ticket's conversation on a platform, known as this contact from now on; null where nobody does.</param>
public sealed record SenderView(Guid TicketId, Guid ContactId, Guid CustomerId, Guid? ContractId, string Entitlement, PlatformPersonView? Person);

/// <summary>
/// <c>PUT /api/v1/tickets/{id}/sender</c>: somebody of the staff says who reported a ticket, for one whose caller was ambiguous or taken for somebody else. It counts for this
/// ticket (TicketContactChanged, in the record with who said so), and for the next ones of the same person on a platform. 200; 400 <c>contact.unknown</c>; 404
/// <c>ticket.not-found</c>; 409 <c>ticket.merged</c>.
/// </summary>
internal static class CorrectSender
{
    public static async Task<SenderView> HandleAsync(Guid id, SenderRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
        if (ticket.MergedIntoId is not null)
            throw Problems.Conflict("ticket.merged", "It was merged; the ticket that goes on has a contact of its own.");
        var after = await ChangeAsync(work, ticket, request, caller, ct);
        var person = await LinkAsync(work, ticket, request.ContactId, caller, ct);
        await work.CommitAsync(ct);
        return new SenderView(id, after.ContactId, after.CustomerId, after.ContractId, after.Entitlement, person);
    }

    private static async Task<TicketContactChanged> ChangeAsync(Work work, TicketRow ticket, SenderRequest request, Caller caller, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var owner = ticket.AssetId is { } asset ? await db.Assets.Where(a => a.Tenant == ticket.Tenant && a.Id == asset).Select(a => (Guid?)a.CustomerId).SingleOrDefaultAsync(ct) : null;
        var customer = await db.Contacts.Where(c => c.Tenant == ticket.Tenant && c.Id == request.ContactId).Select(c => (Guid?)c.CustomerId).SingleOrDefaultAsync(ct);
        var found = await TicketRegistry.FindAsync(work, new TicketDraft
        {
            Tenant = ticket.Tenant, Channel = ticket.Channel, Subject = ticket.Subject, By = caller.Actor, OpenedAt = ticket.OpenedAt, ContactId = request.ContactId,
            TicketId = ticket.Id,
            ProductId = ticket.ProductId,
            // Another customer's machine is not theirs.
            AssetId = owner == customer ? ticket.AssetId : null,
        }, ct);
        var (contract, level, status) = (ticket.ContractId, ticket.ServiceLevel, ticket.Entitlement);
        if (found.Customer!.Id != ticket.CustomerId)
        {
            var decided = Entitlement.Decide(found.Contracts, new EntitlementQuestion(found.Profile.DayOf(ticket.OpenedAt), found.Product?.Id, found.Asset?.Id, null, ticket.Channel,
                WorkType: ticket.WorkType, RequestClass: ticket.RequestClass, SupportedUntil: found.Asset?.SupportedUntil));
            var covering = decided.Status == Entitlement.Covered ? decided.Contract : null;
            (contract, level, status) = (covering?.Id, covering?.ServiceLevel, decided.Status);
        }

        var after = new TicketContactChanged
        {
            Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = work.Now, By = caller.Actor, PreviousContactId = ticket.ContactId, PreviousCustomerId = ticket.CustomerId,
            ContactId = found.Contact!.Id, ContactName = found.Contact.Name, ContactEmail = found.Contact.Email, CustomerId = found.Customer.Id, CustomerName = found.Customer.Name,
            Language = found.Contact.Language, AssetId = found.Asset?.Id, ContractId = contract, ServiceLevel = level, Entitlement = status, Reason = request.Reason.TrimToNull(),
        };
        // The same contact again says nothing new.
        if (ticket.ContactId == after.ContactId && ticket.CustomerId == after.CustomerId)
            return after;
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE tickets SET contact_id = {after.ContactId}, customer_id = {after.CustomerId}, contact_name = {after.ContactName}, contact_email = {after.ContactEmail},
                contact_phone = NULL, language = {after.Language}, asset_id = {after.AssetId}, contract_id = {after.ContractId}, service_level = {after.ServiceLevel},
                entitlement = {after.Entitlement}
            WHERE tenant = {ticket.Tenant} AND id = {ticket.Id}
            """, ct);
        if (ticket.State is TicketState.Open or TicketState.Resolved)
            await UnfinishedTickets.KeepAsync(work, ticket.Tenant, ticket.Id, ct);
        work.Publish(after);
        return after;
    }

    /// <summary>Whoever writes in the ticket's conversation is this contact, from now on.</summary>
    private static async Task<PlatformPersonView?> LinkAsync(Work work, TicketRow ticket, Guid contact, Caller caller, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var sender = await (
            from v in db.Conversations
            join c in db.Channels on v.ChannelId equals c.Id
            where v.Tenant == ticket.Tenant && v.ChannelId == ticket.ChannelId && v.ConversationId == ticket.ConversationId && v.PersonId != null
            select new { c.Id, c.Name, PersonId = v.PersonId! }).SingleOrDefaultAsync(ct);
        if (sender is null)
            return null;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform_people (channel_id, person_id, tenant, contact_id, linked_by, linked_at)
            VALUES ({sender.Id}, {sender.PersonId}, {ticket.Tenant}, {contact}, {caller.Name}, {work.Now})
            ON CONFLICT (channel_id, person_id) DO UPDATE SET contact_id = excluded.contact_id, linked_by = excluded.linked_by, linked_at = excluded.linked_at
            """, ct);
        return new PlatformPersonView(sender.Id, sender.Name, sender.PersonId, contact, work.Now, caller.Name);
    }
}
