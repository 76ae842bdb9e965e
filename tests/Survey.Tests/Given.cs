using ServiceMesh.Contracts;

namespace ServiceMesh.Survey.Tests;

/// <summary>Events as Dispatch would publish them.</summary>
internal static class Given
{
    public static TicketClosed Closed(
        string language = "en", string? email = "wei@example.com", Guid? contact = null, string subject = "ERP does not start", int cycle = 1, string tenant = "default", int severity = 2) => new()
        {
            Tenant = tenant,
            TicketId = Guid.CreateVersion7(),
            OccurredAt = DateTimeOffset.UtcNow,
            ResolvedAt = DateTimeOffset.UtcNow.AddHours(-1),
            Card = Card(language, email, contact ?? Guid.CreateVersion7(), subject, cycle, severity),
        };

    public static TicketReopened Reopened(TicketClosed closed) => new()
    {
        Tenant = closed.Tenant,
        TicketId = closed.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        WasClosed = true,
        Card = closed.Card,
    };

    public static FormUrlEncodedContent Form(string? score = "5", string? solved = "yes", string? comment = null) =>
        new(new[] { ("score", score), ("solved", solved), ("comment", comment) }
            .Where(f => f.Item2 is not null).Select(f => new KeyValuePair<string, string>(f.Item1, f.Item2!)));

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));

    /// <summary>The invitation reached its receiver.</summary>
    public static SurveyDelivered Delivered(TicketClosed closed) => new()
    {
        Tenant = closed.Tenant,
        TicketId = closed.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        DeliveryId = Guid.CreateVersion7(),
        Channel = "email",
    };

    private static TicketCard Card(string language, string? email, Guid contact, string subject, int cycle, int severity) => new()
    {
        Number = "T-20261122-000123",
        Subject = subject,
        Channel = Channel.Portal,
        WorkType = WorkType.Support,
        Severity = severity,
        OpenedAt = DateTimeOffset.UtcNow.AddHours(-5),
        CustomerName = "Huaxin Textiles",
        ContactId = contact,
        ContactName = "Li Wei",
        ContactEmail = email,
        Language = language,
        Cycle = cycle,
    };
}
