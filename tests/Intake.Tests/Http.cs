using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ServiceMesh.Intake.Tests;

/// <summary>Requests in one line each.</summary>
internal static class Http
{
    public static async Task<JsonElement> PostAsync(this HttpClient client, string path, object body, int status = 201, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return await ReadAsync(response, status);
    }

    public static async Task<JsonElement> PutAsync(this HttpClient client, string path, object body, int status = 200)
    {
        using var response = await client.PutAsJsonAsync(path, body);
        return await ReadAsync(response, status);
    }

    public static async Task<JsonElement> FetchAsync(this HttpClient client, string path, int status = 200)
    {
        using var response = await client.GetAsync(path);
        return await ReadAsync(response, status);
    }

    public static async Task<JsonElement> DropAsync(this HttpClient client, string path, int status = 204)
    {
        using var response = await client.DeleteAsync(path);
        return await ReadAsync(response, status);
    }

    /// <summary>The code of the problem that a request ends in.</summary>
    public static async Task<string> RefusedAsync(this HttpClient client, string path, object body, int status) =>
        (await client.PostAsync(path, body, status)).Text("code");

    /// <summary>Posts whatever comes of it.</summary>
    public static async Task<int> PostAsJsonStatusAsync(this HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return (int)response.StatusCode;
    }

    public static async Task<JsonElement> SendRawAsync(this HttpClient client, string path, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        return await ReadAsync(response, status);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static Guid Id(this JsonElement element, string name = "id") => element.GetProperty(name).GetGuid();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;

    public static List<JsonElement> Items(this JsonElement element) => [.. element.GetProperty("items").EnumerateArray()];
}
