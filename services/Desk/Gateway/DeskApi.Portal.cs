namespace ServiceMesh.Desk;

/// <summary>What a customer asks of the gateway, signed in or by a link.</summary>
internal sealed partial class DeskApi
{
    private const int MostAtOnce = 100;

    /// <param name="open">Those that are neither closed nor cancelled, those that are, or null for all.</param>
    /// <param name="search">A part of number or subject; null for all.</param>
    /// <param name="mine">Only what the customer reported itself, else the organisation's.</param>
    /// <param name="cursor">Where to go on; null for the newest.</param>
    /// <param name="ct">Ends it.</param>
    public Task<Listing<OwnTicketShape>> OwnTicketsAsync(bool? open, string? search, bool mine, string? cursor, CancellationToken ct) => api.GetAsync<Listing<OwnTicketShape>>(
        "/api/v1/tickets?limit=20&" + Query([("open", open switch { true => "true", false => "false", null => null }), ("q", search), ("mine", mine ? "true" : null), ("cursor", cursor)]), ct);

    /// <summary>How far own tickets are; those that the services do not know yet are left out, and all while they do not answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, ProgressShape>> OwnProgressAsync(IReadOnlyList<Guid> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0)
            return new Dictionary<Guid, ProgressShape>();
        try
        {
            var told = await api.GetAsync<Listing<ProgressShape>>("/api/v1/progress?" + string.Join('&', tickets.Take(MostAtOnce).Select(t => $"ticket={t}")), ct);
            return told.Items.ToDictionary(p => p.Id);
        }
        catch (GatewayException e) when (e.Status >= StatusCodes.Status500InternalServerError)
        {
            return new Dictionary<Guid, ProgressShape>();
        }
    }

    /// <param name="ticket">Whose.</param>
    /// <param name="what"><c>close-request</c> or <c>reopen-request</c>.</param>
    /// <param name="reason">Why; null when nobody was asked.</param>
    /// <param name="ct">Ends it.</param>
    public Task<Accepted> AskAsync(Guid ticket, string what, string? reason, CancellationToken ct) => api.PostAsync<Accepted>($"/api/v1/tickets/{ticket}/{what}", new { reason }, ct);

    /// <summary>The same for the holder of a link.</summary>
    public Task<Accepted> ProgressAskAsync(string token, string what, string? reason, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/progress/{Uri.EscapeDataString(token)}/{what}", new { reason }, ct);

    public Task<Listing<OwnAssetShape>> OwnAssetsAsync(CancellationToken ct) => api.GetAsync<Listing<OwnAssetShape>>("/api/v1/assets?limit=200", ct);

    public Task<Listing<ProductShape>> ProductsWithModulesAsync(CancellationToken ct) => api.GetAsync<Listing<ProductShape>>("/api/v1/products?limit=200", ct);
}
