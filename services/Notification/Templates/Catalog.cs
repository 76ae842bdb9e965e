using System.Text.Json;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Source = System.Func<string, HandlebarsDotNet.HandlebarsTemplate<object, object>>;

namespace ServiceMesh.Notification.Templates;

/// <summary>
/// The texts of every message in one language, compiled once. Values are inserted, never evaluated: a customer's braces stay braces.
/// </summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, HandlebarsTemplate<object, object>> _words;
    private readonly Dictionary<string, MessageTexts> _messages;

    private Catalog(Dictionary<string, HandlebarsTemplate<object, object>> words, Dictionary<string, MessageTexts> messages)
    {
        _words = words;
        _messages = messages;
    }

    public IEnumerable<string> Messages => _messages.Keys;

    public IEnumerable<string> Words => _words.Keys;

    public MessageTexts Message(string template) => _messages[template];

    /// <summary>A word of this language; the key itself when there is none, so that an unknown clock still has a name.</summary>
    public string Word(string key, Dictionary<string, object?> data) =>
        _words.TryGetValue(key, out var word) ? word(data) : key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public static Catalog Load(string language)
    {
        var plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        using var stream = Resource($"{language}.json");
        using var document = JsonDocument.Parse(stream);
        Source compile = text => plain.Compile(text);
        var words = document.RootElement.GetProperty("words").EnumerateObject().ToDictionary(w => w.Name, w => compile(w.Value.GetString()!));
        var messages = document.RootElement.GetProperty("templates").EnumerateObject()
            .ToDictionary(m => m.Name, m => MessageTexts.Read(m.Value, compile));
        return new Catalog(words, messages);
    }

    public static Stream Resource(string name) =>
        typeof(Catalog).Assembly.GetManifestResourceStream($"ServiceMesh.Notification.Templates.{name}")
        ?? throw new InvalidOperationException($"Template resource {name} is missing.");
}

/// <summary>One message in one language. All texts are templates; the layouts escape what comes out of them.</summary>
internal sealed partial record MessageTexts
{
    private static readonly string[] s_everywhere = ["brand", "name", "number", "subject", "title", "hello", "quote", "link", "brief"];

    public required HandlebarsTemplate<object, object> Subject { get; init; }
    public required HandlebarsTemplate<object, object> Title { get; init; }
    public required IReadOnlyList<HandlebarsTemplate<object, object>> Paragraphs { get; init; }
    public required IReadOnlyList<HandlebarsTemplate<object, object>> After { get; init; }
    public required IReadOnlyList<(string Label, HandlebarsTemplate<object, object> Value)> Facts { get; init; }
    public required string Button { get; init; }

    /// <summary>The whole message in a sentence.</summary>
    public required HandlebarsTemplate<object, object> Brief { get; init; }

    /// <summary>The names of all values that this message has.</summary>
    public required IReadOnlySet<string> Fields { get; init; }

    /// <summary>Whether the message quotes a longer text of a person.</summary>
    public required bool Quote { get; init; }

    /// <summary>The texts as they were written, in the form of a tenant's own wording: to begin one with.</summary>
    public required ShippedTexts Source { get; init; }

    public static MessageTexts Read(JsonElement json, Source compile) => new()
    {
        Subject = compile(json.GetProperty("subject").GetString()!),
        Title = compile(json.GetProperty("title").GetString()!),
        Paragraphs = Texts(json, "paragraphs", compile),
        After = Texts(json, "after", compile),
        Facts = [.. json.GetProperty("facts").EnumerateArray().Select(f => (f[0].GetString()!, compile(f[1].GetString()!)))],
        Button = json.GetProperty("button").GetString()!,
        Brief = compile(json.GetProperty("brief").GetString()!),
        Fields = Names().Matches(json.GetRawText()).Select(m => m.Groups[1].Value).SelectMany(WithWhole).Concat(s_everywhere).ToHashSet(StringComparer.Ordinal),
        Quote = json.TryGetProperty("quote", out var quote) && quote.GetBoolean(),
        Source = ShippedTexts.Read(json),
    };

    /// <summary>Where an end is said without the day that stands beside it, it may be said with it too.</summary>
    private static string[] WithWhole(string field) => field == "untilWords" ? [field, "toWords"] : [field];

    [GeneratedRegex("\\{\\{(?:#if |#unless )?(?!else\\})([A-Za-z]+)\\}\\}")]
    private static partial Regex Names();

    private static List<HandlebarsTemplate<object, object>> Texts(JsonElement json, string name, Source compile) =>
        json.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(t => compile(t.GetString()!))] : [];
}
