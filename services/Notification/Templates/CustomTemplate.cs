using HandlebarsDotNet;

namespace ServiceMesh.Notification.Templates;

/// <summary>The place a wording belongs to.</summary>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="Brand">Empty: for all brands.</param>
public sealed record TemplateKey(string Template, string Channel, string Language, string Brand);

/// <summary>A tenant's own wording, compiled: values are inserted, nothing else is possible.</summary>
public sealed class CustomTemplate
{
    private readonly HandlebarsTemplate<object, object> _subject;
    private readonly HandlebarsTemplate<object, object> _text;
    private readonly HandlebarsTemplate<object, object>? _html;

    private CustomTemplate(int version, HandlebarsTemplate<object, object> subject, HandlebarsTemplate<object, object> text, HandlebarsTemplate<object, object>? html)
    {
        Version = version;
        _subject = subject;
        _text = text;
        _html = html;
    }

    public int Version { get; }

    /// <summary>Compiles what <see cref="TemplateCheck"/> let through.</summary>
    public static CustomTemplate Compile(int version, string subject, string text, string? html)
    {
        var plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = false });
        var escaped = Handlebars.Create(new HandlebarsConfiguration { NoEscape = false, ThrowOnUnresolvedBindingExpression = false });
        return new CustomTemplate(version, plain.Compile(subject), plain.Compile(text), html is null ? null : escaped.Compile(html));
    }

    public string Subject(Dictionary<string, object?> values) => _subject(values);

    public string Text(Dictionary<string, object?> values) => _text(values);

    public string? Html(Dictionary<string, object?> values) => _html?.Invoke(values);
}
