using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceMesh.Intake.Delivery;

namespace ServiceMesh.Intake.Channels;

/// <summary>What a platform's API answered.</summary>
/// <param name="Body">The answer as an object; an undefined element when it was none.</param>
public sealed record PlatformReply(int Status, JsonElement Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A whole number in the answer; <paramref name="otherwise"/> when it is not there.</summary>
    public long Number(string name, long otherwise) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number) ? number : otherwise;

    /// <summary>A text in the answer; null when it is not there, or is none: half a surrogate pair, bytes that are no UTF-8.</summary>
    public string? Text(string name)
    {
        try
        {
            return Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An object in the answer, with the same status.</summary>
    public PlatformReply Part(string name) =>
        this with { Body = Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value.Clone() : default };

    /// <summary>What it means when nothing in the answer says more.</summary>
    public DeliveryOutcome Refused(bool final = false) => new(DeliveryReasons.ReceiverRefused, final, RetryAfter);
}

/// <summary>JSON APIs of platforms: an answer over a mebibyte, or one that is no JSON, counts as no answer.</summary>
public sealed class PlatformApi(PlatformHttp http, TimeProvider time)
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan s_upload = TimeSpan.FromSeconds(45);
    private static readonly JsonSerializerOptions s_options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 32 };

    /// <summary>Posts an object whose properties are named as the platform wants them.</summary>
    public Task<PlatformReply> PostAsync(string url, object body, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, s_options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return CallAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = content }, headers, ct);
    }

    /// <summary>
    /// Posts a file as a form with some fields beside it: at most 45 s. Its name is written as it is, in UTF-8, and the boundary without quotes: that is what these
    /// platforms read.
    /// </summary>
    /// <param name="field">The name of the form's field that holds the file.</param>
    public Task<PlatformReply> UploadAsync(
        string url, string field, OutboundFile file, IReadOnlyList<(string Name, string Value)> fields, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        var form = new MultipartFormDataContent { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        var boundary = form.Headers.ContentType!.Parameters.Single(p => p.Name == "boundary");
        boundary.Value = boundary.Value!.Trim('"');
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value) { Headers = { ContentType = null } }, name);
        var content = new StreamContent(file.Open() ?? throw new PlatformException(new DeliveryOutcome(DeliveryReasons.FileRefused)));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
        content.Headers.ContentLength = file.Size;
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{file.Name}\"; filelength={file.Size}");
        form.Add(content);
        return CallAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = form }, headers, ct, s_upload);
    }

    /// <summary>Reads an address.</summary>
    public Task<PlatformReply> GetAsync(string url, CancellationToken ct, params (string Name, string Value)[] headers) =>
        CallAsync(new HttpRequestMessage(HttpMethod.Get, url), headers, ct);

    /// <summary>Starts reading a file; null when the platform does not hand it over.</summary>
    public Task<HttpResponseMessage?> OpenFileAsync(string url, CancellationToken ct, params (string Name, string Value)[] headers) =>
        http.OpenFileAsync(With(new HttpRequestMessage(HttpMethod.Get, url), headers), ct);

    /// <summary>Some platforms answer with a fault in JSON where a file was asked for. A file has a name; a fault has none.</summary>
    public static async Task<(HttpResponseMessage? File, bool Refused)> FileOrRefusalAsync(
        HttpResponseMessage? answer, Func<PlatformReply, bool> isRefused, CancellationToken ct)
    {
        if (answer is null || answer.Content.Headers is not { ContentDisposition: null, ContentType.MediaType: "application/json" or "text/plain" })
            return (answer, false);
        using (answer)
            return (null, isRefused(new PlatformReply((int)answer.StatusCode, Parse(await PlatformHttp.ReadAsync(answer.Content, LargestAnswer, ct)), null)));
    }

    private async Task<PlatformReply> CallAsync(HttpRequestMessage request, (string Name, string Value)[] headers, CancellationToken ct, TimeSpan? within = null)
    {
        using var call = With(request, headers);
        return await http.SendAsync(call, quiet: true, ReadAsync, ct, within);
    }

    private async Task<PlatformReply> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = await PlatformHttp.ReadAsync(response.Content, LargestAnswer, ct);
        return new PlatformReply((int)response.StatusCode, Parse(bytes), RetryAfter.Of(response, time));
    }

    private static JsonElement Parse(byte[]? bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes ?? [], s_reading);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static HttpRequestMessage With(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}

/// <summary>The header Retry-After, in either of its forms.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
