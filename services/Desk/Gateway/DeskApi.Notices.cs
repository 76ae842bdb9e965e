namespace ServiceMesh.Desk;

/// <summary>Messages to people and systems: ways out, wordings, announcements, what became of each.</summary>
internal sealed partial class DeskApi
{
    private const string Notices = "/api/v1/notifications";

    public Task<Listing<ProviderShape>> ProvidersAsync(CancellationToken ct) => api.GetAsync<Listing<ProviderShape>>($"{Notices}/providers", ct);

    public Task<CreatedShape> AddProviderAsync(object provider, string once, CancellationToken ct) => api.PostAsync<CreatedShape>($"{Notices}/providers", provider, ct, once);

    public Task RemoveProviderAsync(Guid id, CancellationToken ct) => api.DeleteAsync($"{Notices}/providers/{id}", ct);

    public Task<MailServerShape> MailServerAsync(CancellationToken ct) => api.GetAsync<MailServerShape>($"{Notices}/providers/email", ct);

    /// <param name="provider">Null: mail, to the caller's own address.</param>
    /// <param name="to">The number for SMS and calls.</param>
    public Task<TestOutcomeShape> TestAsync(Guid? provider, string? to, string language, CancellationToken ct) =>
        api.PostAsync<TestOutcomeShape>($"{Notices}/providers/{provider?.ToString() ?? "email"}/test", new { to, language }, ct);

    public Task<WordingsShape> WordingsAsync(CancellationToken ct) => api.GetAsync<WordingsShape>($"{Notices}/templates", ct);

    public Task<ShippedShape> ShippedAsync(string template, string channel, string language, CancellationToken ct) =>
        api.GetAsync<ShippedShape>($"{Notices}/templates/shipped?template={Uri.EscapeDataString(template)}&channel={channel}&language={language}", ct);

    public Task<CreatedShape> SaveWordingAsync(object wording, string once, CancellationToken ct) => api.PostAsync<CreatedShape>($"{Notices}/templates", wording, ct, once);

    /// <param name="delivery">The past message whose values it gets; null: the newest.</param>
    public Task<FilledShape> FillWordingAsync(object wording, Guid? delivery, CancellationToken ct) =>
        api.PostAsync<FilledShape>($"{Notices}/templates/preview{(delivery is { } id ? $"?delivery={id}" : "")}", wording, ct);

    public Task RetireWordingAsync(Guid id, CancellationToken ct) => api.DeleteAsync($"{Notices}/templates/{id}", ct);

    public Task<EndpointsShape> EndpointsAsync(CancellationToken ct) => api.GetAsync<EndpointsShape>("/api/v1/webhook-endpoints", ct);

    public Task<EndpointSecretShape> AddEndpointAsync(object endpoint, string once, CancellationToken ct) => api.PostAsync<EndpointSecretShape>("/api/v1/webhook-endpoints", endpoint, ct, once);

    public Task RemoveEndpointAsync(Guid id, CancellationToken ct) => api.DeleteAsync($"/api/v1/webhook-endpoints/{id}", ct);

    public Task<EndpointSecretShape> RotateSecretAsync(Guid id, int overlapHours, string once, CancellationToken ct) =>
        api.PostAsync<EndpointSecretShape>($"/api/v1/webhook-endpoints/{id}/rotate-secret", new { overlapHours }, ct, once);

    public Task EnableEndpointAsync(Guid id, CancellationToken ct) => api.TellAsync($"/api/v1/webhook-endpoints/{id}/enable", new { }, ct);

    public Task<ReplayedShape> ReplayAsync(Guid id, DateTimeOffset since, bool failedOnly, string once, CancellationToken ct) =>
        api.PostAsync<ReplayedShape>($"/api/v1/webhook-endpoints/{id}/replay", new { since, failedOnly }, ct, once);

    public Task<Listing<NoticeShape>> DeliveriesAsync(string filter, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<NoticeShape>>($"{Notices}?limit=25&{filter}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<DeliveryStoryShape> DeliveryAsync(Guid id, CancellationToken ct) => api.GetAsync<DeliveryStoryShape>($"{Notices}/{id}", ct);

    public Task ResendAsync(Guid id, CancellationToken ct) => api.TellAsync($"{Notices}/{id}/resend", new { }, ct);

    public Task<WhyShape> WhyAsync(Guid ticket, string person, string? template, CancellationToken ct) =>
        api.GetAsync<WhyShape>($"{Notices}/why?ticketId={ticket}&person={Uri.EscapeDataString(person)}{(template is null ? "" : $"&template={Uri.EscapeDataString(template)}")}", ct);

    public Task<Listing<AnnouncementShape>> AnnouncementsAsync(string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<AnnouncementShape>>($"{Notices}/announcements?limit=20{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<AnnouncementShape> AnnouncementAsync(Guid id, CancellationToken ct) => api.GetAsync<AnnouncementShape>($"{Notices}/announcements/{id}", ct);

    public Task<CreatedShape> AddAnnouncementAsync(object announcement, string once, CancellationToken ct) => api.PostAsync<CreatedShape>($"{Notices}/announcements", announcement, ct, once);

    public Task<AudienceShape> AudienceAsync(Guid id, CancellationToken ct) => api.GetAsync<AudienceShape>($"{Notices}/announcements/{id}/audience", ct);

    /// <param name="what"><c>start</c> or <c>stop</c>.</param>
    public Task TellAnnouncementAsync(Guid id, string what, CancellationToken ct) => api.TellAsync($"{Notices}/announcements/{id}/{what}", new { }, ct);

    public Task<NoticeRulesShape> NoticeRulesAsync(CancellationToken ct) => api.GetAsync<NoticeRulesShape>($"{Notices}/rules", ct);

    public Task<CreatedShape> AddNoticeRuleAsync(object rule, string once, CancellationToken ct) => api.PostAsync<CreatedShape>($"{Notices}/rules", rule, ct, once);

    public Task RemoveNoticeRuleAsync(Guid id, CancellationToken ct) => api.DeleteAsync($"{Notices}/rules/{id}", ct);

    public Task<NoticeWishesShape> WishesAsync(CancellationToken ct) => api.GetAsync<NoticeWishesShape>($"{Notices}/preferences", ct);

    public Task<NoticeWishesShape> SaveWishesAsync(object wishes, CancellationToken ct) => api.PutAsync<NoticeWishesShape>($"{Notices}/preferences", wishes, ct);

    public Task<OwnNoticesShape> OwnNoticesAsync(bool unread, int limit, string? cursor, CancellationToken ct) =>
        api.GetAsync<OwnNoticesShape>($"{Notices}/mine?limit={limit}&unread={(unread ? "true" : "false")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    /// <param name="notice">Null: all of them.</param>
    public Task ReadNoticeAsync(Guid? notice, CancellationToken ct) => api.TellAsync($"{Notices}/mine{(notice is { } id ? $"/{id}" : "")}/read", new { }, ct);

    public Task<Listing<Guid>> WatchesAsync(CancellationToken ct) => api.GetAsync<Listing<Guid>>($"{Notices}/watches", ct);

    public Task WatchAsync(Guid ticket, bool watch, CancellationToken ct) =>
        watch ? api.PutAsync<object>($"{Notices}/watches/{ticket}", new { }, ct) : api.DeleteAsync($"{Notices}/watches/{ticket}", ct);
}
