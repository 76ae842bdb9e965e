namespace ServiceMesh.Desk;

/// <summary>Who reports, whether they are covered, and tickets that belong together.</summary>
internal sealed partial class DeskApi
{
    /// <param name="about">Names and values of the query; those without a value are left out.</param>
    public Task<CoverShape> CoverAsync(IEnumerable<(string Name, string? Value)> about, CancellationToken ct) => api.GetAsync<CoverShape>("/api/v1/contracts/entitlement?" + Query(about), ct);

    /// <param name="about">Names and values of the query; those without a value are left out.</param>
    public Task<Listing<DuplicateShape>> DuplicatesAsync(IEnumerable<(string Name, string? Value)> about, CancellationToken ct) =>
        api.GetAsync<Listing<DuplicateShape>>("/api/v1/tickets/duplicates?" + Query(about), ct);

    public Task<Listing<TicketLineShape>> ChildrenAsync(Guid ticket, CancellationToken ct) => api.GetAsync<Listing<TicketLineShape>>($"/api/v1/tickets/{ticket}/children?limit=20", ct);

    /// <param name="action"><c>merge</c>, <c>unmerge</c>, <c>parent</c> or <c>announce</c>.</param>
    public Task<RelatedShape> RelateAsync(Guid ticket, string action, object body, CancellationToken ct) => api.PostAsync<RelatedShape>($"/api/v1/tickets/{ticket}/{action}", body, ct);

    public Task<IncidentAudienceShape> IncidentAudienceAsync(Guid incident, CancellationToken ct) => api.GetAsync<IncidentAudienceShape>($"/api/v1/tickets/{incident}/announce", ct);

    /// <summary>Whoever does not have it yet never gets it.</summary>
    public Task StopAnnouncementAsync(Guid incident, Guid announcement, CancellationToken ct) => api.DeleteAsync($"/api/v1/tickets/{incident}/announce/{announcement}", ct);

    public Task<SenderShape> SenderAsync(Guid ticket, Guid contact, string? reason, CancellationToken ct) =>
        api.PutAsync<SenderShape>($"/api/v1/tickets/{ticket}/sender", new { contactId = contact, reason }, ct);

    /// <summary>Says which asset a ticket is about and which contract counts; without a contract, whichever fits best.</summary>
    public Task<TicketCoverShape> ChangeCoverAsync(Guid ticket, Guid? asset, Guid? contract, string? reason, CancellationToken ct) =>
        api.PutAsync<TicketCoverShape>($"/api/v1/tickets/{ticket}/cover", new { assetId = asset, contractId = contract, reason }, ct);

    /// <summary>Assets by serial number and name, of a customer or of all.</summary>
    public async Task<Listing<Named>> AssetsAsync(Guid? customer, string? search, CancellationToken ct)
    {
        var found = await api.GetAsync<Listing<Named>>($"/api/v1/assets?limit=50{(customer is null ? "" : $"&customerId={customer}")}" + Searching(search), ct);
        return new([.. found.Items.Select(a => a with { Name = a.Name is { Length: > 0 } name ? $"{a.SerialNumber} · {name}" : a.SerialNumber })], found.Next);
    }

    /// <summary>Contracts by number and service level, of a customer or of all.</summary>
    public async Task<Listing<Named>> ContractsOfAsync(Guid? customer, string? search, CancellationToken ct)
    {
        var found = await api.GetAsync<Listing<ContractShape>>($"/api/v1/contracts?limit=50{(customer is null ? "" : $"&customerId={customer}")}" + Searching(search), ct);
        return new([.. found.Items.Select(c => new Named(c.Id, $"{(customer is null ? c.Title : c.Number)} · {c.ServiceLevel}"))], found.Next);
    }

    public Task<RequestClassShape> SaveRequestClassAsync(string key, object definition, CancellationToken ct) =>
        api.PutAsync<RequestClassShape>($"/api/v1/request-classes/{Uri.EscapeDataString(key)}", definition, ct);

    public Task<Listing<RequestClassVersionShape>> RequestClassVersionsAsync(string key, CancellationToken ct) =>
        api.GetAsync<Listing<RequestClassVersionShape>>($"/api/v1/request-classes/{Uri.EscapeDataString(key)}/versions", ct);

    /// <summary>The first contacts of all customers that fit.</summary>
    public Task<Listing<Named>> AnyContactsAsync(string? search, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>("/api/v1/contacts?limit=20" + (search is null ? "" : $"&q={Uri.EscapeDataString(search)}"), ct);

    /// <param name="what"><c>customers</c>, <c>contacts</c>, <c>assets</c> or <c>contracts</c>.</param>
    public Task<ImportShape> ImportAsync(string what, Stream file, bool dryRun, CancellationToken ct) =>
        api.UploadAsync<ImportShape>($"/api/v1/{what}/import?dryRun={(dryRun ? "true" : "false")}", file, ct, "text/csv");

    /// <summary>A page of products with their modules, the newest first.</summary>
    public Task<Listing<ProductShape>> ProductsAsync(string? search, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<ProductShape>>("/api/v1/products?limit=50&" + Query([("q", search), ("cursor", cursor)]), ct);

    /// <param name="id">Which; null makes a new one.</param>
    /// <param name="product">Its code, name and modules.</param>
    /// <param name="once">An idempotency key, for a new one.</param>
    /// <param name="ct">Ends it.</param>
    public Task<ProductShape> SaveProductAsync(Guid? id, object product, string once, CancellationToken ct) => id is { } known
        ? api.PutAsync<ProductShape>($"/api/v1/products/{known}", product, ct)
        : api.PostAsync<ProductShape>("/api/v1/products", product, ct, once);

    /// <param name="past">Those that were removed or ran out, instead of those that hold now.</param>
    public Task<Listing<BlockedShape>> BlockedAsync(bool past, CancellationToken ct) => api.GetAsync<Listing<BlockedShape>>($"/api/v1/channels/blocked?limit=200{(past ? "&past=true" : "")}", ct);

    public Task<Listing<BlockedAttemptShape>> BlockedAttemptsAsync(CancellationToken ct) => api.GetAsync<Listing<BlockedAttemptShape>>("/api/v1/channels/blocked/attempts?limit=50", ct);

    public Task<BlockedShape> BlockAsync(object entry, string once, CancellationToken ct) => api.PostAsync<BlockedShape>("/api/v1/channels/blocked", entry, ct, once);

    public Task UnblockAsync(Guid entry, CancellationToken ct) => api.DeleteAsync($"/api/v1/channels/blocked/{entry}", ct);

    private static string Query(IEnumerable<(string Name, string? Value)> about) =>
        string.Join('&', about.Where(a => !string.IsNullOrWhiteSpace(a.Value)).Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value!)}"));
}
