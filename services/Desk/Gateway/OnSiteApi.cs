namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of work on site, from afar and on common causes, by name.</summary>
internal sealed class OnSiteApi(GatewayApi api)
{
    private const string Work = "/api/v1/work";

    public Task<OnSiteShape> OfAsync(Guid ticket, CancellationToken ct) => api.GetAsync<OnSiteShape>($"{Work}/{ticket}/visits", ct);

    /// <param name="action"><c>visit</c>, <c>arrive</c>, <c>visit-report</c>, <c>visit-cancel</c>, <c>remote-session</c> or <c>remote-session-end</c>.</param>
    /// <param name="once">The same key twice does it once.</param>
    public Task<BoardRow> ActAsync(Guid ticket, string action, object body, string once, CancellationToken ct) => api.PostAsync<BoardRow>($"{Work}/{ticket}/{action}", body, ct, once);

    /// <param name="kind"><c>photo</c> or <c>signature</c>.</param>
    public Task<VisitFileShape> AddPictureAsync(Guid ticket, Guid visit, string kind, Stream picture, CancellationToken ct) =>
        api.UploadAsync<VisitFileShape>($"{Work}/{ticket}/visits/{visit}/files?kind={kind}", picture, ct);

    /// <summary>The address of a picture, for the browser.</summary>
    public static string Picture(Guid ticket, Guid visit, Guid file) => $"{Work}/{ticket}/visits/{visit}/files/{file}";

    /// <summary>One's own visits whose window touches a span.</summary>
    public Task<Listing<DayVisitShape>> MineAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        api.GetAsync<Listing<DayVisitShape>>($"{Work}/visits?engineer=me&from={MaintenanceApi.Instant(from)}&until={MaintenanceApi.Instant(until)}", ct);

    public Task<Listing<ProblemShape>> ProblemsAsync(bool open, CancellationToken ct) => api.GetAsync<Listing<ProblemShape>>($"{Work}/problems?open={(open ? "true" : "false")}", ct);

    public Task<ProblemDetailShape> ProblemAsync(Guid id, CancellationToken ct) => api.GetAsync<ProblemDetailShape>($"{Work}/problems/{id}", ct);

    public Task<ProblemShape> AddProblemAsync(object problem, string once, CancellationToken ct) => api.PostAsync<ProblemShape>($"{Work}/problems", problem, ct, once);

    public Task<ProblemShape> SaveProblemAsync(Guid id, object problem, CancellationToken ct) => api.PutAsync<ProblemShape>($"{Work}/problems/{id}", problem, ct);

    public Task<object> LinkProblemAsync(Guid ticket, Guid? problem, CancellationToken ct) => api.PostAsync<object>($"{Work}/{ticket}/problem", new { problemId = problem }, ct);
}
