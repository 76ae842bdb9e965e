namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of the gateway about the record, by name.</summary>
internal sealed class ChainApi(GatewayApi api)
{
    private const string Insight = "/api/v1/insight";

    public Task<TicketRecordShape> TicketAsync(Guid ticket, bool customer, CancellationToken ct) =>
        api.GetAsync<TicketRecordShape>($"{Insight}/tickets/{ticket}/record?view={(customer ? "customer" : "internal")}", ct);

    public Task<ChainShape> StateAsync(CancellationToken ct) => api.GetAsync<ChainShape>($"{Insight}/record", ct);

    public Task<HeadsShape> HeadsAsync(DateOnly? before, CancellationToken ct) =>
        api.GetAsync<HeadsShape>($"{Insight}/record/heads?limit=30{(before is { } day ? $"&before={day:yyyy-MM-dd}" : "")}", ct);

    public Task<Listing<JobShape>> JobsAsync(CancellationToken ct) => api.GetAsync<Listing<JobShape>>($"{Insight}/jobs", ct);

    public Task<Listing<ReadModelShape>> ReadModelsAsync(CancellationToken ct) => api.GetAsync<Listing<ReadModelShape>>($"{Insight}/projections", ct);

    public Task<AskedShape> VerifyAsync(CancellationToken ct) => api.PostAsync<AskedShape>($"{Insight}/record/verifications", new { }, ct);

    public Task<AskedShape> RebuildAsync(string readModel, CancellationToken ct) => api.PostAsync<AskedShape>($"{Insight}/projections/{Uri.EscapeDataString(readModel)}/rebuilds", new { }, ct);

    public Task<Listing<ErasureShape>> ErasuresAsync(CancellationToken ct) => api.GetAsync<Listing<ErasureShape>>($"{Insight}/record/erasures", ct);

    public Task<ErasureShape> EraseAsync(Guid contact, string? reason, string once, CancellationToken ct) =>
        api.PostAsync<ErasureShape>($"{Insight}/record/erasures", new { contactId = contact, reason }, ct, once);
}
