using System.Globalization;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>Makes the vendor of the book, or finds what an earlier run made: everything is looked up by its name, number or address first.</summary>
public sealed class VendorSetup(GatewayClient gateway, VendorBook book, Settings settings, ProgressLine progress)
{
    private const string ImName = "IM webhook 即时消息 (demo)";
    private const string TelephoneName = "Hotline 400 (demo)";
    private const string ChatName = "Web chat 在线客服 (demo)";

    /// <summary>Makes what is missing and returns the whole.</summary>
    public async Task<Vendor> PrepareAsync(CancellationToken ct)
    {
        var state = DemoState.Load(settings.DemoState);
        state.Save(settings.DemoState);
        var products = await EnsureAsync("/api/v1/products", "products", book.Products, p => p.Name, p => new { code = p.Code, name = p.Name, modules = p.Modules }, ct);
        foreach (var p in book.Products) await gateway.PutAsync($"/api/v1/products/{products[p.Name]}", new { code = p.Code, name = p.Name, modules = p.Modules }, ct);
        await UpdatePromise.EnsureAsync(gateway, ct);
        var teams = await EnsureAsync("/api/v1/teams", "teams", book.Teams, t => t.Name, t => new { name = t.Name, categories = t.Categories, isDefault = t.IsDefault }, ct);
        var accounts = await AccountsAsync(state.Password, ct);
        var engineers = await EnsureAsync("/api/v1/engineers", "engineers", book.Engineers, e => e.Name, e => new
        {
            name = e.Name, email = e.Email, language = e.Language, skills = e.Skills, teamIds = e.Teams.Select(t => teams[t]), accountId = accounts[e.Email], active = true,
        }, ct);
        var customers = await EnsureAsync("/api/v1/customers", "customers", book.Customers, c => c.Name, c => new { name = c.Name, region = c.Region }, ct);
        var codes = book.Products.ToDictionary(p => p.Code, p => products[p.Name]);
        var contacts = await ContactsAsync(customers, ct);
        await ContractsAsync(customers, codes, ct);
        var assets = await AssetsAsync(customers, codes, ct);
        var im = await ChannelAsync(state, "im", ImName, settings.Mailbox is { } sink ? new Uri(sink, "/hooks/demo-im").ToString() : null, ct);
        state = state with { Channels = [.. state.Channels.Where(c => c.Id != im.Id), im] };
        var telephone = await ChannelAsync(state, "cti", TelephoneName, null, ct);
        state = state with { Channels = [.. state.Channels.Where(c => c.Id != telephone.Id), telephone] };
        var chat = await ChannelAsync(state, "chat", ChatName, null, ct);
        (state with { Channels = [im, telephone, chat] }).Save(settings.DemoState);

        var staff = book.Staff.ToDictionary(s => s, s => Person(s.Name, s.Email, s.Language));
        return new Vendor
        {
            Book = book, Gateway = gateway, Products = codes, Assets = assets, Teams = teams, Contacts = contacts, Im = im, Telephone = telephone, Chat = chat,
            Engineers = book.Engineers.ToDictionary(e => engineers[e.Name], e => Person(e.Name, e.Email, e.Language)),
            Agents = [.. staff.Where(s => s.Key.Roles.Contains("agent")).Select(s => s.Value)],
            Dispatchers = [.. staff.Where(s => s.Key.Roles.Contains("dispatcher")).Select(s => s.Value)],
        };

        Persona Person(string name, string email, string language) => new(gateway.Address, name, email, language, state.Password);
    }

    private async Task<Dictionary<string, Guid>> EnsureAsync<T>(string path, string what, IReadOnlyList<T> wanted, Func<T, string> name, Func<T, object> body, CancellationToken ct)
    {
        var known = new Dictionary<string, Guid>();
        await foreach (var item in gateway.ListAsync<NamedView>(path, ct)) known.TryAdd(item.Name, item.Id);
        foreach (var entry in wanted)
        {
            progress.Show(() => $"demo: {what}: {name(entry)}");
            if (!known.ContainsKey(name(entry))) known[name(entry)] = (await gateway.PostAsync<IdView>(path, body(entry), null, ct)).Id;
        }
        return known;
    }

    /// <summary>Accounts by e-mail. Where the password of an account is not known any more, it is set anew.</summary>
    private async Task<Dictionary<string, Guid>> AccountsAsync(string password, CancellationToken ct)
    {
        var known = new Dictionary<string, Guid>();
        await foreach (var account in gateway.ListAsync<AccountView>("/api/v1/accounts?limit=200", ct)) known[account.Email] = account.Id;
        var people = book.Staff.Select(s => (s.Name, s.Email, s.Language, s.Roles))
            .Concat(book.Engineers.Select(e => (e.Name, e.Email, e.Language, Roles: (IReadOnlyList<string>)["engineer"])));
        var found = false;
        foreach (var (name, email, language, roles) in people)
        {
            progress.Show(() => $"demo: accounts: {name}");
            found |= known.ContainsKey(email);
            if (!known.ContainsKey(email))
                known[email] = (await gateway.PostAsync<IdView>("/api/v1/accounts", new { email, name, password, roles, language, mustChangePassword = false }, null, ct)).Id;
        }
        if (found && !await SignIns.WorkAsync(gateway, book.Staff[0].Email, password, ct))
        {
            foreach (var (name, email, _, _) in people)
            {
                progress.Show(() => $"demo: new password for {name}");
                await SignIns.RenewAsync(gateway, known[email], email, password, ct);
            }
        }
        return known;
    }

    private async Task<List<CustomerContact>> ContactsAsync(Dictionary<string, Guid> customers, CancellationToken ct)
    {
        var known = new Dictionary<string, Guid>();
        await foreach (var item in gateway.ListAsync<ContactView>("/api/v1/contacts?limit=200", ct))
            if (item.Email is not null) known[item.Email] = item.Id;
        var contacts = new List<CustomerContact>();
        foreach (var customer in book.Customers)
        {
            foreach (var contact in customer.Contacts)
            {
                progress.Show(() => $"demo: contacts: {contact.Name}");
                var customerId = customers[customer.Name];
                if (!known.TryGetValue(contact.Email, out var id))
                {
                    id = (await gateway.PostAsync<IdView>("/api/v1/contacts", new
                    {
                        customerId, name = contact.Name, email = contact.Email, phones = new[] { contact.Phone }, language = contact.Language,
                    }, null, ct)).Id;
                }
                contacts.Add(new CustomerContact(id, contact, customer, customerId));
            }
        }
        return contacts;
    }

    /// <summary>A contract for each customer, from the beginning of last year to the end of next; the number makes it unique.</summary>
    private async Task ContractsAsync(Dictionary<string, Guid> customers, Dictionary<string, Guid> products, CancellationToken ct)
    {
        var year = TimeProvider.System.GetUtcNow().Year;
        var known = new HashSet<string>();
        await foreach (var contract in gateway.ListAsync<ContractView>("/api/v1/contracts?limit=200", ct)) known.Add(contract.Number);
        foreach (var (customer, n) in book.Customers.Select((c, i) => (c, i + 1)))
        {
            progress.Show(() => $"demo: contracts: {customer.Name}");
            var number = string.Create(CultureInfo.InvariantCulture, $"DEMO-{n:000}");
            if (known.Contains(number)) continue;
            await gateway.PostAsync("/api/v1/contracts", new
            {
                customerId = customers[customer.Name],
                number,
                startsOn = new DateOnly(year - 1, 1, 1),
                endsOn = new DateOnly(year + 1, 12, 31),
                serviceLevel = customer.ServiceLevel,
                productIds = customer.Products.Select(p => products[p]),
            }, null, ct);
        }
    }

    /// <summary>By customer and the product's code.</summary>
    private async Task<Dictionary<(Guid Customer, string Product), Guid>> AssetsAsync(Dictionary<string, Guid> customers, Dictionary<string, Guid> products, CancellationToken ct)
    {
        var assets = new Dictionary<(Guid, string), Guid>();
        var known = new Dictionary<string, Guid>();
        await foreach (var asset in gateway.ListAsync<AssetView>("/api/v1/assets?limit=200", ct)) known[asset.SerialNumber] = asset.Id;
        foreach (var (customer, n) in book.Customers.Select((c, i) => (c, i + 1)))
        {
            foreach (var product in customer.Products)
            {
                progress.Show(() => $"demo: assets: {customer.Name}");
                var serialNumber = string.Create(CultureInfo.InvariantCulture, $"DEMO-{product}-{n:000}");
                var versions = book.Products.First(p => p.Code == product).Versions;
                var body = new { customerId = customers[customer.Name], productId = products[product], serialNumber, name = $"{product} {customer.Name}", version = versions[n % versions.Count] };
                if (!known.TryGetValue(serialNumber, out var id)) id = (await gateway.PostAsync<IdView>("/api/v1/assets", body, null, ct)).Id;
                else await gateway.PutAsync($"/api/v1/assets/{id}", body, ct);
                assets[(customers[customer.Name], product)] = id;
            }
        }

        return assets;
    }

    /// <summary>The channel of an earlier run when its secret is still known, else a new one: a secret is shown once only.</summary>
    private async Task<ChannelAccess> ChannelAsync(DemoState state, string kind, string name, string? outboundUrl, CancellationToken ct)
    {
        progress.Show(() => $"demo: channels: {name}");
        var mine = state.Channels.Where(c => c.Kind == kind).ToDictionary(c => c.Id);
        await foreach (var channel in gateway.ListAsync<IdView>("/api/v1/channels", ct))
            if (mine.TryGetValue(channel.Id, out var known)) return known;
        try
        {
            var created = await gateway.PostAsync<CreatedChannelView>("/api/v1/channels", new { kind, name, outboundUrl }, null, ct);
            return new ChannelAccess(created.Id, kind, created.Secret);
        }
        catch (GatewayException e) when (outboundUrl is not null && e.Code == "channel.outbound-url")
        {
            // This installation sends nothing into private networks: answers stay in the conversation.
            return await ChannelAsync(state, kind, name, null, ct);
        }
    }

    private sealed record AccountView(Guid Id, string Email);

    private sealed record ContactView(Guid Id, string? Email);

    private sealed record ContractView(string Number);

    private sealed record AssetView(Guid Id, string SerialNumber);

    private sealed record CreatedChannelView(Guid Id, string Secret);
}
