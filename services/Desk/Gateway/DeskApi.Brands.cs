namespace ServiceMesh.Desk;

/// <summary>A name that is sold under, besides the tenant's own.</summary>
public sealed record BrandShape(string Code, string NameZh, string NameEn);

/// <summary>Brands, and which product is sold under which.</summary>
internal sealed partial class DeskApi
{
    public Task<Listing<BrandShape>> BrandsAsync(CancellationToken ct) => api.GetAsync<Listing<BrandShape>>("/api/v1/products/brands", ct);

    public Task<BrandShape> SaveBrandAsync(string code, object names, CancellationToken ct) =>
        api.PutAsync<BrandShape>($"/api/v1/products/brands/{Uri.EscapeDataString(code)}", names, ct);

    public Task<Listing<Named>> ProductPageAsync(string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>($"/api/v1/products?limit=50{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    /// <param name="brand">A brand's code; empty for the tenant's own name.</param>
    public Task SellProductAsync(Named product, string brand, CancellationToken ct) =>
        api.PutAsync<Named>($"/api/v1/products/{product.Id}", new { code = product.Code, name = product.Name, brand }, ct);
}
