using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>Work by hand, and records completed after it.</summary>
internal sealed partial class DeskApi
{
    /// <summary>What speaks against giving a ticket to somebody.</summary>
    /// <param name="engineer">Null for the caller's own engineer.</param>
    /// <param name="at">Of a visit; null for the ticket itself.</param>
    public Task<Listing<AgainstShape>> AgainstAsync(Guid ticket, Guid? engineer, Guid? team, DateTimeOffset? at, CancellationToken ct) =>
        api.GetAsync<Listing<AgainstShape>>($"/api/v1/work/{ticket}/against?{Asked(engineer, team)}{(at is { } day ? $"at={Uri.EscapeDataString(day.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture))}" : "")}", ct);

    /// <summary>What speaks against giving a maintenance run to somebody.</summary>
    public Task<Listing<AgainstShape>> AgainstRunAsync(Guid run, Guid engineer, Guid? team, CancellationToken ct) =>
        api.GetAsync<Listing<AgainstShape>>($"/api/v1/maintenance/runs/{run}/against?{Asked(engineer, team)}", ct);

    /// <summary>Closed tickets whose record is not complete.</summary>
    public Task<Listing<IncompleteRecordShape>> IncompleteRecordsAsync(bool mine, CancellationToken ct) =>
        api.GetAsync<Listing<IncompleteRecordShape>>($"/api/v1/work/incomplete-records{(mine ? "?engineer=me" : "")}", ct);

    private static string Asked(Guid? engineer, Guid? team) => $"{(engineer is { } e ? $"engineerId={e}&" : "")}{(team is { } t ? $"teamId={t}&" : "")}";
}
