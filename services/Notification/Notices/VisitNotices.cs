using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Tells the customer that nobody comes, when they were told that somebody does; what has not gone out of that is taken back.</summary>
public sealed class OnVisitCancelled(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<VisitCancelled>
{
    private const string ReadTold = """
        SELECT facts->'times'->>'from' FROM deliveries
        WHERE tenant = $1 AND ticket_id = $2 AND starts_with(source, $3) AND audience = 'customer' AND state IN ('delivered', 'queued', 'handed-over')
        ORDER BY id DESC LIMIT 1
        """;

    public async Task HandleAsync(VisitCancelled e, Work work, CancellationToken ct)
    {
        var source = $"visit/{e.VisitId}/";
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        await Withdrawal.OfTicketAsync(work, e, source, ct);
        if (await ToldAsync(work, e, source, ct) is not { } from) return;
        var notice = new Notice
        {
            Source = $"visit-off/{e.VisitId}",
            Template = Template.VisitCancelled,
            Values = new Dictionary<string, string?> { ["number"] = ticket.Number, ["subject"] = ticket.Subject, ["reason"] = e.Reason },
            Times = new Dictionary<string, DateTimeOffset> { ["from"] = from },
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, ticket.Contact, work), ct);
    }

    /// <summary>When the visit was to begin, by what the customer was told last; null when they were not.</summary>
    private static async Task<DateTimeOffset?> ToldAsync(Work work, VisitCancelled e, string source, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadTold, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = source });
        return await command.ExecuteScalarAsync(ct) is string from
            ? DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal) : null;
    }
}

/// <summary>Tells the managers that something that was solved is broken again: whoever had solved it is named.</summary>
public sealed class OnSecondRepairFound(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<SecondRepairFound>
{
    public async Task HandleAsync(SecondRepairFound e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = SlaNotice.Make(e, $"second-repair/{e.TicketId}", Template.SecondRepair, null, null, ticket, ("earlier", e.EarlierNumber), ("fault", e.FaultClass));
        notice = notice with { Times = new Dictionary<string, DateTimeOffset> { ["solved"] = e.EarlierResolvedAt } };
        await writer.WriteAsync(work, e, compose.To(notice, known, [.. SlaNotice.OrNobody(known.Role, Audience.Manager), .. known.Watchers], work), ct);
    }
}

/// <summary>Tells an engineer and the managers, 30 days before, that a certificate ends, and again when it has ended.</summary>
internal static class CertificateNotice
{
    private const string ReadLanguage = "SELECT language FROM engineer_copies WHERE tenant = $1 AND engineer_id = $2";

    public static async Task<IEnumerable<Draft>> DraftsAsync(CertificateExpiring e, Known known, Composer compose, Work work, CancellationToken ct)
    {
        var stand = e.Expired ? "ended" : "ends";
        var notice = new Notice
        {
            Source = $"certificate/{e.EngineerId}/{TicketCopies.Sequence(e)}",
            Template = Template.CertificateExpiring,
            Values = new Dictionary<string, string?>
            {
                ["engineer"] = e.EngineerName,
                ["certificate"] = e.Certificate,
                ["day"] = e.ValidUntil.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            },
            Words = new Dictionary<string, string> { ["stand"] = $"certificate.{stand}", ["effect"] = $"certificate.{stand}.effect" },
            Path = Links.Engineer(e.EngineerId),
        };
        string? language;
        await using (var command = new NpgsqlCommand(ReadLanguage, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = e.Tenant });
            command.Parameters.Add(new() { Value = e.EngineerId });
            language = await command.ExecuteScalarAsync(ct) as string;
        }
        var engineer = new Person(Audience.Engineer, e.EngineerName, e.EngineerEmail, language, await PeopleReader.ReadAsync(work, e.Tenant, e.EngineerEmail, ct));
        return compose.To(notice, known, [engineer, .. known.Role], work);
    }
}
