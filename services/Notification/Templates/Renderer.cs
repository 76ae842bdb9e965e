using HandlebarsDotNet;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Templates;

/// <summary>A message as it is stored: links masked.</summary>
public sealed record Rendered(string Subject, string Text, string Html);

/// <summary>What a message says besides its template.</summary>
public sealed record Content
{
    public required string Template { get; init; }

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public required string Language { get; init; }
    public required string Brand { get; init; }
    public string? RecipientName { get; init; }

    /// <summary>Values the texts name; a fact whose value is empty is left out.</summary>
    public required IReadOnlyDictionary<string, string?> Values { get; init; }

    /// <summary>Values that are words to translate: for example <c>clock</c> -> <c>clock.resolution</c>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>A person's longer text, shown with its line breaks.</summary>
    public string? Quote { get; init; }
    public string? Link { get; init; }
}

/// <summary>Renders messages as plain text and as HTML in the recipient's language.</summary>
public sealed class Renderer
{
    private const int LongestQuote = 20_000;
    private readonly Dictionary<string, Catalog> _catalogs = new() { ["zh"] = Catalog.Load("zh"), ["en"] = Catalog.Load("en") };
    private readonly HandlebarsTemplate<object, object> _text = Compile("layout.text.hbs", escape: false);
    private readonly HandlebarsTemplate<object, object> _html = Compile("layout.html.hbs", escape: true);

    public Rendered Render(Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var catalog = _catalogs[content.Language];
        var texts = catalog.Message(content.Template);
        var values = content.Values.ToDictionary(v => v.Key, v => (object?)v.Value);
        values["brand"] = content.Brand;
        values["name"] = content.RecipientName;
        foreach (var (name, word) in content.Words) values[name] = catalog.Word(word, values);

        var data = new Dictionary<string, object?>
        {
            ["language"] = content.Language == "zh" ? "zh-CN" : "en",
            ["brand"] = content.Brand,
            ["title"] = texts.Title(values),
            ["hello"] = catalog.Word(string.IsNullOrWhiteSpace(content.RecipientName) ? "helloNobody" : "hello", values),
            ["paragraphs"] = texts.Paragraphs.Select(p => p(values)).ToArray(),
            ["quote"] = texts.Quote && !string.IsNullOrWhiteSpace(content.Quote) ? Lines(content.Quote) : null,
            ["after"] = texts.After.Select(p => p(values)).ToArray(),
            ["facts"] = Facts(texts, values),
            ["button"] = texts.Button,
            ["link"] = content.Link,
            ["footer"] = catalog.Word("footer", values),
        };
        return new Rendered(Texts.ForHeader(texts.Subject(values)), _text(data), _html(data));
    }

    private static Dictionary<string, object?>[] Facts(MessageTexts texts, Dictionary<string, object?> values) =>
    [
        .. texts.Facts.Select(f => (f.Label, Value: f.Value(values))).Where(f => !string.IsNullOrWhiteSpace(f.Value))
            .Select(f => new Dictionary<string, object?> { ["label"] = f.Label, ["value"] = f.Value }),
    ];

    private static string[] Lines(string text) =>
        (text.Length > LongestQuote ? Cut(text) + " …" : text).ReplaceLineEndings("\n").Split('\n');

    private static string Cut(string text) =>
        text[..(char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)];

    private static HandlebarsTemplate<object, object> Compile(string resource, bool escape)
    {
        using var reader = new StreamReader(Catalog.Resource(resource));
        return Handlebars.Create(new HandlebarsConfiguration { NoEscape = !escape }).Compile(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
