namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of the gateway about figures, by name. Pictures and names come in the language of the screen.</summary>
internal sealed class ScoreApi(GatewayApi api, DeskContext desk)
{
    private const string Insight = "/api/v1/insight";

    private string Language => $"language={desk.Words.Tag}";

    public Task<CardsShape> CardsAsync(string kind, string period, IReadOnlyCollection<Guid> ids, string? cursor, CancellationToken ct) =>
        api.GetAsync<CardsShape>($"{Insight}/scorecards/{kind}?period={period}&{Language}{(ids.Count > 0 ? $"&ids={string.Join(',', ids)}" : "")}{Cursor(cursor)}", ct);

    public Task<CardDetailShape> CardAsync(string kind, Guid id, string period, CancellationToken ct) =>
        api.GetAsync<CardDetailShape>($"{Insight}/scorecards/{kind}/{id}?period={period}&{Language}", ct);

    /// <summary>The tickets behind a figure, as they stand now.</summary>
    /// <param name="figure"><c>dimension=</c> or <c>measure=</c> with its name.</param>
    public Task<Listing<BehindShape>> BehindAsync(string kind, Guid id, string figure, int? bucket, string period, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<BehindShape>>($"{Insight}/scorecards/{kind}/{id}/tickets?{figure}&period={period}{Bucket(bucket)}{Cursor(cursor)}", ct);

    /// <summary>The tickets behind a figure of a frozen report, as they were.</summary>
    public Task<Listing<BehindShape>> BehindAsync(Guid report, Guid subject, string figure, int? bucket, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<BehindShape>>($"{Insight}/scorecard-reports/{report}/tickets?subject={subject}&{figure}{Bucket(bucket)}{Cursor(cursor)}", ct);

    public Task<FormulasShape> FormulasAsync(CancellationToken ct) => api.GetAsync<FormulasShape>($"{Insight}/scorecard-formulas", ct);

    public Task<FormulaShape> SaveFormulaAsync(object formula, string once, CancellationToken ct) => api.PostAsync<FormulaShape>($"{Insight}/scorecard-formulas", formula, ct, once);

    public Task<Listing<ReportHeadShape>> ReportsAsync(CancellationToken ct) => api.GetAsync<Listing<ReportHeadShape>>($"{Insight}/scorecard-reports", ct);

    public Task<ReportHeadShape> FreezeAsync(string kind, string period, string once, CancellationToken ct) =>
        api.PostAsync<ReportHeadShape>($"{Insight}/scorecard-reports", new { kind, period }, ct, once);

    public Task<ReportShape> ReportAsync(Guid id, CancellationToken ct) => api.GetAsync<ReportShape>($"{Insight}/scorecard-reports/{id}?{Language}", ct);

    public Task<CorrectionsShape> CorrectionsAsync(Guid id, CancellationToken ct) => api.GetAsync<CorrectionsShape>($"{Insight}/scorecard-reports/{id}/corrections", ct);

    public Task<Listing<VendorShape>> VendorsAsync(CancellationToken ct) => api.GetAsync<Listing<VendorShape>>($"{Insight}/vendors", ct);

    public Task<VendorShape> AddVendorAsync(object vendor, string once, CancellationToken ct) => api.PostAsync<VendorShape>($"{Insight}/vendors", vendor, ct, once);

    public Task<VendorShape> SaveVendorAsync(VendorShape vendor, CancellationToken ct) => api.PutAsync<VendorShape>($"{Insight}/vendors/{vendor.Id}", vendor, ct);

    /// <param name="csv">With the header <c>dimension,value,source,date</c>.</param>
    public Task<VendorShape> ImportFiguresAsync(Guid vendor, string csv, CancellationToken ct) =>
        api.UploadAsync<VendorShape>($"{Insight}/vendors/{vendor}/figures", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), ct, "text/csv");

    /// <param name="by"><c>product</c>, <c>module</c>, <c>cause</c>, <c>class</c>, <c>version</c> or <c>wait</c>.</param>
    public Task<FaultsShape> FaultsAsync(string by, string period, CancellationToken ct) => api.GetAsync<FaultsShape>($"{Insight}/learning?by={by}&period={period}&{Language}", ct);

    public Task<Listing<RepeatShape>> RepeatsAsync(string period, CancellationToken ct) => api.GetAsync<Listing<RepeatShape>>($"{Insight}/learning/repeats?period={period}", ct);

    public Task<Listing<ProposalShape>> ProposalsAsync(CancellationToken ct) => api.GetAsync<Listing<ProposalShape>>($"{Insight}/learning/proposals", ct);

    private static string Bucket(int? bucket) => bucket is { } b ? $"&bucket={b}" : "";

    private static string Cursor(string? cursor) => cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
}
