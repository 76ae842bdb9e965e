namespace ServiceMesh.Desk;

/// <summary>What customers bought.</summary>
internal sealed partial class DeskApi
{
    /// <param name="search">A part of the serial number, name, location or customer's name; null for the newest.</param>
    public Task<Listing<AssetShape>> EquipmentAsync(string? search, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<AssetShape>>("/api/v1/assets?limit=50" + Searching(search) + After(cursor), ct);

    public Task<AssetShape> AssetAsync(Guid id, CancellationToken ct) => api.GetAsync<AssetShape>($"/api/v1/assets/{id}", ct);

    /// <param name="id">Which; null makes a new one.</param>
    /// <param name="asset">All that it has.</param>
    /// <param name="once">An idempotency key, for a new one.</param>
    /// <param name="ct">Ends it.</param>
    public Task<AssetShape> SaveAssetAsync(Guid? id, object asset, string once, CancellationToken ct) => id is { } known
        ? api.PutAsync<AssetShape>($"/api/v1/assets/{known}", asset, ct)
        : api.PostAsync<AssetShape>("/api/v1/assets", asset, ct, once);

    /// <summary>Its tickets, the newest first.</summary>
    public Task<Listing<AssetTicketShape>> TicketsOfAssetAsync(Guid asset, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<AssetTicketShape>>($"/api/v1/tickets?assetId={asset}&limit=20" + After(cursor), ct);
}
