using System.Text.Json.Serialization;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>A channel with what its platform knows of it. Kept between runs: secrets are shown once only.</summary>
/// <param name="Secret">The channel's own secret; null for kinds whose platform gives one.</param>
/// <param name="WebhookUrl">The address that the platform calls, whole.</param>
/// <param name="Settings">What the platform gave.</param>
public sealed record Door(Guid Id, string Kind, string Name, string? Secret, string WebhookUrl, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The address behind the gateway's.</summary>
    [JsonIgnore]
    public string Path => new Uri(WebhookUrl).AbsolutePath;

    /// <summary>For kinds that sign by Standard Webhooks, and the web chat.</summary>
    [JsonIgnore]
    public ChannelAccess Access => new(Id, Kind, Secret ?? throw new InvalidOperationException($"A {Kind} channel has no secret of its own."));
}

/// <summary>Makes channels, or finds those of an earlier run.</summary>
public sealed class DoorBook(GatewayClient gateway, string stateFile) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The channel of this kind and name: the one of an earlier run while it is still there, else a new one with these settings.</summary>
    public async Task<Door> OpenAsync(string kind, string name, Func<IReadOnlyDictionary<string, string>> settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await _turn.WaitAsync(ct);
        try
        {
            var state = DemoState.Load(stateFile);
            if (state.Doors.FirstOrDefault(d => d.Kind == kind && d.Name == name) is { } known
                && await gateway.FindAsync<ChannelView>($"/api/v1/channels/{known.Id}", ct) is { Active: true } there)
                // The installation's public address may be another than last time; the path with its secret is not.
                return known with { WebhookUrl = new Uri(new Uri(there.WebhookUrl), known.Path).AbsoluteUri };

            var given = settings();
            var made = await gateway.PostAsync<CreatedView>("/api/v1/channels", new { kind, name, language = "zh-CN", settings = given }, null, ct);
            var door = new Door(made.Id, kind, name, made.Secret, made.WebhookUrl, given);
            (state with { Doors = [.. state.Doors.Where(d => d.Kind != kind || d.Name != name), door] }).Save(stateFile);
            return door;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private sealed record ChannelView(bool Active, string WebhookUrl);

    private sealed record CreatedView(Guid Id, string? Secret, string WebhookUrl);
}
