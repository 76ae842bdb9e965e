using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Copies;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// Tells the engineer that a run of planned maintenance is due, him and the managers that it is overdue, and the roles that its escalation
/// names that it still is. A run that was completed takes back what waits. The tenant's endpoints hear of all that, of the start and of
/// certificates that end.
/// </summary>
public sealed class OnMaintenanceDue(TicketCopies copies, Composer compose, DeliveryWriter writer)
    : IHandle<MaintenanceRunDue>, IHandle<MaintenanceRunStarted>, IHandle<MaintenanceRunOverdue>, IHandle<MaintenanceRunEscalated>, IHandle<MaintenanceRunCompleted>,
        IHandle<CertificateExpiring>
{
    public async Task HandleAsync(MaintenanceRunDue e, Work work, CancellationToken ct)
    {
        await RunCopies.KeepAsync(work, e, e.Card, ct);
        var notice = MaintenanceNotice.Staff(e.Card, Template.MaintenanceDue, MaintenanceNotice.DueOf(e.Card.RunId, e.Card.From)) with { ValidUntil = e.Card.DueAt };
        // Whoever gets what is late already has to know of it all the more.
        if (e.Given == true) notice = notice with { ValidUntil = null };
        if (e.Claimed == true) await TellOthersAsync(notice, e, e.Card, work, ct);
        else await TellAsync(notice, e, e.Card, Audience.Manager, always: false, null, work, ct);
    }

    public Task HandleAsync(MaintenanceRunOverdue e, Work work, CancellationToken ct) =>
        TellAsync(Standing(MaintenanceNotice.Staff(e.Card, Template.MaintenanceOverdue, MaintenanceNotice.OverdueOf(e.Card.RunId)), e.Started), e, e.Card, Audience.Manager, always: true, new { started = e.Started }, work, ct);

    public Task HandleAsync(MaintenanceRunEscalated e, Work work, CancellationToken ct)
    {
        var notice = Standing(MaintenanceNotice.Staff(e.Card, Template.MaintenanceEscalated, $"{MaintenanceNotice.OverdueOf(e.Card.RunId)}/{e.Card.DueAt.ToUnixTimeSeconds()}/{e.Level}"), e.Started);
        notice = notice with
        {
            Values = new Dictionary<string, string?>(notice.Values) { ["level"] = e.Level.ToString(CultureInfo.InvariantCulture) },
            Words = new Dictionary<string, string>(notice.Words) { ["role"] = $"role.{e.Role}" },
        };
        return TellAsync(notice, e, e.Card, e.Role, always: true, new { level = e.Level, role = e.Role, started = e.Started }, work, ct);
    }

    public async Task HandleAsync(MaintenanceRunCompleted e, Work work, CancellationToken ct)
    {
        await MaintenanceNotice.WithdrawAsync(work, e, e.Card, e.Card.From, ct);
        var known = await copies.ReadAsync(e, null, work, ct, e.Card.TeamId);
        await writer.WriteAsync(work, e, MaintenanceNotice.Webhooks(e, e.Card, known, work, new { verdict = JsonNamingPolicy.CamelCase.ConvertName(e.Verdict.ToString()), late = e.Late, startedAt = e.StartedAt, completedAt = e.CompletedAt }), ct);
    }

    public async Task HandleAsync(MaintenanceRunStarted e, Work work, CancellationToken ct) =>
        await writer.WriteAsync(work, e, MaintenanceNotice.Webhooks(e, e.Card, await copies.ReadAsync(e, null, work, ct, e.Card.TeamId), work), ct);

    public async Task HandleAsync(CertificateExpiring e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        await writer.WriteAsync(work, e,
            [
                .. await CertificateNotice.DraftsAsync(e, known, compose, work, ct),
                .. Composer.WebhooksOfWork(e, null, known, work, new { engineerId = e.EngineerId, certificate = e.Certificate, validUntil = e.ValidUntil, expired = e.Expired, teamIds = e.TeamIds }),
            ], ct);
    }

    /// <param name="always">The role is told also when somebody has the run.</param>
    /// <param name="data">What endpoints are told besides the run.</param>
    private async Task TellAsync(Notice notice, Event e, MaintenanceRunCard card, string role, bool always, object? data, Work work, CancellationToken ct)
    {
        var known = await MaintenanceNotice.KnownAsync(copies, e, card, role, work, ct);
        IReadOnlyList<Person> people = card.EngineerId is null ? SlaNotice.OrNobody(known.Role, role) : [await MaintenanceNotice.EngineerAsync(work, e.Tenant, card, ct), .. always ? known.Role : []];
        await writer.WriteAsync(work, e, [.. compose.To(notice, known, people, work), .. MaintenanceNotice.Webhooks(e, card, known, work, data)], ct);
    }

    /// <summary>Whoever has the run gave it to himself: those hear of it who asked to, and he does not.</summary>
    private async Task TellOthersAsync(Notice notice, Event e, MaintenanceRunCard card, Work work, CancellationToken ct)
    {
        var known = await MaintenanceNotice.KnownAsync(copies, e, card, null, work, ct);
        var others = compose.To(notice, known, [], work).Where(d => d.Person is null || !string.Equals(d.Person, card.EngineerEmail?.Trim(), StringComparison.OrdinalIgnoreCase));
        await writer.WriteAsync(work, e, [.. others, .. MaintenanceNotice.Webhooks(e, card, known, work)], ct);
    }

    private static Notice Standing(Notice notice, bool started) =>
        notice with { Words = new Dictionary<string, string>(notice.Words) { ["stand"] = started ? "maintenance.started" : "maintenance.not-started" } };
}

/// <summary>What messages about runs have in common.</summary>
internal static class MaintenanceNotice
{
    private const string ReadKnown = """
        SELECT coalesce(bool_or(audience = 'customer'), false), coalesce(bool_or(audience <> 'customer'), false) FROM deliveries WHERE tenant = $1 AND source = ANY ($2)
        """;

    /// <summary>The business key of what is told of a window: announced or moved there, it is told once.</summary>
    public static string WindowOf(Guid run, DateTimeOffset from) => $"maintenance-window/{run}/{from.ToUnixTimeSeconds()}";

    public static string DueOf(Guid run, DateTimeOffset from) => $"maintenance-due/{run}/{from.ToUnixTimeSeconds()}";

    public static string OverdueOf(Guid run) => $"maintenance-overdue/{run}";

    /// <summary>To the customer, on the clock of the window's zone.</summary>
    public static Notice Window(MaintenanceRunCard card, string template, string source) => Make(card, template, source) with { Zone = card.Zone };

    /// <summary>To staff, on their own clocks, with the run's address.</summary>
    public static Notice Staff(MaintenanceRunCard card, string template, string source)
    {
        var notice = Make(card, template, source) with { Path = Links.Run(card.RunId) };
        return card.EngineerName is null ? notice with { Words = new Dictionary<string, string>(notice.Words) { ["engineer"] = "unassigned" } } : notice;
    }

    /// <summary>What a notice about a run needs: it speaks under the brand of the run's product.</summary>
    public static async Task<Known> KnownAsync(TicketCopies copies, Event e, MaintenanceRunCard card, string? role, Work work, CancellationToken ct) =>
        await copies.ReadAsync(e, role, work, ct, card.TeamId) with { Common = await BrandReader.OfProductAsync(work, e.Tenant, card.ProductId, ct) };

    public static async Task<Person> EngineerAsync(Work work, string tenant, MaintenanceRunCard card, CancellationToken ct) =>
        new(Audience.Engineer, card.EngineerName, card.EngineerEmail, card.EngineerLanguage, await PeopleReader.ReadAsync(work, tenant, card.EngineerEmail, ct));

    /// <summary>The event for every endpoint that wants it: the run by ids, kind and times, without names of people.</summary>
    public static IEnumerable<Draft> Webhooks(Event e, MaintenanceRunCard card, Known known, Work work, object? data = null) => Composer.WebhooksOfWork(
        e,
        new
        {
            id = card.RunId, planId = card.PlanId, plan = card.PlanName, kind = JsonName(card.Kind), customerId = card.CustomerId, contractId = card.ContractId, contract = card.ContractNumber,
            productId = card.ProductId, assetId = card.AssetId, teamId = card.TeamId, engineerId = card.EngineerId, occursOn = card.OccursOn, zone = card.Zone,
            from = card.From.UtcDateTime, to = card.To.UtcDateTime, dueAt = card.DueAt.UtcDateTime, overdueAt = card.OverdueAt?.UtcDateTime,
        },
        known, work, data);

    /// <summary>Takes back what still waits of a run's window, and says who has been told of it.</summary>
    public static async Task<(bool Customer, bool Staff)> WithdrawAsync(Work work, Event e, MaintenanceRunCard card, DateTimeOffset from, CancellationToken ct)
    {
        string[] sources = [WindowOf(card.RunId, from), DueOf(card.RunId, from)];
        (bool, bool) told;
        await using (var command = new NpgsqlCommand(ReadKnown, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = e.Tenant });
            command.Parameters.Add(new() { Value = sources });
            await using var row = await command.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            told = (row.GetBoolean(0), row.GetBoolean(1));
        }

        await Withdrawal.OfSourcesAsync(work, e, [.. sources, OverdueOf(card.RunId), .. Enumerable.Range(1, 3).Select(level => $"{OverdueOf(card.RunId)}/{card.DueAt.ToUnixTimeSeconds()}/{level}")], ct);
        return told;
    }

    private static Notice Make(MaintenanceRunCard card, string template, string source) => new()
    {
        Source = source,
        Template = template,
        Values = new Dictionary<string, string?>
        {
            ["plan"] = card.PlanName,
            ["customer"] = card.CustomerName,
            ["contract"] = card.ContractNumber,
            ["engineer"] = card.EngineerName,
            ["team"] = card.TeamName,
            ["zone"] = card.Zone,
        },
        Words = new Dictionary<string, string>
        {
            ["what"] = $"maintenance.{JsonName(card.Kind)}",
            ["effect"] = card.Kind is MaintenanceKind.Upgrade or MaintenanceKind.Patch ? "maintenance.interrupts" : "maintenance.quiet",
        },
        Times = new Dictionary<string, DateTimeOffset> { ["from"] = card.From, ["to"] = card.To, ["due"] = card.OverdueAt ?? card.DueAt },
    };

    private static string JsonName(MaintenanceKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
