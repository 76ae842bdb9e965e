namespace ServiceMesh.Desk;

/// <summary>People, rosters and triage.</summary>
internal sealed partial class DeskApi
{
    private const int MostEngineers = 2_000;

    /// <summary>All engineers, over as many pages as it takes.</summary>
    public async Task<IReadOnlyList<EngineerShape>> AllEngineersAsync(CancellationToken ct)
    {
        var page = await api.GetAsync<Listing<EngineerShape>>("/api/v1/engineers?limit=500", ct);
        var engineers = page.Items.ToList();
        while (page is { Next: { } next, Items.Count: > 0 } && engineers.Count < MostEngineers)
        {
            page = await api.GetAsync<Listing<EngineerShape>>($"/api/v1/engineers?limit=500&cursor={Uri.EscapeDataString(next)}", ct);
            engineers.AddRange(page.Items);
        }

        return engineers;
    }

    /// <summary>The engineer who signs in with an account; null when there is none.</summary>
    public async Task<EngineerShape?> MeAsync(string? account, CancellationToken ct) => (await AllEngineersAsync(ct)).FirstOrDefault(e => e.AccountId is not null && e.AccountId == account);

    public Task<ProfileShape> SaveProfileAsync(Guid engineer, object profile, CancellationToken ct) => api.PutAsync<ProfileShape>($"/api/v1/engineers/{engineer}/profile", profile, ct);

    public Task<Named> CustomerAsync(Guid id, CancellationToken ct) => api.GetAsync<Named>($"/api/v1/customers/{id}", ct);

    public Task<TeamSettingsShape> TeamSettingsAsync(Guid team, CancellationToken ct) => api.GetAsync<TeamSettingsShape>($"/api/v1/teams/{team}/settings", ct);

    public Task<TeamSettingsShape> SaveTeamSettingsAsync(Guid team, object settings, CancellationToken ct) => api.PutAsync<TeamSettingsShape>($"/api/v1/teams/{team}/settings", settings, ct);

    /// <summary>Teams with what they take.</summary>
    public Task<Listing<TeamShape>> TeamListAsync(CancellationToken ct) => api.GetAsync<Listing<TeamShape>>("/api/v1/teams", ct);

    public Task<Listing<PresenceShape>> PresenceAsync(CancellationToken ct) => api.GetAsync<Listing<PresenceShape>>("/api/v1/engineers/presence", ct);

    /// <param name="state"><c>available</c>, <c>away</c>, or null for no more than that the Desk is open.</param>
    public Task TellPresenceAsync(string? state, CancellationToken ct) => api.TellAsync("/api/v1/engineers/me/presence", new { state }, ct);

    public Task SetPresenceAsync(Guid engineer, string state, CancellationToken ct) => api.TellAsync($"/api/v1/engineers/{engineer}/presence", new { state }, ct);

    public Task<Listing<DutyShape>> CalendarAsync(Guid team, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        api.GetAsync<Listing<DutyShape>>($"/api/v1/teams/{team}/calendar?from={Instant(from)}&until={Instant(until)}", ct);

    public Task<Listing<RotationShape>> RotationsAsync(Guid team, CancellationToken ct) => api.GetAsync<Listing<RotationShape>>($"/api/v1/teams/{team}/rotations", ct);

    public Task<RotationShape> SaveRotationAsync(Guid team, Guid? rotation, object values, string once, CancellationToken ct) => rotation is { } id
        ? api.PutAsync<RotationShape>($"/api/v1/teams/{team}/rotations/{id}", values, ct)
        : api.PostAsync<RotationShape>($"/api/v1/teams/{team}/rotations", values, ct, once);

    public Task EndRotationAsync(Guid team, Guid rotation, CancellationToken ct) => api.DeleteAsync($"/api/v1/teams/{team}/rotations/{rotation}", ct);

    public Task<Listing<OverrideShape>> OverridesAsync(Guid team, CancellationToken ct) => api.GetAsync<Listing<OverrideShape>>($"/api/v1/teams/{team}/overrides", ct);

    public Task<OverrideShape> OverrideAsync(Guid team, object values, string once, CancellationToken ct) => api.PostAsync<OverrideShape>($"/api/v1/teams/{team}/overrides", values, ct, once);

    public Task<Listing<OverrideShape>> SwapAsync(Guid team, object values, string once, CancellationToken ct) => api.PostAsync<Listing<OverrideShape>>($"/api/v1/teams/{team}/swaps", values, ct, once);

    public Task EndOverrideAsync(Guid team, Guid id, CancellationToken ct) => api.DeleteAsync($"/api/v1/teams/{team}/overrides/{id}", ct);

    public Task<Listing<AbsenceShape>> AbsencesAsync(Guid engineer, CancellationToken ct) => api.GetAsync<Listing<AbsenceShape>>($"/api/v1/engineers/{engineer}/absences", ct);

    public Task<AbsenceShape> AbsentAsync(Guid engineer, object values, string once, CancellationToken ct) => api.PostAsync<AbsenceShape>($"/api/v1/engineers/{engineer}/absences", values, ct, once);

    public Task EndAbsenceAsync(Guid engineer, Guid id, CancellationToken ct) => api.DeleteAsync($"/api/v1/engineers/{engineer}/absences/{id}", ct);

    public Task<Listing<HandoverShape>> HandoversAsync(CancellationToken ct) => api.GetAsync<Listing<HandoverShape>>("/api/v1/teams/handovers", ct);

    public Task<HandoverShape> WriteHandoverAsync(Guid team, string text, string once, CancellationToken ct) =>
        api.PostAsync<HandoverShape>($"/api/v1/teams/{team}/handovers", new { text }, ct, once);

    public Task<HandoverShape> TakeHandoverAsync(Guid team, Guid id, CancellationToken ct) => api.PostAsync<HandoverShape>($"/api/v1/teams/{team}/handovers/{id}/take", new { }, ct);

    public Task<TriageVersionShape> TriageAsync(int? version, CancellationToken ct) =>
        api.GetAsync<TriageVersionShape>(version is { } v ? FormattableString.Invariant($"/api/v1/triage/versions/{v}") : "/api/v1/triage", ct);

    public Task<Listing<TriageListedShape>> TriageVersionsAsync(CancellationToken ct) => api.GetAsync<Listing<TriageListedShape>>("/api/v1/triage/versions", ct);

    public Task<TriageVersionShape> SaveTriageAsync(int version, TriageBookShape book, string? note, CancellationToken ct) =>
        api.PutAsync<TriageVersionShape>("/api/v1/triage", new { version, book, note }, ct);

    public Task<DryRunShape> DryRunAsync(TriageBookShape book, int days, CancellationToken ct) => api.PostAsync<DryRunShape>("/api/v1/triage/dry-run", new { book, days, tickets = 2000 }, ct);

    public Task<SuggestionsShape> SuggestionsAsync(Guid ticket, CancellationToken ct) => api.GetAsync<SuggestionsShape>($"/api/v1/work/{ticket}/suggestions", ct);

    private static string Instant(DateTimeOffset at) => Uri.EscapeDataString(at.UtcDateTime.ToString("O"));
}
