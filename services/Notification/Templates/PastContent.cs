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
            new PastContent(
                content.Values.ToDictionary(v => v.Key, v => Short(v.Value, 1_000)), content.Words, content.Times, content.Zone, content.Now, Short(content.Quote, 20_000), content.Link),
            s_json);
    }

    private static string? Short(string? text, int longest) => text is null || text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

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
