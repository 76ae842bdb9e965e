using System.Net.Http.Headers;
using System.Text.Json;

namespace ServiceMesh.Intake.Tests.Attachments;

/// <summary>Uploads and downloads in one line each.</summary>
internal static class Upload
{
    /// <summary>The smallest thing that is a picture.</summary>
    public static readonly byte[] Png = Convert.FromHexString("89504e470d0a1a0a0000000d49484452");

    public static async Task<JsonElement> UploadAsync(
        this HttpClient client, byte[] content, string? name, int status = 201, string path = "/api/v1/tickets/attachments", (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, name is null ? path : $"{path}?name={Uri.EscapeDataString(name)}")
        {
            Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
        if (header is { } h)
            request.Headers.Add(h.Name, h.Value);
        using var response = await client.SendAsync(request);
        return await Http.ReadAsync(response, status);
    }

    public static async Task<Guid> UploadedAsync(this HttpClient client, string name = "shot.png", byte[]? content = null) =>
        (await client.UploadAsync(content ?? Png, name)).Id();

    /// <summary>The ids of the files of a conversation, by what was said with them.</summary>
    public static List<(string Text, Guid Id, JsonElement File)> Files(this JsonElement conversation) =>
    [
        .. conversation.Items().Where(m => m.TryGetProperty("attachments", out _))
            .SelectMany(m => m.GetProperty("attachments").EnumerateArray().Select(f => (m.Text("text"), f.Id(), f))),
    ];
}
