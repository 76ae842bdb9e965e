using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Copies;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// Tells the customer's contacts of a maintenance window in good time, on their own clock, and again when a window they know of was moved or
/// called off. Who was told of the old window is told of the new one at once, and the engineer with them; nobody is told of a window twice.
/// </summary>
public sealed class OnMaintenanceWindow(TicketCopies copies, Composer compose, DeliveryWriter writer)
    : IHandle<MaintenanceWindowAnnounced>, IHandle<MaintenanceRunScheduled>, IHandle<MaintenanceRunCancelled>
{
    private const int MostContacts = 50;

    private const string ReadContacts = """
        SELECT DISTINCT ON (lower(c.email)) c.name, c.email, c.language, row_to_json(p)::text
        FROM contact_copies c LEFT JOIN people p ON p.tenant = c.tenant AND p.address = lower(c.email)
        WHERE c.tenant = $1 AND c.customer_id = $2 AND coalesce(c.email, '') <> ''
        ORDER BY lower(c.email), c.contact_id LIMIT $3
        """;

    public async Task HandleAsync(MaintenanceWindowAnnounced e, Work work, CancellationToken ct)
    {
        await RunCopies.KeepAsync(work, e, e.Card, ct);
        var notice = MaintenanceNotice.Window(e.Card, Template.MaintenanceAnnounced, MaintenanceNotice.WindowOf(e.Card.RunId, e.Card.From)) with { ValidUntil = e.Card.From };
        await writer.WriteAsync(work, e, compose.To(notice, await MaintenanceNotice.KnownAsync(copies, e, e.Card, null, work, ct), await ContactsAsync(work, e.Tenant, e.Card.CustomerId, ct), work), ct);
    }

    public async Task HandleAsync(MaintenanceRunScheduled e, Work work, CancellationToken ct)
    {
        await RunCopies.KeepAsync(work, e, e.Card, ct);
        if (e.PreviousFrom is not { } before || before == e.Card.From) return;
        var known = await MaintenanceNotice.WithdrawAsync(work, e, e.Card, before, ct);
        if (!known.Customer && !known.Staff) return;
        var notice = MaintenanceNotice.Window(e.Card, Template.MaintenanceMoved, MaintenanceNotice.WindowOf(e.Card.RunId, e.Card.From)) with { ValidUntil = e.Card.From };
        notice = notice with
        {
            Values = new Dictionary<string, string?>(notice.Values) { ["reason"] = ByHand(e.Reason) },
            Times = new Dictionary<string, DateTimeOffset>(notice.Times) { ["before"] = before },
        };
        await TellAsync(notice, e, e.Card, known.Customer, work, ct);
    }

    public async Task HandleAsync(MaintenanceRunCancelled e, Work work, CancellationToken ct)
    {
        await RunCopies.KeepAsync(work, e, e.Card, ct);
        var known = await MaintenanceNotice.WithdrawAsync(work, e, e.Card, e.Card.From, ct);
        // A window that is over needs no calling off.
        if ((!known.Customer && !known.Staff) || e.OccurredAt >= e.Card.To) return;
        var notice = MaintenanceNotice.Window(e.Card, Template.MaintenanceCalledOff, $"maintenance-off/{e.Card.RunId}/{e.Card.From.ToUnixTimeSeconds()}") with { ValidUntil = e.Card.To };
        notice = notice with { Values = new Dictionary<string, string?>(notice.Values) { ["reason"] = ByHand(e.Reason) } };
        await TellAsync(notice, e, e.Card, known.Customer, work, ct);
    }

    private async Task TellAsync(Notice notice, Event e, MaintenanceRunCard card, bool customer, Work work, CancellationToken ct)
    {
        var known = await MaintenanceNotice.KnownAsync(copies, e, card, null, work, ct);
        var drafts = customer ? compose.To(notice, known, await ContactsAsync(work, e.Tenant, card.CustomerId, ct), work).ToList() : [];
        if (card.EngineerEmail is not null)
            drafts.AddRange(compose.To(notice with { Path = Links.Run(card.RunId) }, known, await MaintenanceNotice.EngineerAsync(work, e.Tenant, card, ct), work));
        await writer.WriteAsync(work, e, drafts, ct);
    }

    /// <summary>The customer's contacts with an address, or a person without one, so that it is recorded that there was nobody to tell.</summary>
    private static async Task<IReadOnlyList<Person>> ContactsAsync(Work work, string tenant, Guid customer, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadContacts, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = customer });
        command.Parameters.Add(new() { Value = MostContacts });
        var people = new List<Person>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            people.Add(new Person(Audience.Customer, row.GetString(0), row.GetString(1), row.GetString(2), Person.Read(row.IsDBNull(3) ? null : row.GetString(3))));
        return SlaNotice.OrNobody(people, Audience.Customer);
    }

    /// <summary>What somebody wrote; the codes of reasons that nobody wrote are no words for people.</summary>
    private static string? ByHand(string? reason) => reason is "plan-changed" or "plan-ended" or "not-covered" ? null : reason;
}
