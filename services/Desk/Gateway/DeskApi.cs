namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of the gateway, by name.</summary>
internal sealed class DeskApi(GatewayApi api)
{
    public Task<BoardPageShape> BoardAsync(BoardQuery query, CancellationToken ct) =>
        api.GetAsync<BoardPageShape>("/api/v1/board" + query.ToApi(), ct);

    public Task<WorkShape> WorkAsync(Guid ticket, CancellationToken ct) => api.GetAsync<WorkShape>($"/api/v1/work/{ticket}", ct);

    public Task<BoardRow> ActAsync(Guid ticket, string action, object body, CancellationToken ct) =>
        api.PostAsync<BoardRow>($"/api/v1/work/{ticket}/{action}", body, ct);

    public Task<TicketShape> TicketAsync(Guid ticket, CancellationToken ct) => api.GetAsync<TicketShape>($"/api/v1/tickets/{ticket}", ct);

    public Task<Listing<MessageShape>> MessagesAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<MessageShape>>($"/api/v1/tickets/{ticket}/messages?limit=200", ct);

    public Task<Accepted> SayAsync(Guid ticket, string text, bool note, string once, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/tickets/{ticket}/{(note ? "notes" : "messages")}", new { text }, ct, once);

    public Task<CreatedTicket> OpenAsync(object ticket, string once, CancellationToken ct) =>
        api.PostAsync<CreatedTicket>("/api/v1/tickets", ticket, ct, once);

    public Task<SlaShape> SlaAsync(Guid ticket, CancellationToken ct) => api.GetAsync<SlaShape>($"/api/v1/sla/tickets/{ticket}", ct);

    public Task<Listing<TimelineShape>> TimelineAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<TimelineShape>>($"/api/v1/insight/tickets/{ticket}/timeline", ct);

    public Task<Listing<NoticeShape>> NoticesAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<NoticeShape>>($"/api/v1/notifications?ticketId={ticket}&limit=50", ct);

    public Task<Listing<SurveyShape>> SurveysAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<SurveyShape>>($"/api/v1/surveys?ticketId={ticket}", ct);

    public Task<Listing<FollowUpShape>> FollowUpsAsync(bool open, CancellationToken ct) =>
        api.GetAsync<Listing<FollowUpShape>>($"/api/v1/follow-ups?open={(open ? "true" : "false")}&limit=100", ct);

    public Task<Listing<FollowUpShape>> FollowUpsAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<FollowUpShape>>($"/api/v1/follow-ups?ticketId={ticket}", ct);

    public Task<Accepted> CompleteFollowUpAsync(Guid id, string outcome, string? note, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/follow-ups/{id}/complete", new { outcome, note }, ct);

    public Task<Listing<Named>> TeamsAsync(CancellationToken ct) => api.GetAsync<Listing<Named>>("/api/v1/teams", ct);

    public Task<Listing<EngineerShape>> EngineersAsync(CancellationToken ct) => api.GetAsync<Listing<EngineerShape>>("/api/v1/engineers?limit=200", ct);

    /// <param name="search">A part of the name; null for the newest.</param>
    public Task<Listing<Named>> CustomersAsync(string? search, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>("/api/v1/customers?limit=50" + Searching(search), ct);

    /// <param name="search">A part of the name, address or number; null for the newest.</param>
    public Task<Listing<Named>> ContactsAsync(Guid customer, string? search, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>($"/api/v1/contacts?customerId={customer}&limit=50" + Searching(search), ct);

    /// <param name="search">A part of the name or code; null for the newest.</param>
    public Task<Listing<Named>> ProductsAsync(string? search, CancellationToken ct) =>
        api.GetAsync<Listing<Named>>("/api/v1/products?limit=50" + Searching(search), ct);

    public Task<ProgressShape> ProgressAsync(string token, CancellationToken ct) =>
        api.GetAsync<ProgressShape>($"/api/v1/progress/{Uri.EscapeDataString(token)}", ct);

    public Task<ProgressConversation> ProgressConversationAsync(string token, CancellationToken ct) =>
        api.GetAsync<ProgressConversation>($"/api/v1/progress/{Uri.EscapeDataString(token)}/conversation", ct);

    public Task<Accepted> ProgressReplyAsync(string token, string text, string once, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/progress/{Uri.EscapeDataString(token)}/messages", new { text }, ct, once);

    private static string Searching(string? text) => text is null ? "" : $"&q={Uri.EscapeDataString(text)}";
}

/// <summary>An engineer as Dispatch lists them.</summary>
public sealed record EngineerShape(Guid Id, string Name, IReadOnlyList<Guid>? TeamIds, bool Active = true, string? AccountId = null);
