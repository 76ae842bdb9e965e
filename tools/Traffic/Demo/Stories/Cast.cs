using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Somebody with an account.</summary>
public sealed record Member(Guid AccountId, string Email, Persona Persona)
{
    public string Name => Persona.Name;
}

/// <summary>An engineer, with the account he signs in by.</summary>
public sealed record Colleague(Guid Id, Member Member)
{
    public string Name => Member.Name;

    public Persona Persona => Member.Persona;
}

/// <summary>A customer with one contact.</summary>
public sealed record Client(Guid Id, string Name, Guid ContactId, string ContactName, string Email, string Phone, string Language);

/// <summary>The people, customers, products and teams of the stories: made, or found by name from an earlier run. One at a time, so that stories may share them.</summary>
/// <param name="gateway">A client with all staff roles.</param>
/// <param name="password">Everybody's password.</param>
public sealed class Cast(GatewayClient gateway, string password) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Member> _members = [];
    private Dictionary<string, Guid>? _accounts;

    /// <summary>A product of the vendor's book, by its code.</summary>
    public Task<Guid> ProductAsync(string code, CancellationToken ct)
    {
        var product = VendorBook.Default.Products.First(p => p.Code == code);
        return TakeTurnAsync(() => NamedAsync("/api/v1/products?limit=200", product.Name, "/api/v1/products", new { code, name = product.Name, modules = product.Modules }, ct), ct);
    }

    /// <summary>A customer with a contact.</summary>
    public Task<Client> ClientAsync(string name, string region, string contact, string email, string phone, string language, CancellationToken ct) => TakeTurnAsync(async () =>
    {
        var id = await NamedAsync("/api/v1/customers?limit=200", name, "/api/v1/customers", new { name, region }, ct);
        ContactView? known = null;
        await foreach (var one in gateway.ListAsync<ContactView>("/api/v1/contacts?limit=200", ct))
            if (string.Equals(one.Email, email, StringComparison.OrdinalIgnoreCase)) known = one;
        var contactId = known?.Id ?? (await gateway.PostAsync<IdView>("/api/v1/contacts", new { customerId = id, name = contact, email, phones = new[] { phone }, language }, null, ct)).Id;
        return new Client(id, name, contactId, contact, email, phone, language);
    }, ct);

    /// <summary>A contract of this year and next; its number makes it unique.</summary>
    public Task<Guid> ContractAsync(Client client, string number, string serviceLevel, IReadOnlyList<Guid> products, CancellationToken ct) => TakeTurnAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(client);
        await foreach (var one in gateway.ListAsync<ContractView>($"/api/v1/contracts?customerId={client.Id}", ct))
            if (one.Number == number) return one.Id;
        var year = TimeProvider.System.GetUtcNow().Year;
        return (await gateway.PostAsync<IdView>("/api/v1/contracts", new
        {
            customerId = client.Id, number, startsOn = new DateOnly(year, 1, 1), endsOn = new DateOnly(year + 1, 12, 31), serviceLevel, productIds = products,
        }, null, ct)).Id;
    }, ct);

    /// <summary>A team that the category leads to.</summary>
    public Task<Guid> TeamAsync(string name, string category, CancellationToken ct) =>
        TakeTurnAsync(() => NamedAsync("/api/v1/teams", name, "/api/v1/teams", new { name, categories = new[] { category }, isDefault = false }, ct), ct);

    /// <summary>Somebody of the staff, or a customer who may sign in.</summary>
    public Task<Member> MemberAsync(string name, string email, string language, string role, CancellationToken ct, Guid? contactId = null) =>
        TakeTurnAsync(() => AccountAsync(name, email, language, role, contactId, ct), ct);

    /// <summary>An engineer of a team.</summary>
    public Task<Colleague> EngineerAsync(string name, string email, string language, Guid team, CancellationToken ct) => TakeTurnAsync(async () =>
    {
        var member = await AccountAsync(name, email, language, "engineer", null, ct);
        var id = await NamedAsync("/api/v1/engineers?limit=200", name, "/api/v1/engineers", new
        {
            name, email, language, skills = Array.Empty<string>(), teamIds = new[] { team }, accountId = member.AccountId, active = true,
        }, ct);
        return new Colleague(id, member);
    }, ct);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var member in _members.Values) member.Persona.Dispose();
        _turn.Dispose();
    }

    private async Task<Member> AccountAsync(string name, string email, string language, string role, Guid? contactId, CancellationToken ct)
    {
        if (_members.TryGetValue(email, out var met)) return met;
        if (_accounts is null)
        {
            _accounts = new(StringComparer.OrdinalIgnoreCase);
            await foreach (var account in gateway.ListAsync<AccountView>("/api/v1/accounts?limit=200", ct)) _accounts[account.Email] = account.Id;
        }
        if (!_accounts.TryGetValue(email, out var id))
        {
            id = (await gateway.PostAsync<IdView>("/api/v1/accounts", new { email, name, password, roles = new[] { role }, language, contactId, mustChangePassword = false }, null, ct)).Id;
            _accounts[email] = id;
        }
        else if (!await SignIns.WorkAsync(gateway, email, password, ct))
        {
            await SignIns.RenewAsync(gateway, id, email, password, ct);
        }
        return _members[email] = new Member(id, email, new Persona(gateway.Address, name, email, language, password));
    }

    /// <summary>By its name, else made.</summary>
    private async Task<Guid> NamedAsync(string list, string name, string path, object body, CancellationToken ct)
    {
        await foreach (var item in gateway.ListAsync<NamedView>(list, ct))
            if (item.Name == name) return item.Id;
        return (await gateway.PostAsync<IdView>(path, body, null, ct)).Id;
    }

    private async Task<T> TakeTurnAsync<T>(Func<Task<T>> deed, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await deed();
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record AccountView(Guid Id, string Email);

    private sealed record ContactView(Guid Id, string? Email);

    private sealed record ContractView(Guid Id, string Number);
}
