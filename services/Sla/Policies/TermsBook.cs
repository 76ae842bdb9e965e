using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Policies;

/// <summary>Names the terms that a triage chose, so that they can be found again whatever versions came after.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="PolicyVersion">Its version.</param>
/// <param name="Rule">The rule in it.</param>
/// <param name="CalendarVersion">The version of the policy's calendar.</param>
/// <param name="OtherCalendars">The versions of the calendars that single clocks run on, like <c>night=2 weekend=1</c>; null when there are none.</param>
public sealed record TermsReference(string Policy, int PolicyVersion, string Rule, int CalendarVersion, string? OtherCalendars = null);

/// <summary>A tenant's policies and calendars: the newest versions to choose from, older ones when a running clock needs them.</summary>
public sealed class TermsBook
{
    private const string Newest = """
        SELECT DISTINCT ON (name) name, version, definition FROM {0} WHERE tenant = $1 ORDER BY name, version DESC
        """;

    private const string One = "SELECT definition FROM {0} WHERE tenant = $1 AND name = $2 AND version = $3";

    private readonly string _tenant;
    private readonly Dictionary<string, Policy> _policies = [];
    private readonly Dictionary<string, int> _calendarVersions = [];
    private readonly ConcurrentDictionary<(string Name, int Version), Policy> _allPolicies = new();
    private readonly ConcurrentDictionary<(string Name, int Version), WorkCalendar> _allCalendars = new();
    private readonly ConcurrentDictionary<TermsReference, Terms> _terms = new();

    private TermsBook(string tenant, long revision) => (_tenant, Revision) = (tenant, revision);

    /// <summary>The revision of the tenant's row that this book was read at.</summary>
    public long Revision { get; }

    /// <summary>Reads the newest versions.</summary>
    public static async Task<TermsBook> LoadAsync(Work work, string tenant, long revision, CancellationToken ct)
    {
        var book = new TermsBook(tenant, revision);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction)
        {
            BatchCommands = { Select(TenantStore.Calendars), Select(TenantStore.Policies) },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (name, version) = (reader.GetString(0), reader.GetInt32(1));
            book._calendarVersions[name] = version;
            book._allCalendars[(name, version)] = ReadCalendar(name, reader.GetString(2));
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (name, version) = (reader.GetString(0), reader.GetInt32(1));
            book._allPolicies[(name, version)] = book._policies[name] = ReadPolicy(name, version, reader.GetString(2));
        }

        return book;

        NpgsqlBatchCommand Select(string table) => new(Newest.Replace("{0}", table, StringComparison.Ordinal))
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } },
        };
    }

    /// <summary>The newest version of each calendar.</summary>
    public IReadOnlyDictionary<string, int> CalendarVersions => _calendarVersions;

    /// <summary>The newest version of each policy.</summary>
    public IReadOnlyDictionary<string, int> PolicyVersions => _policies.ToDictionary(p => p.Key, p => p.Value.Version);

    /// <summary>True if there is a calendar of this name.</summary>
    public bool HasCalendar(string name) => _calendarVersions.ContainsKey(name);

    /// <summary>True if the newest version of a calendar, which there must be, has opening hours at an instant or after it.</summary>
    public bool IsOpenAfter(string calendar, Instant instant) => _allCalendars[(calendar, _calendarVersions[calendar])].IsOpenAfter(instant);

    /// <summary>True if there is a policy of this name.</summary>
    public bool HasPolicy(string name) => _policies.ContainsKey(name);

    /// <summary>Chooses terms by the newest versions; a reference of null promises nothing.</summary>
    public (TermsReference? Reference, string Explanation) Choose(TicketTraits traits)
    {
        var match = PolicyMatcher.Match(_policies.Values, traits);
        return match is { Policy: { } policy, Rule: { } rule }
            ? (new(policy.Name, policy.Version, rule, _calendarVersions[policy.Calendar], OtherCalendars(policy)), match.Explanation)
            : (null, match.Explanation);
    }

    private string? OtherCalendars(Policy policy)
    {
        var others = policy.Calendars.Skip(1).Order(StringComparer.Ordinal).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}={_calendarVersions[name]}"));
        return string.Join(' ', others) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The terms of a reference, whichever version it names.</summary>
    public async Task<Terms> FindAsync(Work work, TermsReference reference, CancellationToken ct)
    {
        if (_terms.TryGetValue(reference, out var terms))
        {
            return terms;
        }

        var policyKey = (reference.Policy, reference.PolicyVersion);
        if (!_allPolicies.TryGetValue(policyKey, out var policy))
        {
            var text = await ReadOneAsync(work, TenantStore.Policies, reference.Policy, reference.PolicyVersion, ct);
            policy = _allPolicies.GetOrAdd(policyKey, ReadPolicy(reference.Policy, reference.PolicyVersion, text));
        }

        List<CalendarVersion> calendars = [await FindCalendarAsync(work, policy.Calendar, reference.CalendarVersion, ct)];
        foreach (var other in reference.OtherCalendars?.Split(' ') ?? [])
        {
            var (name, version) = (other[..other.LastIndexOf('=')], other[(other.LastIndexOf('=') + 1)..]);
            calendars.Add(await FindCalendarAsync(work, name, int.Parse(version, CultureInfo.InvariantCulture), ct));
        }

        return _terms.GetOrAdd(reference, policy.TermsOf(reference.Rule, calendars));
    }

    private async Task<CalendarVersion> FindCalendarAsync(Work work, string name, int version, CancellationToken ct)
    {
        if (!_allCalendars.TryGetValue((name, version), out var calendar))
        {
            var text = await ReadOneAsync(work, TenantStore.Calendars, name, version, ct);
            calendar = _allCalendars.GetOrAdd((name, version), ReadCalendar(name, text));
        }

        return new(name, version, calendar);
    }

    private async Task<string> ReadOneAsync(Work work, string table, string name, int version, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(One.Replace("{0}", table, StringComparison.Ordinal), work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = _tenant },
                new NpgsqlParameter<string> { TypedValue = name },
                new NpgsqlParameter<int> { TypedValue = version },
            },
        };
        return (string?)await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException($"Version {version} of {name} is not in {table}.");
    }

    private static WorkCalendar ReadCalendar(string name, string text)
    {
        var errors = new List<FieldError>();
        return CalendarReader.Read(JsonSerializer.Deserialize<CalendarDefinition>(text, EventJson.Options)!, errors) ?? throw Unreadable(name, errors);
    }

    private static Policy ReadPolicy(string name, int version, string text)
    {
        var errors = new List<FieldError>();
        return PolicyReader.Read(name, version, JsonSerializer.Deserialize<PolicyDefinition>(text, EventJson.Options)!, errors) ?? throw Unreadable(name, errors);
    }

    private static InvalidOperationException Unreadable(string name, IEnumerable<FieldError> errors) =>
        new($"The stored definition of {name} is not good any more: {string.Join(" ", errors.Select(e => $"{e.Field}: {e.Message}"))}");
}
