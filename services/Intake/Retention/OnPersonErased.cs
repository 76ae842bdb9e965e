using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Retention;

/// <summary>
/// Erases a customer's person here as well: name, address and numbers, what they wrote, their files, the addresses of their recordings and who they are on platforms.
/// Tickets stay, with what staff did. The changed contact and the erased tickets tell the other services' copies.
/// </summary>
public sealed class OnPersonErased(FileStore files) : IHandle<PersonErased>
{
    /// <summary>What stands where a name or words stood.</summary>
    public const string Erased = "-";

    /// <inheritdoc />
    public async Task HandleAsync(PersonErased e, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var (tenant, id) = (e.Tenant, e.ContactId);
        var found = await TicketsAsync(db, e, ct);
        Guid[] tickets = [.. found.Select(t => t.Id)];
        var sent = await db.Attachments.FromSql(
            $"""
            SELECT a.* FROM attachments a LEFT JOIN messages m ON m.tenant = a.tenant AND m.id = a.message_id
            WHERE a.tenant = {tenant} AND a.ticket_id = ANY ({tickets}) AND a.at <= {e.OccurredAt} AND (a.message_id IS NULL OR m.kind = 'customer' OR m.author_kind = 'customer')
            FOR UPDATE OF a
            """).ToListAsync(ct);
        foreach (var row in sent)
        {
            RemovedFiles.Remove(work, files, row);
            row.Name = null;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE tickets SET subject = number, text = NULL, form = NULL, contact_name = NULL, contact_email = NULL, contact_phone = NULL,
                opened_by_name = CASE WHEN opened_by_kind = 'customer' THEN NULL ELSE opened_by_name END
            WHERE tenant = {tenant} AND id = ANY ({tickets})
            """, ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM unfinished_tickets WHERE tenant = {tenant} AND ticket_id = ANY ({tickets})", ct);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE messages SET text = {Erased}, author_name = NULL, author_id = NULL WHERE tenant = {tenant} AND ticket_id = ANY ({tickets}) AND (kind = 'customer' OR author_kind = 'customer') AND at <= {e.OccurredAt}", ct);
        // What was sent into their conversation by itself repeats the ticket's subject; what staff wrote stays.
        await db.Database.ExecuteSqlAsync(
            $"UPDATE messages SET text = {Erased} WHERE tenant = {tenant} AND ticket_id = ANY ({tickets}) AND kind <> 'customer' AND author_kind = 'system' AND at <= {e.OccurredAt}", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE conversations SET person_id = NULL WHERE tenant = {tenant} AND ticket_id = ANY ({tickets})", ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE calls SET from_number = NULL, entered_contract = NULL, recording_url = NULL, voicemail_url = NULL, recording_forgotten_at = {work.Now}
            WHERE tenant = {tenant} AND (contact_id = {id} OR ticket_id = ANY ({tickets}))
            """, ct);
        // Whom the vendor turns away stays on the block list; what he tried goes.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM blocked_attempts a WHERE a.tenant = {tenant} AND a.at <= {e.OccurredAt} AND a.sender IN (
                SELECT e164 FROM contact_phones WHERE tenant = {tenant} AND contact_id = {id}
                UNION SELECT email FROM contacts WHERE tenant = {tenant} AND id = {id} AND email IS NOT NULL
                UNION SELECT person_id FROM platform_people WHERE tenant = {tenant} AND contact_id = {id})
            """, ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM platform_people WHERE tenant = {tenant} AND contact_id = {id}", ct);
        // Answers kept for repeated requests, for a day at most.
        string[] named = [id.ToString(), .. tickets.Select(t => t.ToString())];
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM messaging.idempotency_keys k WHERE k.tenant = {tenant} AND EXISTS (SELECT FROM unnest({named}) n(id) WHERE position(n.id IN k.route || coalesce(k.body, '')) > 0)", ct);
        foreach (var ticket in found)
            work.Publish(new TicketErased { Tenant = tenant, TicketId = ticket.Id, OccurredAt = work.Now, By = e.By, ContactId = id, Number = ticket.Number });
        await ForgetContactAsync(work, tenant, id, ct);
    }

    /// <summary>
    /// Theirs, and those that nobody was recognised in (a mail whose sender is not proven, a call from before their number was known) which hold an address or number of theirs
    /// that no other contact has.
    /// </summary>
    private static async Task<List<Named>> TicketsAsync(IntakeDb db, PersonErased e, CancellationToken ct)
    {
        var (tenant, id) = (e.Tenant, e.ContactId);
        var email = await db.Contacts.Where(c => c.Tenant == tenant && c.Id == id && c.Email != null && !db.Contacts.Any(o => o.Tenant == tenant && o.Email == c.Email && o.Id != id))
            .Select(c => c.Email).SingleOrDefaultAsync(ct);
        var numbers = await db.ContactPhones.Where(p => p.Tenant == tenant && p.ContactId == id && !db.ContactPhones.Any(o => o.Tenant == tenant && o.E164 == p.E164 && o.ContactId != id))
            .Select(p => p.E164).ToListAsync(ct);
        return await db.Tickets.AsNoTracking()
            .Where(t => t.Tenant == tenant && t.OpenedAt <= e.OccurredAt
                && (t.ContactId == id || (t.ContactId == null && ((email != null && t.ContactEmail == email) || numbers.Contains(t.ContactPhone!)))))
            .Select(t => new Named(t.Id, t.Number)).ToListAsync(ct);
    }

    private static async Task ForgetContactAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var rows = await db.Contacts.FromSql($"SELECT * FROM contacts WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is not { } contact)
            return;
        await db.ContactPhones.Where(p => p.Tenant == tenant && p.ContactId == id).ExecuteDeleteAsync(ct);
        (contact.Name, contact.Email) = (Erased, null);
        work.Publish(new ContactChanged
        {
            Tenant = tenant, OccurredAt = work.Now, By = Actor.System, ContactId = id, CustomerId = contact.CustomerId, Name = Erased, Email = null, Phones = [], Language = contact.Language,
        });
    }

    private sealed record Named(Guid Id, string Number);
}
