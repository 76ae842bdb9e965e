namespace ServiceMesh.Desk;

/// <summary>What requests cost and missed promises pay back.</summary>
internal sealed partial class DeskApi
{
    public Task<Listing<CreditShape>> CreditsAsync(string month, string? state, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<CreditShape>>($"/api/v1/sla/credits?limit=50&month={Uri.EscapeDataString(month)}{(state is null ? "" : $"&state={state}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    /// <param name="decision"><c>approve</c>, <c>dispute</c> or <c>waive</c>.</param>
    public Task<CreditShape> DecideCreditAsync(Guid id, string decision, string? reason, CancellationToken ct) =>
        api.PostAsync<CreditShape>($"/api/v1/sla/credits/{id}/{decision}", new { reason }, ct);

    public Task<StatementShape> StatementAsync(Guid contract, string month, CancellationToken ct) =>
        api.GetAsync<StatementShape>($"/api/v1/sla/statements/{contract}/{Uri.EscapeDataString(month)}", ct);

    public Task<Listing<StatementSummaryShape>> StatementsAsync(string month, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<StatementSummaryShape>>($"/api/v1/sla/statements?month={Uri.EscapeDataString(month)}{After(cursor)}", ct);

    public Task<Listing<ChargeShape>> ChargesAsync(string month, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<ChargeShape>>($"/api/v1/sla/charges?limit=50&month={Uri.EscapeDataString(month)}{After(cursor)}", ct);

    public Task<ChargeShape> WaiveChargeAsync(Guid id, string reason, CancellationToken ct) => api.PostAsync<ChargeShape>($"/api/v1/sla/charges/{id}/waive", new { reason }, ct);

    public Task<UncoveredPriceShape> UncoveredPriceAsync(CancellationToken ct) => api.GetAsync<UncoveredPriceShape>("/api/v1/sla/uncovered-price", ct);

    public Task<UncoveredPriceShape> SetUncoveredPriceAsync(UncoveredPriceShape price, CancellationToken ct) => api.PutAsync<UncoveredPriceShape>("/api/v1/sla/uncovered-price", price, ct);

    public Task<DisciplineShape> PauseDisciplineAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        api.GetAsync<DisciplineShape>($"/api/v1/sla/pause-discipline?from={from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&to={to.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}", ct);

    private static string After(string? cursor) => cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
}
