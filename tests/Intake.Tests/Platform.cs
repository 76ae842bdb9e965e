using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceMesh.Intake.Tests;

/// <summary>A platform that sends signed webhooks; it signs by itself, from the standard's words.</summary>
internal sealed class Platform(HttpClient client, Guid channel, string secret)
{
    public Guid Channel => channel;
    public string Secret => secret;

    public Task<JsonElement> MessageAsync(
        string conversation, string text, int status = 202, string? webhookId = null, object? from = null, DateTimeOffset? at = null) =>
        SendAsync("messages", new { conversationId = conversation, from = from ?? new { id = "u1", name = "Zhao" }, text }, status, webhookId, at);

    public Task<JsonElement> CallAsync(string call, string @event, string? from, DateTimeOffset? at = null, int status = 202, string? webhookId = null) =>
        SendAsync("calls", new { callId = call, @event, from, to = "+862155550199", at, agent = new { name = "Wang Fang" } }, status, webhookId);

    public Task<JsonElement> SendAsync(string route, object body, int status, string? webhookId = null, DateTimeOffset? at = null) =>
        SendRawAsync(route, JsonSerializer.Serialize(body), status, webhookId, at);

    public async Task<JsonElement> SendRawAsync(
        string route, string body, int status, string? webhookId = null, DateTimeOffset? at = null, Func<string, string>? forge = null)
    {
        using var response = await RespondAsync(route, body, webhookId, at, forge);
        return await Http.ReadAsync(response, status);
    }

    /// <summary>Sends a message whatever comes of it.</summary>
    public async Task<int> StatusAsync(string conversation, string text)
    {
        using var response = await RespondAsync("messages", JsonSerializer.Serialize(new { conversationId = conversation, from = new { id = "u1" }, text }));
        return (int)response.StatusCode;
    }

    /// <summary>Any bytes, rightly signed.</summary>
    public HttpRequestMessage Raw(string route, byte[] body)
    {
        var id = $"msg_{Guid.NewGuid():N}";
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{channel}/{route}") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)));
        return request;
    }

    private async Task<HttpResponseMessage> RespondAsync(
        string route, string body, string? webhookId = null, DateTimeOffset? at = null, Func<string, string>? forge = null)
    {
        var id = webhookId ?? $"msg_{Guid.NewGuid():N}";
        var timestamp = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{channel}/{route}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", forge?.Invoke(signature) ?? signature);
        return await client.SendAsync(request);
    }
}
