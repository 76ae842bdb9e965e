using HandlebarsDotNet;
using ServiceMesh.Notification.Domain;
using ServiceMesh.ServiceDefaults;

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

    /// <summary>Stands between several words of one value.</summary>
    public const char BetweenWords = '\n';

    /// <summary>Values that are words to translate: for example <c>clock</c> -> <c>clock.resolution</c>; several with <see cref="BetweenWords"/>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Instants: <c>due</c> becomes the values <c>due</c> and <c>dueWords</c>.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Times { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>IANA zone of the instants.</summary>
    public string Zone { get; init; } = "Etc/UTC";
    public DateTimeOffset Now { get; init; }

    /// <summary>A person's longer text, shown with its line breaks.</summary>
    public string? Quote { get; init; }
    public string? Link { get; init; }
}

/// <summary>Renders messages in the recipient's language: mails as plain text and HTML, everything else in a few words.</summary>
public sealed class Renderer
{
    private const int LongestQuote = 20_000;
    private const int LongestValue = 1_000;
    private const int LongestSms = 300;
    private const int LongestBrief = 1_500;
    private readonly Dictionary<string, Catalog> _catalogs = new() { ["zh"] = Catalog.Load("zh"), ["en"] = Catalog.Load("en") };
    private readonly HandlebarsTemplate<object, object> _text = Compile("layout.text.hbs", escape: false);
    private readonly HandlebarsTemplate<object, object> _html = Compile("layout.html.hbs", escape: true);

    /// <summary>A mail; <paramref name="own"/> is the tenant's wording.</summary>
    public Rendered Mail(Content content, CustomTemplate? own = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (texts, values, said, catalog) = Values(content);
        var data = new Dictionary<string, object?>
        {
            ["language"] = content.Language == "zh" ? "zh-CN" : "en",
            ["brand"] = content.Brand,
            ["title"] = texts.Title(values),
            ["hello"] = catalog.Word(string.IsNullOrWhiteSpace(content.RecipientName) ? "helloNobody" : "hello", values),
            ["paragraphs"] = Filled(texts.Paragraphs, said),
            ["quote"] = texts.Quote && !string.IsNullOrWhiteSpace(content.Quote) ? Lines(content.Quote) : null,
            ["after"] = Filled(texts.After, said),
            ["facts"] = Facts(texts, values, content.Language),
            ["colon"] = Colon(content.Language),
            ["button"] = texts.Button,
            ["link"] = content.Link,
            ["footer"] = catalog.Word("footer", values),
        };
        if (own is null) return new Rendered(Texts.ForHeader(texts.Subject(values)), _text(data), _html(data));

        Offer(said, content, (string)data["title"]!, (string)data["hello"]!, texts);
        // Without HTML of its own, the tenant's text stands in our layout.
        var text = own.Text(said);
        var html = own.Html(said) ?? _html(new Dictionary<string, object?>(data)
        {
            ["paragraphs"] = Lines(text), ["quote"] = null, ["after"] = null, ["facts"] = null, ["hello"] = null,
        });
        return new Rendered(Texts.ForHeader(own.Subject(values)), text, html);
    }

    /// <summary>The message in a few words, for robots, SMS, calls, conversations and the Desk.</summary>
    public (string Subject, string Text) Brief(Content content, string channel, CustomTemplate? own = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (texts, values, said, catalog) = Values(content);
        var subject = Texts.ForHeader(texts.Subject(values));
        if (own is not null) Offer(said, content, texts.Title(values), "", texts);
        var text = Texts.Clean(own is null ? texts.Brief(said) : own.Text(said), channel == DeliveryChannels.Sms ? LongestSms : LongestBrief);
        var quoted = !texts.Quote || string.IsNullOrWhiteSpace(content.Quote) ? 0 : channel switch
        {
            DeliveryChannels.Im or DeliveryChannels.Robot => LongestBrief,
            // Nothing but its text says what an announcement is about: there is no page to read it on.
            DeliveryChannels.Sms when content.Template == Template.Announcement && own is null => LongestSms - text.Length,
            _ => 0,
        };
        var quote = quoted > 1 ? "\n" + Texts.Clean(content.Quote!, quoted) : "";
        var link = own is null && content.Link is not null && channel is not (DeliveryChannels.Voice or DeliveryChannels.InApp) ? "\n" + content.Link : "";
        // A group hears where the link leads: staff's own place, whomever the message is for.
        if (link.Length > 0 && channel == DeliveryChannels.Robot) link = "\n" + catalog.Word("inDesk", values) + content.Link;
        return (subject, text + quote + link);
    }

    /// <summary>The names that a wording of this message may use.</summary>
    public IReadOnlySet<string> Fields(string template) => _catalogs["en"].Message(template).Fields;

    /// <summary>The message as it is shipped.</summary>
    public ShippedTexts Shipped(string template, string language) => _catalogs[language].Message(template).Source;

    /// <summary>What stands in headers and facts, and the same as it is said within sentences, where a subject has no stop of its own.</summary>
    private (MessageTexts Texts, Dictionary<string, object?> Values, Dictionary<string, object?> Said, Catalog Catalog) Values(Content content)
    {
        var catalog = _catalogs[content.Language];
        // Values come from people: one clean piece of text each, whatever they hold.
        var values = content.Values.ToDictionary(v => v.Key, v => (object?)(v.Value is null ? null : Texts.Clean(v.Value, LongestValue)));
        values["brand"] = content.Brand;
        values["name"] = content.RecipientName is null ? null : Texts.Clean(content.RecipientName, LongestValue);
        foreach (var (name, at) in content.Times)
        {
            values[name] = Texts.LocalTime(at, content.Zone);
            values[name + "Words"] = PlainTime.Of(at, content.Now, content.Zone, content.Language);
        }
        if (content.Times.TryGetValue("from", out var begin) && content.Times.TryGetValue("to", out var end))
            values["untilWords"] = PlainTime.Until(end, begin, content.Now, content.Zone, content.Language);
        foreach (var (name, words) in content.Words)
            values[name] = string.Join(content.Language == "zh" ? "、" : ", ", words.Split(Content.BetweenWords).Select(word => catalog.Word(word, values)));
        var said = new Dictionary<string, object?>(values);
        if (said.GetValueOrDefault("subject") is string subject) said["subject"] = QuotedText.Of(subject);
        return (catalog.Message(content.Template), values, said, catalog);
    }

    /// <summary>What a tenant's wording may name besides the message's own values.</summary>
    private static void Offer(Dictionary<string, object?> values, Content content, string title, string hello, MessageTexts texts)
    {
        values["title"] = title;
        values["hello"] = hello;
        values["quote"] = content.Quote is { } quote ? string.Join('\n', Lines(quote)) : null;
        values["link"] = content.Link;
        values["brief"] = texts.Brief(values);
    }

    /// <summary>A paragraph that has nothing to say this time is left out.</summary>
    private static string[] Filled(IReadOnlyList<HandlebarsTemplate<object, object>> texts, Dictionary<string, object?> values) =>
        [.. texts.Select(t => t(values)).Where(t => !string.IsNullOrWhiteSpace(t))];

    private static Dictionary<string, object?>[] Facts(MessageTexts texts, Dictionary<string, object?> values, string language) =>
    [
        .. texts.Facts.Select(f => (f.Label, Value: f.Value(values))).Where(f => !string.IsNullOrWhiteSpace(f.Value))
            .Select(f => new Dictionary<string, object?> { ["label"] = f.Label, ["colon"] = Colon(language), ["value"] = f.Value }),
    ];

    private static string Colon(string language) => language == "zh" ? "：" : ": ";

    private static string[] Lines(string text) =>
        Texts.WithoutOverrides(text.Length > LongestQuote ? Cut(text) + " …" : text).ReplaceLineEndings("\n").Split('\n');

    private static string Cut(string text) =>
        text[..(char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)];

    private static HandlebarsTemplate<object, object> Compile(string resource, bool escape)
    {
        using var reader = new StreamReader(Catalog.Resource(resource));
        return Handlebars.Create(new HandlebarsConfiguration { NoEscape = !escape }).Compile(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
