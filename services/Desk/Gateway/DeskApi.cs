namespace ServiceMesh.Desk;

/// <summary>What the Desk asks of the gateway, by name.</summary>
internal sealed partial class DeskApi(GatewayApi api)
{
    private const int MostMessages = 5_000;

    /// <summary>As many rows as asked for, over as many pages as it takes; a row that moved between two pages is listed once.</summary>
    public async Task<BoardPageShape> BoardAsync(BoardQuery query, CancellationToken ct)
    {
        var first = await api.GetAsync<BoardPageShape>("/api/v1/board" + query.ToApi(), ct);
        var (rows, next) = (first.Items.ToList(), first.Next);
        while (next is not null && rows.Count < query.Limit)
        {
            var page = await api.GetAsync<BoardPageShape>("/api/v1/board" + query.ToApi(rows.Count, next), ct);
            rows.AddRange(page.Items);
            next = page.Items.Count > 0 ? page.Next : null;
        }

        return first with { Items = [.. rows.DistinctBy(r => r.Id)], Next = next };
    }

    public Task<WorkShape> WorkAsync(Guid ticket, CancellationToken ct) => api.GetAsync<WorkShape>($"/api/v1/work/{ticket}", ct);

    public Task<BoardRow> ActAsync(Guid ticket, string action, object body, CancellationToken ct) =>
        api.PostAsync<BoardRow>($"/api/v1/work/{ticket}/{action}", body, ct);

    public Task<RecordShape> RecordAsync(Guid ticket, CancellationToken ct) => api.GetAsync<RecordShape>($"/api/v1/work/{ticket}/record", ct);

    public Task<TicketShape> TicketAsync(Guid ticket, CancellationToken ct) => api.GetAsync<TicketShape>($"/api/v1/tickets/{ticket}", ct);

    /// <summary>The whole conversation, oldest first, over as many pages as it takes.</summary>
    public async Task<Listing<MessageShape>> MessagesAsync(Guid ticket, CancellationToken ct)
    {
        var path = $"/api/v1/tickets/{ticket}/messages?limit=200";
        var page = await api.GetAsync<Listing<MessageShape>>(path, ct);
        var messages = page.Items.ToList();
        while (page is { Next: { } next, Items.Count: > 0 } && messages.Count < MostMessages)
        {
            page = await api.GetAsync<Listing<MessageShape>>($"{path}&cursor={Uri.EscapeDataString(next)}", ct);
            messages.AddRange(page.Items);
        }

        return new(messages, page.Next);
    }

    public Task<Accepted> SayAsync(Guid ticket, string text, IReadOnlyList<Guid> files, bool note, string once, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/tickets/{ticket}/{(note ? "notes" : "messages")}", new { text, attachmentIds = files }, ct, once);

    /// <summary>Brings a file to the service; a message that names it takes it to the ticket.</summary>
    public Task<FileShape> UploadAsync(string name, Stream content, CancellationToken ct) =>
        api.UploadAsync<FileShape>($"/api/v1/tickets/attachments?name={Uri.EscapeDataString(name)}", content, ct);

    public Task<Listing<RingingShape>> RingingAsync(CancellationToken ct) => api.GetAsync<Listing<RingingShape>>("/api/v1/calls/ringing", ct);

    public Task<ChatShape> ChatAsync(Guid ticket, CancellationToken ct) => api.GetAsync<ChatShape>($"/api/v1/tickets/{ticket}/chat", ct);

    /// <param name="what"><c>typing</c> or <c>read</c>.</param>
    public Task TellChatAsync(Guid ticket, string what, CancellationToken ct) => api.TellAsync($"/api/v1/tickets/{ticket}/{what}", new { }, ct);

    public Task<Listing<RequestClassShape>> RequestClassesAsync(CancellationToken ct) => api.GetAsync<Listing<RequestClassShape>>("/api/v1/request-classes", ct);

    public Task<CreatedTicket> OpenAsync(object ticket, string once, CancellationToken ct) =>
        api.PostAsync<CreatedTicket>("/api/v1/tickets", ticket, ct, once);

    public Task<SlaShape> SlaAsync(Guid ticket, CancellationToken ct) => api.GetAsync<SlaShape>($"/api/v1/sla/tickets/{ticket}", ct);

    public Task<Listing<TimelineShape>> TimelineAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<TimelineShape>>($"/api/v1/insight/tickets/{ticket}/timeline", ct);

    public Task<Listing<NoticeShape>> NoticesAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<NoticeShape>>($"/api/v1/notifications?ticketId={ticket}&limit=50", ct);

    public Task<Listing<SurveyShape>> SurveysAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<SurveyShape>>($"/api/v1/surveys?ticketId={ticket}", ct);

    /// <summary>Open calls, those due first at the top; or calls made, the newest first.</summary>
    public Task<Listing<FollowUpShape>> FollowUpsAsync(bool open, string? cursor, int limit, CancellationToken ct) =>
        api.GetAsync<Listing<FollowUpShape>>($"/api/v1/follow-ups?{(open ? "open=true&order=due" : "open=false")}&limit={limit}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<Listing<FollowUpShape>> FollowUpsAsync(Guid ticket, CancellationToken ct) =>
        api.GetAsync<Listing<FollowUpShape>>($"/api/v1/follow-ups?ticketId={ticket}", ct);

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

    /// <summary>A product with its modules.</summary>
    public Task<ProductShape> ProductAsync(Guid id, CancellationToken ct) => api.GetAsync<ProductShape>($"/api/v1/products/{id}", ct);

    public Task<ProgressShape> ProgressAsync(string token, CancellationToken ct) =>
        api.GetAsync<ProgressShape>($"/api/v1/progress/{Uri.EscapeDataString(token)}", ct);

    public Task<ProgressConversation> ProgressConversationAsync(string token, CancellationToken ct) =>
        api.GetAsync<ProgressConversation>($"/api/v1/progress/{Uri.EscapeDataString(token)}/conversation", ct);

    public Task<Accepted> ProgressReplyAsync(string token, string text, IReadOnlyList<Guid> files, string once, CancellationToken ct) =>
        api.PostAsync<Accepted>($"/api/v1/progress/{Uri.EscapeDataString(token)}/messages", new { text, attachmentIds = files }, ct, once);

    public Task<FileShape> ProgressUploadAsync(string token, string name, Stream content, CancellationToken ct) =>
        api.UploadAsync<FileShape>($"/api/v1/progress/{Uri.EscapeDataString(token)}/attachments?name={Uri.EscapeDataString(name)}", content, ct);

    public Task<Listing<EngineShape>> EnginesAsync(CancellationToken ct) => api.GetAsync<Listing<EngineShape>>("/api/v1/insight/engines", ct);

    public Task<Listing<DutyShape>> OnCallAsync(Guid team, CancellationToken ct) => api.GetAsync<Listing<DutyShape>>($"/api/v1/teams/{team}/on-call", ct);

    public Task<ProfileShape> ProfileAsync(Guid engineer, CancellationToken ct) => api.GetAsync<ProfileShape>($"/api/v1/engineers/{engineer}/profile", ct);

    public Task<Listing<PagingShape>> PagingsAsync(Guid ticket, CancellationToken ct) => api.GetAsync<Listing<PagingShape>>($"/api/v1/work/{ticket}/pagings", ct);

    public Task<PagingShape> AcknowledgeAsync(Guid ticket, string once, CancellationToken ct) =>
        api.PostAsync<PagingShape>($"/api/v1/work/{ticket}/acknowledge", new { }, ct, once);

    public Task<Listing<OfferShape>> OffersAsync(CancellationToken ct) => api.GetAsync<Listing<OfferShape>>("/api/v1/work/offers", ct);

    public Task<Listing<DatedRankingShape>> RankingAsync(Guid ticket, CancellationToken ct) => api.GetAsync<Listing<DatedRankingShape>>($"/api/v1/work/{ticket}/ranking", ct);

    public Task<Listing<AccountShape>> AccountsAsync(string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<AccountShape>>($"/api/v1/accounts?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<AccountShape> AddAccountAsync(object account, CancellationToken ct) => api.PostAsync<AccountShape>("/api/v1/accounts", account, ct);

    public Task<AccountShape> ChangeAccountAsync(Guid id, object changes, CancellationToken ct) => api.PatchAsync<AccountShape>($"/api/v1/accounts/{id}", changes, ct);

    public Task<Listing<ChannelShape>> ChannelsAsync(CancellationToken ct) => api.GetAsync<Listing<ChannelShape>>("/api/v1/channels?limit=100", ct);

    public Task<Listing<ChannelKindShape>> ChannelKindsAsync(CancellationToken ct) => api.GetAsync<Listing<ChannelKindShape>>("/api/v1/channels/kinds", ct);

    public Task<CreatedChannelShape> AddChannelAsync(object channel, CancellationToken ct) => api.PostAsync<CreatedChannelShape>("/api/v1/channels", channel, ct);

    public Task<ChannelShape> ChangeChannelAsync(Guid id, object channel, CancellationToken ct) => api.PutAsync<ChannelShape>($"/api/v1/channels/{id}", channel, ct);

    public Task<TrialShape> TryAsync(object trial, CancellationToken ct) => api.PostAsync<TrialShape>("/api/v1/sla/preview", trial, ct);

    public Task<Listing<CalendarShape>> CalendarsAsync(CancellationToken ct) => api.GetAsync<Listing<CalendarShape>>("/api/v1/sla/calendars", ct);

    public Task<Listing<CalendarShape>> CalendarVersionsAsync(string name, CancellationToken ct) =>
        api.GetAsync<Listing<CalendarShape>>($"/api/v1/sla/calendars/{Uri.EscapeDataString(name)}", ct);

    public Task<CalendarShape> SaveCalendarAsync(object calendar, string once, CancellationToken ct) =>
        api.PostAsync<CalendarShape>("/api/v1/sla/calendars", calendar, ct, once);

    public Task<CalendarDaysShape> CalendarDaysAsync(string name, int version, int year, CancellationToken ct) =>
        api.GetAsync<CalendarDaysShape>($"/api/v1/sla/calendars/{Uri.EscapeDataString(name)}/days?from={year:d4}-01-01&to={year:d4}-12-31&version={version}", ct);

    public Task<Listing<KnownYearShape>> KnownHolidaysAsync(CancellationToken ct) => api.GetAsync<Listing<KnownYearShape>>("/api/v1/sla/holidays", ct);

    /// <param name="country">Whose public holidays to take; null for the days in <paramref name="days"/> alone.</param>
    public Task<YearImportShape> ImportYearAsync(string name, int year, string? country, object days, bool dryRun, string once, CancellationToken ct) =>
        api.PostAsync<YearImportShape>($"/api/v1/sla/calendars/{Uri.EscapeDataString(name)}/years/{year}?dryRun={(dryRun ? "true" : "false")}{(country is null ? "" : $"&from={Uri.EscapeDataString(country)}")}", days, ct, once);

    public Task<Listing<PolicyShape>> PoliciesAsync(CancellationToken ct) => api.GetAsync<Listing<PolicyShape>>("/api/v1/sla/policies", ct);

    public Task<Listing<PolicyShape>> PolicyVersionsAsync(string name, CancellationToken ct) =>
        api.GetAsync<Listing<PolicyShape>>($"/api/v1/sla/policies/{Uri.EscapeDataString(name)}", ct);

    public Task<PolicyShape> SavePolicyAsync(object policy, string once, CancellationToken ct) =>
        api.PostAsync<PolicyShape>("/api/v1/sla/policies", policy, ct, once);

    private static string Searching(string? text) => text is null ? "" : $"&q={Uri.EscapeDataString(text)}";
}

/// <summary>An engineer as Dispatch lists them.</summary>
public sealed record EngineerShape(Guid Id, string Name, IReadOnlyList<Guid>? TeamIds, bool Active = true, string? AccountId = null);
