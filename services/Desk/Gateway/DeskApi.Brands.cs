namespace ServiceMesh.Desk;

/// <summary>A name that is sold under, besides the tenant's own.</summary>
public sealed record BrandShape(string Code, string NameZh, string NameEn);

/// <summary>From whom mails come.</summary>
/// <param name="Brand">A brand's code; null for the tenant's own name.</param>
/// <param name="Name">Null: as the brand is called.</param>
public sealed record MailSenderShape(string? Brand, string Address, string? Name);

/// <param name="Installation">The address of whatever has no sender of its own.</param>
/// <param name="Domains">The domains that senders may be of; none: any.</param>
public sealed record MailSendersShape(IReadOnlyList<MailSenderShape> Items, string Installation, IReadOnlyList<string>? Domains);

/// <summary>Brands, and which product is sold under which.</summary>
internal sealed partial class DeskApi
{
    public Task<Listing<BrandShape>> BrandsAsync(CancellationToken ct) => api.GetAsync<Listing<BrandShape>>("/api/v1/products/brands", ct);

    public Task<BrandShape> SaveBrandAsync(string code, object names, CancellationToken ct) =>
        api.PutAsync<BrandShape>($"/api/v1/products/brands/{Uri.EscapeDataString(code)}", names, ct);

    public Task RetireBrandAsync(string code, CancellationToken ct) => api.DeleteAsync($"/api/v1/products/brands/{Uri.EscapeDataString(code)}", ct);

    public Task<MailSendersShape> SendersAsync(CancellationToken ct) => api.GetAsync<MailSendersShape>("/api/v1/notifications/senders", ct);

    public Task<MailSenderShape> SaveSenderAsync(string? brand, string address, string? name, CancellationToken ct) =>
        api.PutAsync<MailSenderShape>("/api/v1/notifications/senders", new { brand, address, name }, ct);

    public Task RemoveSenderAsync(string? brand, CancellationToken ct) =>
        api.DeleteAsync($"/api/v1/notifications/senders{(brand is null ? "" : $"?brand={Uri.EscapeDataString(brand)}")}", ct);

    public Task<Listing<Named>> ProductPageAsync(string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>($"/api/v1/products?limit=50{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    /// <param name="brand">A brand's code; empty for the tenant's own name.</param>
    public Task SellProductAsync(Named product, string brand, CancellationToken ct) =>
        api.PutAsync<Named>($"/api/v1/products/{product.Id}", new { code = product.Code, name = product.Name, brand }, ct);
}
