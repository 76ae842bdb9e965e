using System.Text.Json;

namespace ServiceMesh.Intake.Tests;

/// <summary>A tenant with a customer, a contact, a product and an asset, and short ways to more.</summary>
internal sealed class Vendor
{
    private Vendor(IntakeHost host, string tenant)
    {
        (Host, Tenant) = (host, tenant);
        Staff = host.Staff(tenant);
    }

    public IntakeHost Host { get; }
    public string Tenant { get; }
    public HttpClient Staff { get; }
    public Guid Customer { get; private set; }
    public Guid Contact { get; private set; }
    public Guid Product { get; private set; }
    public Guid Asset { get; private set; }

    public static string Today(int days = 0) =>
        DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<Vendor> CreateAsync(IntakeHost host)
    {
        var vendor = new Vendor(host, host.NewTenant());
        vendor.Customer = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "华东机械" })).Id();
        vendor.Contact = await vendor.AddContactAsync("Li Wei", "li.wei@example.com", "+86 138 0000 1111");
        vendor.Product = (await vendor.Staff.PostAsync("/api/v1/products", new { code = "ERP-1", name = "ERP" })).Id();
        vendor.Asset = (await vendor.Staff.PostAsync(
            "/api/v1/assets", new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = "SN-1" })).Id();
        return vendor;
    }

    public async Task<Guid> AddContactAsync(string name, string? email, params string[] phones) =>
        (await Staff.PostAsync("/api/v1/contacts", new { customerId = Customer, name, email, phones, language = "zh-CN" })).Id();

    public async Task<Guid> AddContractAsync(string number, string level, int fromDay, int toDay, params Guid[] products) => (await Staff.PostAsync(
        "/api/v1/contracts",
        new { customerId = Customer, number, startsOn = Today(fromDay), endsOn = Today(toDay), serviceLevel = level, productIds = products })).Id();

    public Task<JsonElement> OpenAsync(string? key = null) => Staff.PostAsync(
        "/api/v1/tickets", new { subject = "Printer is on fire", text = "It smokes.", contactId = Contact, productId = Product }, key: key);

    public async Task<Platform> AddChannelAsync(string kind, string? outboundUrl = null)
    {
        var channel = await Staff.PostAsync("/api/v1/channels", new { kind, name = $"{kind} channel", outboundUrl });
        return new Platform(Host.Anonymous(), channel.Id(), channel.Text("secret"));
    }
}
