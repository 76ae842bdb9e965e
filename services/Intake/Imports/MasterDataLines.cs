using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Assets;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Customers;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.ServiceContracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Imports;

/// <summary>Customers, recognised by name.</summary>
internal sealed class CustomerLines : IImportLines
{
    public IReadOnlyList<string> Columns { get; } = ["name", "region"];
    public IReadOnlyList<string> Required { get; } = ["name"];

    public async Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct)
    {
        var request = ImportLine.Checked(new CustomerRequest(line.Needed("name"), line.Text("region")));
        line.Once(keys, "name", request.Name);
        var db = work.Db<IntakeDb>();
        var id = await Lookup.CustomerOrNoneAsync(db, caller.Tenant, request.Name, "name", ct);
        var row = id is null
            ? db.Customers.Add(new CustomerRow { Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), Name = "", CreatedAt = work.Now }).Entity
            : await db.Customers.SingleAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct);
        CustomerEndpoints.Set(row, request, caller, work);
        return id is null;
    }
}

/// <summary>Contacts, recognised by e-mail address, else by name, within their customer.</summary>
internal sealed class ContactLines : IImportLines
{
    public IReadOnlyList<string> Columns { get; } = ["customer", "name", "email", "phones", "language"];
    public IReadOnlyList<string> Required { get; } = ["customer", "name"];

    public async Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var customer = await Lookup.CustomerAsync(db, caller.Tenant, line.Needed("customer"), ct);
        var request = ImportLine.Checked(new ContactRequest(customer, line.Needed("name"), line.Text("email"), line.List("phones"), line.Text("language")));
        line.Once(keys, request.Email is null ? "name" : "email", $"{customer}/{request.Email ?? request.Name}");
        var email = request.Email?.ToLowerInvariant();
        var found = await db.Contacts.Where(c => c.Tenant == caller.Tenant && c.CustomerId == customer && (email != null ? c.Email == email : c.Name == request.Name))
            .OrderBy(c => c.Id).Take(2).ToListAsync(ct);
        if (found.Count > 1)
            throw new ImportFault(ImportWords.TwoOfThatName, "name");
        if (found is [var known])
            await db.ContactPhones.Where(p => p.Tenant == caller.Tenant && p.ContactId == known.Id).ExecuteDeleteAsync(ct);
        var row = found.FirstOrDefault()
            ?? new ContactRow { Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), CustomerId = customer, Name = "", Language = "", CreatedAt = work.Now };
        await ContactEndpoints.SetAsync(row, request, caller, work, ct);
        return found.Count == 0;
    }
}

/// <summary>Assets, recognised by serial number.</summary>
internal sealed class AssetLines : IImportLines
{
    public IReadOnlyList<string> Columns { get; } = ["customer", "product", "serialNumber", "name", "version", "location"];
    public IReadOnlyList<string> Required { get; } = ["customer", "product", "serialNumber"];

    public async Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var customer = await Lookup.CustomerAsync(db, caller.Tenant, line.Needed("customer"), ct);
        var product = (await Lookup.ProductsAsync(db, caller.Tenant, "product", [line.Needed("product")], ct))[0];
        var request = ImportLine.Checked(new AssetRequest(customer, product, line.Needed("serialNumber"), line.Text("name"), line.Text("version"), line.Text("location")));
        line.Once(keys, "serialNumber", request.SerialNumber);
        var known = await db.Assets.SingleOrDefaultAsync(a => a.Tenant == caller.Tenant && a.SerialNumber == request.SerialNumber, ct);
        // A file from before versions were kept leaves them as they are.
        request = request with { Version = request.Version ?? known?.Version };
        var row = known ?? new AssetRow
        {
            Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), CustomerId = customer, ProductId = product, SerialNumber = "", CreatedAt = work.Now,
        };
        await AssetEndpoints.SetAsync(row, request, caller, work, ct);
        return known is null;
    }
}

/// <summary>Contracts, recognised by number.</summary>
internal sealed class ContractLines : IImportLines
{
    public IReadOnlyList<string> Columns { get; } =
    [
        "customer", "number", "startsOn", "endsOn", "serviceLevel", "products", "assets", "monthlyFee", "currency", "casePrice",
        "monthlyCreditCapPercent", "plan", "channels", "caseLimit", "visitLimit", "upgradesIncluded", "endOfSupport",
    ];

    public IReadOnlyList<string> Required { get; } = ["customer", "number", "startsOn", "endsOn", "serviceLevel"];

    public async Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var customer = await Lookup.CustomerAsync(db, caller.Tenant, line.Needed("customer"), ct);
        var request = ImportLine.Checked(new ContractRequest(
            customer, line.Needed("number"), Day(line, "startsOn"), Day(line, "endsOn"), line.Needed("serviceLevel"),
            await Lookup.ProductsAsync(db, caller.Tenant, "products", line.List("products"), ct),
            await Lookup.AssetsAsync(db, caller.Tenant, line.List("assets"), ct),
            line.Amount("monthlyFee"), line.Text("currency"), line.Amount("casePrice"), line.Amount("monthlyCreditCapPercent"), line.Text("plan"),
            line.Text("channels") is null ? null : [.. line.List("channels").Select(ReadChannel)],
            line.Count("caseLimit"), line.YesNo("upgradesIncluded"), line.Day("endOfSupport"), line.Count("visitLimit")));
        line.Once(keys, "number", request.Number);
        var known = await db.Contracts.SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Number == request.Number, ct);
        var row = known ?? new ContractRow
        {
            Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), CustomerId = customer, Number = "", StartsOn = request.StartsOn, EndsOn = request.EndsOn,
            ServiceLevel = "", ProductIds = [], CreatedAt = work.Now,
        };
        await ContractEndpoints.SetAsync(row, request, caller, work, ct);
        return known is null;
    }

    private static DateOnly Day(ImportLine line, string column) => line.Day(column) ?? throw new ImportFault(ImportWords.Empty, column);

    private static Channel ReadChannel(string word) => word.All(char.IsAsciiLetter) && Enum.TryParse<Channel>(word, ignoreCase: true, out var channel)
        ? channel
        : throw new ImportFault(ImportWords.Channel, "channels", "hotline, im, chat, portal, email, api");
}

/// <summary>Finds what a line names by what people call it.</summary>
internal static class Lookup
{
    public static async Task<Guid> CustomerAsync(IntakeDb db, string tenant, string name, CancellationToken ct) =>
        await CustomerOrNoneAsync(db, tenant, name, "customer", ct) ?? throw new ImportFault(ImportWords.Unknown, "customer");

    public static async Task<Guid?> CustomerOrNoneAsync(IntakeDb db, string tenant, string name, string column, CancellationToken ct)
    {
        var found = await db.Customers.AsNoTracking().Where(c => c.Tenant == tenant && c.Name == name).OrderBy(c => c.Id).Select(c => c.Id).Take(2).ToListAsync(ct);
        return found.Count switch { 0 => null, 1 => found[0], _ => throw new ImportFault(ImportWords.TwoOfThatName, column) };
    }

    public static async Task<Guid[]> ProductsAsync(IntakeDb db, string tenant, string column, IReadOnlyList<string> codes, CancellationToken ct)
    {
        var wanted = codes.Distinct(StringComparer.Ordinal).ToArray();
        var found = wanted.Length == 0 ? [] : await db.Products.AsNoTracking().Where(p => p.Tenant == tenant && wanted.Contains(p.Code)).Select(p => p.Id).ToArrayAsync(ct);
        return found.Length == wanted.Length ? found : throw new ImportFault(ImportWords.Unknown, column);
    }

    public static async Task<Guid[]> AssetsAsync(IntakeDb db, string tenant, IReadOnlyList<string> serials, CancellationToken ct)
    {
        var wanted = serials.Distinct(StringComparer.Ordinal).ToArray();
        var found = wanted.Length == 0 ? [] : await db.Assets.AsNoTracking().Where(a => a.Tenant == tenant && wanted.Contains(a.SerialNumber)).Select(a => a.Id).ToArrayAsync(ct);
        return found.Length == wanted.Length ? found : throw new ImportFault(ImportWords.Unknown, "assets");
    }
}
