using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Finds the team and its engineers with their live load in one round trip. Load is counted from the tickets themselves, by a
/// partial index and up to <see cref="Ranking.FullLoad"/>, so that no counter has to be locked or repaired.
/// </summary>
internal sealed class Router(PendingAssignments pending)
{
    private static readonly AssignmentSettings s_usual = new();

    /// <summary>The team for a demand; null when the tenant has no team yet.</summary>
    public Task<Route?> ForDemandAsync(Work work, string tenant, Demand demand, CancellationToken ct) =>
        ReadAsync(work, demand, Command(RouterSql.ByDemand, work, tenant, demand, Text(demand.ProductName)), ct);

    /// <summary>A given team; null when the tenant has none such.</summary>
    public Task<Route?> ForTeamAsync(Work work, string tenant, Guid team, Demand demand, CancellationToken ct) =>
        ReadAsync(work, demand, Command(RouterSql.ByTeam, work, tenant, demand, Id(team)), ct);

    /// <summary>Ranks a route's engineers for a ticket, and counts the choice as load from now on. Where places are set, the chosen one is held.</summary>
    /// <param name="except">Who is not to get it.</param>
    /// <param name="wait">Whether this work holds nobody yet and may wait for the best; else whoever is being given something is passed over.</param>
    public async Task<Choice> ChooseAsync(
        Work work, string tenant, Guid ticket, Route route, Demand demand, DateTimeOffset now, CancellationToken ct, IReadOnlySet<Guid>? except = null, bool wait = false)
    {
        var needs = route.Needs(demand, now, except);
        var candidates = route.Candidates;
        for (var busy = false; ;)
        {
            var choice = pending.Choose(ticket, needs.Class, route.Visible, candidates, c => Ranking.Choose(c, needs, route.Reason(demand)));
            if (route.Settings.Capacity is not { } places || WorkClasses.Free(places, InHand.Full, needs.Class) > 0) return choice;
            if (choice.Engineer is not { } best)
            {
                if (busy) Queue.LookAgain(work, tenant, route.Team.Id);
                return choice;
            }

            var inHand = await Places.HoldAsync(work, tenant, best.Id, wait, ct);
            if (inHand is not null && WorkClasses.Free(places, inHand, needs.Class) > 0) return choice;
            busy |= inHand is null;
            wait = false;
            candidates = [.. candidates.Select(c => c.Engineer.Id == best.Id ? c with { InHand = inHand ?? InHand.Full } : c)];
        }
    }

    /// <summary>A team's people for many choices in one transaction; null when the tenant has no such team.</summary>
    public async Task<Pool?> PoolAsync(Work work, string tenant, Guid team, CancellationToken ct)
    {
        var nothing = new Demand(null, null, null, null, null, null, Channel.Portal, WorkType.Support);
        return await ForTeamAsync(work, tenant, team, nothing, ct) is { } route
            ? new Pool(await WithCalendarAsync(work, tenant, route, ct), pending.Count(route.Visible, route.Candidates)) : null;
    }

    /// <summary>The route with the calendar that its team names, where the team makes offers: their minutes run by it.</summary>
    public static async Task<Route> WithCalendarAsync(Work work, string tenant, Route route, CancellationToken ct)
    {
        if (route is not { Settings: { Mode: AssignmentMode.Offer, Calendar: { } name }, Calendar: null }) return route;
        await using var find = new NpgsqlCommand("SELECT hours FROM calendars WHERE tenant = $1 AND name = $2 LIMIT 1", work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<string> { TypedValue = name } },
        };
        return await find.ExecuteScalarAsync(ct) is string hours ? route with { Calendar = JsonSerializer.Deserialize<OpeningHours>(hours, EventJson.Options) } : route;
    }

    /// <summary>As the queries count it.</summary>
    public static InHand InHandOf(int[] n) => new(n[0], n[1], n[2], n[3]);

    private async Task<Route?> ReadAsync(Work work, Demand demand, NpgsqlBatchCommand find, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        var unseen = pending.Tickets();
        if (unseen.Length > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(RouterSql.Visible) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = unseen } } });
        batch.BatchCommands.Add(find);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        List<Guid> visible = [];
        if (unseen.Length > 0)
        {
            while (await reader.ReadAsync(ct)) visible.Add(reader.GetGuid(0));
            await reader.NextResultAsync(ct);
        }

        if (!await reader.ReadAsync(ct)) return null;
        var team = new TeamRef(reader.GetGuid(0), reader.GetString(1));
        var matchedBy = reader.GetString(2);
        var code = TextOf(reader, 3);
        var settings = Json<TeamSettings>(reader, 4)?.Assignment ?? s_usual;
        var zone = TextOf(reader, 5);
        var today = TenantZone.Today(TenantZone.Of(zone), work.Now);
        var triage = reader.IsDBNull(19) ? 0 : reader.GetInt32(19);
        var region = TextOf(reader, 6);
        List<ExclusionCount> unnamed = [.. Unnamed(code, reader, 21), .. Unnamed(demand.Category, reader, 22)];
        List<Candidate> candidates = [];
        do
        {
            if (!reader.IsDBNull(7)) candidates.Add(Read(reader));
        }
        while (await reader.ReadAsync(ct));
        return new Route(team, matchedBy, code, candidates, visible, settings, region, today) { Zone = zone, TriageVersion = triage, Unnamed = unnamed };
    }

    /// <summary>Those of the team who were counted only, as they lack a skill.</summary>
    private static IEnumerable<ExclusionCount> Unnamed(string? skill, NpgsqlDataReader r, int column)
    {
        if (skill is not null && r.GetInt32(column) is > 0 and var n) yield return new ExclusionCount(Ranking.Without(skill), n);
    }

    private static Candidate Read(NpgsqlDataReader r)
    {
        return new Candidate(
            new EngineerRef(r.GetGuid(7), r.GetString(8), TextOf(r, 9), r.GetString(10)), r.GetFieldValue<string[]>(11), r.GetInt32(12), At(r, 13))
        {
            Profile = Json<Profile>(r, 14) ?? Profile.Empty,
            OffDuty = !r.IsDBNull(15) && r.GetBoolean(15),
            Away = !r.IsDBNull(20) && r.GetBoolean(20),
            ShiftEndsAt = At(r, 16),
            Solved = r.IsDBNull(17) ? 0 : r.GetInt32(17),
            InHand = InHandOf(r.GetFieldValue<int[]>(18)),
        };
    }

    private static NpgsqlBatchCommand Command(string sql, Work work, string tenant, Demand demand, params ReadOnlySpan<NpgsqlParameter> team)
    {
        Guid[] subjects = [.. new[] { demand.CustomerId, demand.AssetId }.OfType<Guid>()];
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                Text(tenant), Id(demand.ProductId), new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now },
                new NpgsqlParameter<Guid[]> { TypedValue = subjects }, Id(demand.CustomerId), Text(demand.Category),
            },
        };
        foreach (var parameter in team) command.Parameters.Add(parameter);
        return command;
    }

    private static T? Json<T>(NpgsqlDataReader r, int column) where T : class =>
        r.IsDBNull(column) ? null : JsonSerializer.Deserialize<T>(r.GetString(column), EventJson.Options);

    private static string? TextOf(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? At(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Id(Guid? value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)value ?? DBNull.Value };
}
