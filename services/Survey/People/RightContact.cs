using System.Text.Json;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.People;

/// <summary>Who reported a ticket, as staff corrected it last.</summary>
/// <param name="ContactEmail">Null when there is none.</param>
internal sealed record RightContact(Guid ContactId, string ContactName, string? ContactEmail, Guid CustomerId, string CustomerName, string Language, Guid? AssetId)
{
    private const string Find = """
        SELECT c.body::text, e.at FROM (VALUES (1)) one
        LEFT JOIN ticket_corrections c ON c.tenant = $1 AND c.ticket_id = $2
        LEFT JOIN erased_people e ON e.tenant = $1 AND e.contact_id = coalesce(c.contact_id, $3)
        """;

    public static RightContact Of(TicketContactChanged e) => new(e.ContactId, e.ContactName, e.ContactEmail, e.CustomerId, e.CustomerName, e.Language, e.AssetId);

    public string Write() => JsonSerializer.Serialize(this, EventJson.Options);

    /// <summary>The card with this contact; who served stays as it was frozen.</summary>
    public TicketCard On(TicketCard card) => card with
    {
        ContactId = ContactId, ContactName = ContactName, ContactEmail = ContactEmail, CustomerId = CustomerId, CustomerName = CustomerName, Language = Language, AssetId = AssetId,
    };

    /// <summary>
    /// The card as it is known here: with the right contact, whatever Dispatch knew when it told of the closing, and without anything of a person who was
    /// erased after the ticket was opened.
    /// </summary>
    public static async Task<TicketCard> KnownAsync(string tenant, Guid ticket, TicketCard card, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = tenant }, new() { Value = ticket }, new() { Value = card.ContactId ?? Guid.Empty } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        if (!row.IsDBNull(0)) card = JsonSerializer.Deserialize<RightContact>(row.GetString(0), EventJson.Options)!.On(card);
        return !row.IsDBNull(1) && row.GetFieldValue<DateTimeOffset>(1) >= card.OpenedAt ? Erased(card) : card;
    }

    /// <summary>The card without what names the person or was written by them.</summary>
    public static TicketCard Erased(TicketCard card) => card with { ContactName = null, ContactEmail = null, Subject = card.Number };
}
