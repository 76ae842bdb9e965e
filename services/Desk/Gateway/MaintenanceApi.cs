using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of planned maintenance, by name.</summary>
internal sealed class MaintenanceApi(GatewayApi api)
{
    private const string Root = "/api/v1/maintenance";

    /// <param name="filter">For example <c>state=due</c> or <c>overdue=true&amp;engineer=me</c>.</param>
    public Task<RunPageShape> RunsAsync(string filter, CancellationToken ct) => api.GetAsync<RunPageShape>($"{Root}/runs?{filter}", ct);

    /// <summary>The runs whose windows touch a span.</summary>
    public Task<RunPageShape> RunsAsync(DateTimeOffset from, DateTimeOffset until, string filter, CancellationToken ct) =>
        RunsAsync($"limit=500&from={Instant(from)}&until={Instant(until)}{filter}", ct);

    public Task<RunDetailShape> RunAsync(Guid id, CancellationToken ct) => api.GetAsync<RunDetailShape>($"{Root}/runs/{id}", ct);

    /// <param name="action">The last part of <c>POST /api/v1/maintenance/runs/{id}/{action}</c>.</param>
    public Task<RunDetailShape> ActAsync(Guid id, string action, object body, CancellationToken ct) => api.PostAsync<RunDetailShape>($"{Root}/runs/{id}/{action}", body, ct);

    public Task<Listing<PlanShape>> PlansAsync(bool ended, Guid? customer, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<PlanShape>>($"{Root}/plans?limit=50&ended={(ended ? "true" : "false")}{(customer is null ? "" : $"&customerId={customer}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<PlanShape> PlanAsync(Guid id, CancellationToken ct) => api.GetAsync<PlanShape>($"{Root}/plans/{id}", ct);

    public Task<PlanPreviewShape> PreviewAsync(object plan, CancellationToken ct) => api.PostAsync<PlanPreviewShape>($"{Root}/plans/preview", plan, ct);

    public Task<PlanShape> AddPlanAsync(object plan, string once, CancellationToken ct) => api.PostAsync<PlanShape>($"{Root}/plans", plan, ct, once);

    public Task<PlanShape> SavePlanAsync(Guid id, object plan, CancellationToken ct) => api.PutAsync<PlanShape>($"{Root}/plans/{id}", plan, ct);

    public Task<PlanShape> EndPlanAsync(Guid id, string reason, CancellationToken ct) => api.PostAsync<PlanShape>($"{Root}/plans/{id}/end", new { reason }, ct);

    public Task<YearShape> YearAsync(int year, Guid? customer, Guid? contract, CancellationToken ct) =>
        api.GetAsync<YearShape>($"{Root}/year?year={year}{(customer is null ? "" : $"&customerId={customer}")}{(contract is null ? "" : $"&contractId={contract}")}", ct);

    public Task<Listing<FeedShape>> FeedsAsync(CancellationToken ct) => api.GetAsync<Listing<FeedShape>>($"{Root}/feeds", ct);

    public Task<FeedCreatedShape> AddFeedAsync(object feed, CancellationToken ct) => api.PostAsync<FeedCreatedShape>($"{Root}/feeds", feed, ct);

    public Task RemoveFeedAsync(Guid id, CancellationToken ct) => api.DeleteAsync($"{Root}/feeds/{id}", ct);

    public Task<Listing<KindShape>> KindsAsync(CancellationToken ct) => api.GetAsync<Listing<KindShape>>($"{Root}/kinds", ct);

    /// <param name="items">As <c>ChecklistDraft</c> makes them.</param>
    public Task<KindShape> SaveChecklistAsync(string kind, object[] items, CancellationToken ct) => api.PutAsync<KindShape>($"{Root}/kinds/{kind}/checklist", new { items }, ct);

    public Task ResetChecklistAsync(string kind, CancellationToken ct) => api.DeleteAsync($"{Root}/kinds/{kind}/checklist", ct);

    /// <summary>A customer's contracts.</summary>
    public Task<Listing<Named>> ContractsAsync(Guid customer, CancellationToken ct) => api.GetAsync<Listing<Named>>($"/api/v1/contracts?customerId={customer}&limit=100", ct);

    internal static string Instant(DateTimeOffset at) => Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
