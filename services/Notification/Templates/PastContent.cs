using System.Text.Json;

namespace ServiceMesh.Notification.Templates;

/// <summary>What a message was made of, kept with it: a changed wording can be tried on what really happened.</summary>
public sealed record PastContent(
    IReadOnlyDictionary<string, string?> Values, IReadOnlyDictionary<string, string> Words, IReadOnlyDictionary<string, DateTimeOffset> Times,
    string Zone, DateTimeOffset Now, string? Quote, string? Link)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static string Write(Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return JsonSerializer.Serialize(
            new PastContent(content.Values, content.Words, content.Times, content.Zone, content.Now, content.Quote, content.Link), s_json);
    }

    public static PastContent Read(string json) =>
        JsonSerializer.Deserialize<PastContent>(json, s_json) ?? throw new JsonException("An empty content.");

    public Content Content(string template, string language, string brand, string? recipient) => new()
    {
        Template = template,
        Language = language,
        Brand = brand,
        RecipientName = recipient,
        Values = Values,
        Words = Words,
        Times = Times,
        Zone = Zone,
        Now = Now,
        Quote = Quote,
        Link = Link,
    };
}
