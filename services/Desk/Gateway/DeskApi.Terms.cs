namespace ServiceMesh.Desk;

/// <summary>Newer terms on running clocks, and other terms on past ones.</summary>
internal sealed partial class DeskApi
{
    public Task<Listing<ReprocessShape>> ReprocessesAsync(string? cursor, CancellationToken ct) => api.GetAsync<Listing<ReprocessShape>>($"/api/v1/sla/reprocess?limit=20{After(cursor)}", ct);

    public Task<ReprocessShape> ReprocessAsync(Guid id, CancellationToken ct) => api.GetAsync<ReprocessShape>($"/api/v1/sla/reprocess/{id}", ct);

    /// <summary>Shows what the newest terms would change.</summary>
    public Task<ReprocessShape> PreviewReprocessAsync(SelectionShape selection, string reason, string once, CancellationToken ct) => api.PostAsync<ReprocessShape>(
        "/api/v1/sla/reprocess", new { selection.Policies, selection.Calendars, selection.All, reason, dryRun = true }, ct, once);

    /// <summary>Does what a preview showed.</summary>
    public Task<ReprocessShape> StartReprocessAsync(Guid preview, string reason, string once, CancellationToken ct) =>
        api.PostAsync<ReprocessShape>("/api/v1/sla/reprocess", new { previewId = preview, reason }, ct, once);

    public Task<ReprocessShape> StopReprocessAsync(Guid id, CancellationToken ct) => api.PostAsync<ReprocessShape>($"/api/v1/sla/reprocess/{id}/cancel", new { }, ct);

    public Task<Listing<WhatIfShape>> WhatIfsAsync(string? cursor, CancellationToken ct) => api.GetAsync<Listing<WhatIfShape>>($"/api/v1/sla/what-if?limit=20{After(cursor)}", ct);

    public Task<WhatIfShape> WhatIfAsync(Guid id, CancellationToken ct) => api.GetAsync<WhatIfShape>($"/api/v1/sla/what-if/{id}", ct);

    public Task<WhatIfShape> AskWhatIfAsync(object question, string once, CancellationToken ct) => api.PostAsync<WhatIfShape>("/api/v1/sla/what-if", question, ct, once);

    public Task<WhatIfShape> StopWhatIfAsync(Guid id, CancellationToken ct) => api.PostAsync<WhatIfShape>($"/api/v1/sla/what-if/{id}/cancel", new { }, ct);

    public Task<Listing<DifferingShape>> WhatIfTicketsAsync(Guid id, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<DifferingShape>>($"/api/v1/sla/what-if/{id}/tickets?limit=50{After(cursor)}", ct);
}
