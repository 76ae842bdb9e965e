using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Reads who hears of a ticket or maintenance run by the tenant's rules; asked only where there are rules.</summary>
internal static class SubscriberReader
{
    private const int Most = 200;

    private const string Read = """
        SELECT r.role, NULL::uuid, a.name, a.email, a.language, row_to_json(p)::text
        FROM account_copies a JOIN unnest($2::text[]) AS r(role) ON r.role = ANY (a.roles)
        LEFT JOIN people p ON p.tenant = a.tenant AND p.address = lower(a.email)
        WHERE a.tenant = $1 AND a.active
        UNION ALL
        SELECT 'team', r.team, e.name, e.email, e.language, row_to_json(p)::text
        FROM engineer_copies e JOIN unnest($3::uuid[]) AS r(team) ON r.team = ANY (e.team_ids)
        LEFT JOIN people p ON p.tenant = e.tenant AND p.address = lower(e.email)
        WHERE e.tenant = $1 AND e.active AND e.email IS NOT NULL
        LIMIT $4
        """;

    public static async Task<IReadOnlyList<Subscriber>> ReadAsync(Work work, string tenant, Known known, Guid? team, CancellationToken ct)
    {
        var rules = known.Settings.Rules.Where(r => r.Fits(team, known.Ticket?.Severity)).ToList();
        if (rules.Count == 0) return [];
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = rules.Select(r => r.Role).OfType<string>().Distinct().ToArray() });
        command.Parameters.Add(new() { Value = rules.Select(r => r.TeamId).OfType<Guid>().Distinct().ToArray() });
        command.Parameters.Add(new() { Value = Most });
        var subscribers = new List<Subscriber>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var (audience, member) = (row.GetString(0), row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1));
            var person = new Person(audience == Audience.Engineer ? Audience.Colleague : audience, row.GetString(2), row.GetString(3), row.GetString(4), Person.Read(row.IsDBNull(5) ? null : row.GetString(5)));
            subscribers.Add(new Subscriber(person, [.. rules.Where(r => member is null ? r.Role == audience : r.TeamId == member).SelectMany(r => r.Templates).Distinct()]));
        }
        return subscribers;
    }
}
