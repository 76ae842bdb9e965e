using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// The same escalation reaches a person as a page and as a notice to their role, in either order, and after an outage the same look also tells
/// of the breach. They are told once: the page, which asks them to act, takes the others' place.
/// </summary>
internal static class Pages
{
    /// <summary>Pages and notices of one ticket that are no further apart speak of the same.</summary>
    private static readonly TimeSpan s_same = TimeSpan.FromMinutes(5);

    private const string Paged = """
        SELECT DISTINCT person FROM deliveries
        WHERE ticket_id = $1 AND tenant = $2 AND template = 'on-call-paged' AND created_at > $3 AND person IS NOT NULL AND state <> 'dropped'
        """;

    private const string Replace = """
        WITH gone AS (
            UPDATE deliveries SET state = 'dropped', failure = $5, finished_at = $4, next_attempt_at = NULL,
                history = history || jsonb_build_array(jsonb_build_object('at', $4, 'what', 'dropped', 'reason', $5))
            WHERE ticket_id = $1 AND tenant = $2 AND (template = 'sla-escalated' OR source LIKE 'found/%/paged') AND person = $3 AND state IN ('queued', 'held') AND created_at > $6
            RETURNING id, channel, audience, template),
        unheld AS (DELETE FROM held_deliveries WHERE delivery_id IN (SELECT id FROM gone)),
        seen AS (
            UPDATE person_notices SET read_at = $4
            WHERE tenant = $2 AND person = $3 AND ticket_id = $1 AND (template = 'sla-escalated' OR source LIKE 'found/%/paged') AND read_at IS NULL
                AND created_at > $6)
        SELECT id, channel, audience, template FROM gone
        """;

    /// <summary>Whether a page follows from it: Dispatch pages whomever a level names but the customer.</summary>
    public static bool Follow(FoundLevel level) => level is { Kind: FoundKind.Escalation, Role: { } role } && role != Audience.Customer;

    /// <summary>Whether accounts have such a role: all that a ladder may name besides are people whom Dispatch finds.</summary>
    public static bool HasAccounts(string role) => role == Audience.Customer || Roles.Staff.Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>The business key of what was found together; it says whether pages follow, which take its place.</summary>
    public static string SourceOf(TicketEvent e, FoundTogether together, bool pages) => $"found/{e.TicketId}/{together.Key}{(pages ? "/paged" : "")}";

    /// <summary>Who was paged for this ticket just now, by address in lower case.</summary>
    public static async Task<HashSet<string>> RecentAsync(Work work, TicketEvent e, CancellationToken ct)
    {
        await LockAsync(work, e, ct);
        await using var command = new NpgsqlCommand(Paged, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = work.Now - s_same, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var paged = new HashSet<string>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) paged.Add(row.GetString(0));
        return paged;
    }

    /// <summary>Takes back what still waits for the person who is paged now, with the reason kept.</summary>
    public static async Task ReplaceAsync(Work work, OnCallPaged e, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(e.Person.Email)) return;
        await LockAsync(work, e, ct);
        await using var command = new NpgsqlCommand(Replace, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.Person.Email.Trim().ToLowerInvariant() });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = DropReason.Paged });
        command.Parameters.Add(new() { Value = work.Now - s_same, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            work.Cancel(SendTimer.Kind, row.GetGuid(0).ToString("N"));
            work.Publish(OutcomeEvents.Dropped(
                row.GetGuid(0), e.Tenant, e.TicketId, row.GetString(1), row.GetString(3), row.GetString(2), DropReason.Paged, work.Now));
        }
    }

    /// <summary>One after the other, also in two processes: the second sees what the first has written.</summary>
    private static async Task LockAsync(Work work, TicketEvent e, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM ticket_copies WHERE tenant = $1 AND ticket_id = $2 FOR UPDATE", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What is left to tell of an escalation, or of a look that found one: somebody paged already gets a record of it only.</summary>
    public static IEnumerable<Draft> Without(IEnumerable<Draft> drafts, HashSet<string> paged, TimeSpan pageFirst, DateTimeOffset now)
    {
        foreach (var draft in drafts)
        {
            if (draft.Person is not null && paged.Contains(draft.Person))
            {
                if (draft.Channel != DeliveryChannels.InApp) yield return draft with { DropReason = draft.DropReason ?? DropReason.Paged };
            }
            else
            {
                yield return draft.Channel == DeliveryChannels.Robot ? draft : draft.PendingFor(pageFirst, now);
            }
        }
    }
}
