using ServiceMesh.Intake.Delivery;

namespace ServiceMesh.Intake.Channels;

/// <summary>Temporary media (临时素材), which WeCom and WeChat take before a message can name it.</summary>
internal static class TencentFiles
{
    /// <summary>Media that is not what its kind must be, or too large, however it was found.</summary>
    private static readonly HashSet<long> s_refusals =
        [40004, 40005, 40006, 40009, 40010, 40011, 40012, 41005, 43003, 44001, 45001, 45003, 45005, 45006, 45007, 301017, 301019];

    /// <summary>A file that somebody sent, by its media id.</summary>
    public static Task<HttpResponseMessage?> FetchAsync(
        PlatformApi api, PlatformTokens tokens, OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, Func<PlatformReply, bool> isTokenRefused,
        string address, string media, CancellationToken ct) => tokens.OpenFileAsync(
        channel, fetch, (token, stop) => api.OpenFileAsync($"{address}/cgi-bin/media/get?access_token={Uri.EscapeDataString(token)}&media_id={Uri.EscapeDataString(media)}", stop), isTokenRefused, ct);

    /// <summary>Uploads a file; its media id, or what came of it instead.</summary>
    public static async Task<(string? MediaId, DeliveryOutcome? Failure)> UploadAsync(
        PlatformApi api, PlatformTokens tokens, OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, Func<PlatformReply, bool> isTokenRefused,
        string address, string type, OutboundFile file, CancellationToken ct)
    {
        var reply = await tokens.CallAsync(
            channel, fetch, (token, stop) => api.UploadAsync($"{address}/cgi-bin/media/upload?access_token={Uri.EscapeDataString(token)}&type={type}", "media", file, [], stop),
            isTokenRefused, ct);
        if (reply.Text("media_id") is { Length: > 0 } media && reply.Number("errcode", 0) == 0)
            return (media, null);
        return (null, s_refusals.Contains(reply.Number("errcode", -1)) ? new DeliveryOutcome(DeliveryReasons.FileRefused) : reply.Refused());
    }
}
