using System.Collections.Concurrent;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Replay;

/// <summary>The log's people as they are in the system: found by name, made where missing.</summary>
internal sealed class People(GatewayClient gateway, string language, int parallel)
{
    private readonly ConcurrentDictionary<string, Guid> _teams = new();
    private readonly ConcurrentDictionary<string, Guid> _engineers = new();
    private readonly ConcurrentDictionary<string, Guid> _customers = new();
    private readonly ConcurrentDictionary<string, Guid> _contacts = new();

    public Guid? Team(string? name) => Find(_teams, name);

    public Guid? Engineer(string? name) => Find(_engineers, name);

    public Guid? Contact(string? name) => Find(_contacts, name);

    /// <summary>Makes everybody the plan names.</summary>
    /// <param name="keys">Prefix of the idempotency keys.</param>
    /// <param name="made">Called for each one that is there.</param>
    public async Task PrepareAsync(ReplayPlan plan, string keys, Action<string> made, CancellationToken ct)
    {
        await LoadAsync(_teams, "/api/v1/teams", ct);
        // One after another: a tenant's first team becomes its default, which only one can be.
        foreach (var team in plan.Teams)
            await EachAsync([team], t => t.Name, _teams, t => ("/api/v1/teams", new { name = t.Name, categories = t.Categories.Take(100) }), keys + "team-", made, ct);
        await LoadAsync(_engineers, "/api/v1/engineers?limit=500", ct);
        await EachAsync(plan.Engineers, e => e.Name, _engineers, e => ("/api/v1/engineers", new
        {
            name = e.Name, email = Address(e.Name), language, skills = Array.Empty<string>(), teamIds = e.Teams.Select(t => _teams[t]).Take(100), active = true,
        }), keys + "engineer-", made, ct);
        await LoadAsync(_customers, "/api/v1/customers?limit=200", ct);
        await EachAsync(plan.Callers.Select(c => c.Customer).Distinct(), c => c, _customers, c => ("/api/v1/customers", new { name = c }), keys + "customer-", made, ct);
        await LoadAsync(_contacts, "/api/v1/contacts?limit=200", ct);
        await EachAsync(plan.Callers, c => c.Name, _contacts, c => ("/api/v1/contacts", new
        {
            customerId = _customers[c.Customer], name = c.Name, email = Address(c.Name), phones = Array.Empty<string>(), language,
        }), keys + "contact-", made, ct);
    }

    private async Task LoadAsync(ConcurrentDictionary<string, Guid> known, string path, CancellationToken ct)
    {
        await foreach (var item in gateway.ListAsync<NamedView>(path, ct)) known.TryAdd(item.Name, item.Id);
    }

    private Task EachAsync<T>(
        IEnumerable<T> wanted, Func<T, string> name, ConcurrentDictionary<string, Guid> known, Func<T, (string Path, object Body)> make, string keys,
        Action<string> made, CancellationToken ct) =>
        Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct }, async (item, token) =>
        {
            if (!known.ContainsKey(name(item)))
            {
                var (path, body) = make(item);
                known[name(item)] = (await gateway.PostAsync<IdView>(path, body, keys + Slug(name(item)), token)).Id;
            }
            made(name(item));
        });

    private static Guid? Find(ConcurrentDictionary<string, Guid> known, string? name) => name is not null && known.TryGetValue(name, out var id) ? id : null;

    /// <summary>An address that can reach nobody: .example is reserved.</summary>
    private static string Address(string name) => $"{Slug(name)}@replay.example";

    private static string Slug(string name)
    {
        var words = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        var slug = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (slug.Length is > 0 and <= 40 && name.All(char.IsAscii)) return slug;
        return "p-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..16];
    }
}
