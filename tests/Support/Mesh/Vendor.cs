using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Testing;

/// <summary>A vendor with one customer under contract, one team with an engineer, a hotline and an IM channel.</summary>
public sealed record Vendor
{
    public required Guid CustomerId { get; init; }
    public required Guid ContactId { get; init; }
    public required Guid ProductId { get; init; }
    public required Guid EngineerId { get; init; }
    public required ChannelAccess Hotline { get; init; }
    public required ChannelAccess Im { get; init; }

    /// <summary>The sink's hook that gets what goes into IM conversations.</summary>
    public required string ImHook { get; init; }
    public required string ContactEmail { get; init; }
    public required string ContactPhone { get; init; }
    public required string EngineerEmail { get; init; }

    public static async Task<Vendor> CreateAsync(GatewayClient staff, Uri sink, CancellationToken ct)
    {
        var unique = Guid.NewGuid().ToString("N")[..8];
        var customer = await staff.PostAsync<IdView>("/api/v1/customers", new { name = $"华东机械 {unique}", region = "Shanghai" }, null, ct);
        var phone = $"+8613{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        var contact = await staff.PostAsync<IdView>("/api/v1/contacts", new { customerId = customer.Id, name = "王芳", email = $"wang.{unique}@customer.example", phones = new[] { phone }, language = "zh-CN" }, null, ct);
        var product = await staff.PostAsync<IdView>("/api/v1/products", new { code = $"ERP-{unique}", name = "ERP" }, null, ct);
        await staff.PostAsync("/api/v1/contracts", new
        {
            customerId = customer.Id,
            number = $"C-{unique}",
            startsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-30)),
            endsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(300)),
            serviceLevel = "premium",
            productIds = new[] { product.Id },
        }, null, ct);
        var team = await staff.PostAsync<IdView>("/api/v1/teams", new { name = $"ERP support {unique}", categories = new[] { $"erp-{unique}" }, isDefault = true }, null, ct);
        var engineer = await staff.PostAsync<IdView>("/api/v1/engineers", new
        {
            name = "Li Na",
            email = $"li.{unique}@vendor.example",
            language = "en",
            skills = Array.Empty<string>(),
            teamIds = new[] { team.Id },
            active = true,
        }, null, ct);
        return new Vendor
        {
            CustomerId = customer.Id,
            ContactId = contact.Id,
            ProductId = product.Id,
            EngineerId = engineer.Id,
            Hotline = await ChannelAsync(staff, "cti", $"Hotline {unique}", null, ct),
            Im = await ChannelAsync(staff, "im", $"IM {unique}", new Uri(sink, $"hooks/im-{unique}").ToString(), ct),
            ImHook = $"im-{unique}",
            ContactEmail = $"wang.{unique}@customer.example",
            ContactPhone = phone,
            EngineerEmail = $"li.{unique}@vendor.example",
        };
    }

    private static async Task<ChannelAccess> ChannelAsync(GatewayClient staff, string kind, string name, string? outboundUrl, CancellationToken ct)
    {
        var channel = await staff.PostAsync<ChannelView>("/api/v1/channels", new { kind, name, outboundUrl, language = "zh-CN" }, null, ct);
        return new ChannelAccess(channel.Id, kind, channel.Secret);
    }

    private sealed record ChannelView(Guid Id, string Secret);
}
