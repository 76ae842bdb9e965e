using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Faults;

/// <summary>What the services' databases hold: how many of everything.</summary>
internal sealed class Databases(RunningMesh mesh)
{
    public static readonly string[] Services = ["gateway", "intake", "dispatch", "sla", "notification", "survey", "insight"];

    // Each fact of a ticket has a row; these happen once to each ticket here.
    private static readonly string[] s_once = ["triaged", "agentMessage", "resolved", "closed"];

    private static readonly string[] s_toldOnce = ["ticket-opened", "ticket-assigned", "agent-message", "ticket-resolved", "survey-invitation"];

    // Nobody is told any more that a closed ticket is theirs, or late.
    private const string Overtaken = "template IN ('ticket-assigned', 'sla-breached') AND state = 'dropped' AND failure = 'no-longer-true'";
    private const string Breaches = "deliveries WHERE template = 'sla-breached' AND audience = 'engineer'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every outbox is empty, nothing waits for its turn again, everybody was told of every ticket, and Insight has heard of all of it.</summary>
    public async Task<bool> AreAtRestAsync(int tickets)
    {
        foreach (var service in Services)
        {
            if (await CountAsync(service, "messaging.outbox") > 0) return false;
            if (await CountAsync(service, "messaging.timers WHERE kind = 'messaging.redeliver'") > 0) return false;
        }
        // What still lies in the broker's queues shows in no table: that everybody was told of everything shows that they are empty.
        foreach (var template in s_toldOnce)
        {
            if (await CountAsync("notification", $"deliveries WHERE template = '{template}'") < tickets) return false;
        }
        return await CountAsync("survey", "surveys") == tickets
            && await CountAsync("notification", "deliveries WHERE state NOT IN ('delivered', 'failed', 'dropped')") == 0
            && await CountAsync("insight", "timeline WHERE type = 'NotificationDelivered'") == await CountAsync("notification", "deliveries WHERE state = 'delivered'")
            && await CountAsync("insight", "timeline WHERE type = 'SlaBreached'") == await CountAsync("sla", "breaches");
    }

    /// <summary>Every ticket is there, worked and clocked once.</summary>
    public async Task AreRightAsync(IReadOnlyCollection<Entry> tickets)
    {
        await IsAsync(tickets.Count, "intake", "tickets");
        await IsAsync(tickets.Count, "intake", "(SELECT DISTINCT number FROM tickets) numbers");
        await IsAsync(tickets.Count, "intake", "messages WHERE kind = 'agent'");
        await IsAsync(tickets.Count, "dispatch", "tickets WHERE state = 'closed'");
        await IsAsync(tickets.Count, "dispatch", "tickets");
        await IsAsync(tickets.Count, "survey", "surveys");
        await IsAsync(tickets.Count, "survey", "(SELECT DISTINCT ticket_id FROM surveys) surveyed");
        await ClocksAreRightAsync(tickets);
        foreach (var template in s_toldOnce)
        {
            await IsAsync(tickets.Count, "notification", $"deliveries WHERE template = '{template}'");
            await IsAsync(tickets.Count, "notification", $"(SELECT DISTINCT ticket_id FROM deliveries WHERE template = '{template}') told");
        }
        var hurried = tickets.Count(t => t.Hurried);
        // Whose diagnosis is missed before it has an engineer here is told to the managers alone.
        await IsAsync(hurried, "notification", "(SELECT DISTINCT ticket_id FROM deliveries WHERE template = 'sla-breached') told");
        await IsAsync(0, "notification", $"(SELECT FROM {Breaches} GROUP BY ticket_id, channel HAVING count(*) > 1) twice");
        // Managers who have no account here are nobody who could have been told.
        var untold = await GroupsAsync(
            "notification", $"deliveries WHERE (template IN ('{string.Join("', '", s_toldOnce)}') OR template = 'sla-breached' AND audience = 'engineer') AND state <> 'delivered' AND NOT ({Overtaken})",
            "concat_ws(' ', template, audience, channel, state, failure)");
        Assert.True(untold.Count == 0, string.Join("; ", untold));
    }

    /// <summary>Assignments and breaches of which the engineer was told before the ticket was closed.</summary>
    public async Task<(long Assignments, long Breaches)> ToldAsync() =>
        (await CountAsync("notification", "deliveries WHERE template = 'ticket-assigned' AND state = 'delivered'"), await CountAsync("notification", $"{Breaches} AND state = 'delivered'"));

    private async Task ClocksAreRightAsync(IReadOnlyCollection<Entry> tickets)
    {
        var hurried = tickets.Count(t => t.Hurried);
        Assert.True(hurried > 0);
        await IsAsync(tickets.Count, "sla", "tickets");
        foreach (var kind in s_once)
        {
            await IsAsync(tickets.Count, "sla", $"facts WHERE kind = '{kind}'");
            await IsAsync(tickets.Count, "sla", $"(SELECT DISTINCT ticket_id FROM facts WHERE kind = '{kind}') told");
        }
        // Nothing runs any more, so nothing is armed.
        await IsAsync(0, "sla", "tickets WHERE next_at IS NOT NULL");
        await IsAsync(0, "sla", "messaging.timers WHERE kind = 'sla-clock'");
        // The missed diagnosis, once; its levels, each once; and nothing of any other clock.
        await IsAsync(hurried, "sla", "breaches WHERE clock = 'diagnosis' AND cycle = 1");
        await IsAsync(hurried, "sla", "breaches");
        await IsAsync(hurried, "sla", "(SELECT DISTINCT ticket_id FROM breaches) missed");
        await IsAsync(0, "sla", "levels WHERE clock <> 'diagnosis' OR cycle <> 1");
        await IsAsync(hurried, "sla", "(SELECT DISTINCT ticket_id FROM levels) levelled");
        await IsAsync(0, "sla", "(SELECT FROM levels GROUP BY ticket_id, threshold HAVING count(*) > 1) twice");
        await IsAsync(
            await CountAsync("insight", "timeline WHERE type IN ('SlaWarned', 'SlaBreached', 'SlaEscalated')"), "sla", "levels WHERE skipped_because IS NULL");
    }

    private async Task IsAsync(long expected, string service, string what)
    {
        var count = await CountAsync(service, what);
        Assert.True(count == expected, $"{service}: {count} instead of {expected} {what}");
    }

    private async Task<List<string>> GroupsAsync(string service, string what, string by)
    {
        await using var connection = new NpgsqlConnection(mesh.Database(service));
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"SELECT {by}, count(*) FROM {what} GROUP BY 1", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var groups = new List<string>();
        while (await reader.ReadAsync(Ct)) groups.Add($"{reader.GetInt64(1)} x {reader.GetString(0)}");
        return groups;
    }

    private async Task<long> CountAsync(string service, string what)
    {
        await using var connection = new NpgsqlConnection(mesh.Database(service));
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {what}", connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
