namespace ServiceMesh.Desk.Notices.Wordings;

/// <summary>A wording as it is typed.</summary>
public sealed class WordingDraft
{
    public required string Template { get; init; }
    public required string Channel { get; init; }
    public required string Language { get; init; }

    /// <summary>Empty: all brands.</summary>
    public required string Brand { get; init; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public string? Html { get; set; }

    /// <summary>The API's shape.</summary>
    public object Body() => new
    {
        template = Template,
        channel = Channel,
        language = Language,
        brand = Brand.Length == 0 ? null : Brand,
        subject = Subject,
        text = Text.ReplaceLineEndings("\n"),
        html = string.IsNullOrWhiteSpace(Html) ? null : Html,
    };
}
