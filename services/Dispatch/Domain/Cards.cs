using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>The ticket as other services need to speak of it.</summary>
public static class Cards
{
    public static TicketCard Of(Ticket t) => new()
    {
        Number = t.Number,
        Subject = t.Subject,
        Channel = t.Channel,
        WorkType = t.WorkType,
        Severity = t.Severity,
        OpenedAt = t.OpenedAt,
        CustomerId = t.CustomerId,
        CustomerName = t.CustomerName,
        ContactId = t.ContactId,
        ContactName = t.ContactName,
        ContactEmail = t.ContactEmail,
        Language = t.Language,
        ProductId = t.ProductId,
        AssetId = t.AssetId,
        TeamId = t.TeamId,
        EngineerId = t.EngineerId,
        EngineerName = t.EngineerName,
        Cycle = t.Cycle,
    };
}
