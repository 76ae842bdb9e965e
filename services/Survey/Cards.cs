using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey;

/// <summary>A ticket whose closing brought a survey or a call.</summary>
/// <param name="ClosedSequence">Where the closing stands in Dispatch's stream.</param>
public sealed record Subject(string Tenant, Guid Ticket, TicketCard Card, long ClosedSequence);

/// <summary>Tickets' cards as they lie in rows.</summary>
internal static class Cards
{
    public static string Write(TicketCard card) => JsonSerializer.Serialize(card, EventJson.Options);

    public static TicketCard Read(string json) =>
        JsonSerializer.Deserialize<TicketCard>(json, EventJson.Options) ?? throw new InvalidOperationException("A row without its ticket's card.");
}
