using System.Globalization;
using System.Text;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Demo;

/// <summary>A company's line at WeCom: what its members write goes in encrypted and signed as WeCom does it, and the answers come back through its API.</summary>
public sealed class WecomLine
{
    private readonly GatewayClient _gateway;
    private readonly TimeProvider _clock;

    private WecomLine(GatewayClient gateway, Door door, WecomPlatform company, TimeProvider clock) => (_gateway, Door, Company, _clock) = (gateway, door, company, clock);

    /// <summary>The channel.</summary>
    public Door Door { get; }

    /// <summary>The company, with the messages that its members got.</summary>
    public WecomPlatform Company { get; }

    /// <summary>Makes the channel, or finds it from an earlier run, and lets the stand-in answer for the company.</summary>
    public static async Task<WecomLine> OpenAsync(GatewayClient gateway, DoorBook doors, LoopbackPlatforms platforms, string name, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(doors);
        ArgumentNullException.ThrowIfNull(platforms);
        var door = await doors.OpenAsync("wecom", name, WecomPlatform.NewApplication, ct);
        var company = WecomPlatform.Of(door.Settings);
        platforms.Add(company);
        return new WecomLine(gateway, door, company, clock);
    }

    /// <summary>A member writes.</summary>
    public async Task WriteAsync(string member, string text, CancellationToken ct)
    {
        var (query, body) = Company.Written(member, Random.Shared.NextInt64(1L << 40, 1L << 62).ToString(CultureInfo.InvariantCulture), text, _clock.GetUtcNow());
        using var content = new StringContent(body, Encoding.UTF8, "text/xml");
        await _gateway.PostContentAsync($"{Door.Path}?{query}", content, ct);
    }
}
