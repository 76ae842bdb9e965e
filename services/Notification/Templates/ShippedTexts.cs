using System.Text.Json;

namespace ServiceMesh.Notification.Templates;

/// <summary>A shipped message in the form of a tenant's own wording.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Mail">A mail's text.</param>
/// <param name="Brief">The message in a sentence, for every other channel.</param>
public sealed record ShippedTexts(string Subject, string Mail, string Brief)
{
    internal static ShippedTexts Read(JsonElement json)
    {
        var parts = new List<string> { "{{hello}}" };
        parts.AddRange(Texts(json, "paragraphs"));
        if (json.TryGetProperty("quote", out var quote) && quote.GetBoolean()) parts.Add("{{quote}}");
        parts.AddRange(Texts(json, "after"));
        // What is said only where there is something stays so.
        parts.Add(string.Concat(json.GetProperty("facts").EnumerateArray().Select(f => (Text: $"\n{f[0].GetString()}: {f[1].GetString()}", Only: OnlyIf(json, f[1].GetString()!)))
            .Select(f => f.Only is null ? f.Text : $"{{{{#if {f.Only}}}}}{f.Text}{{{{/if}}}}")).TrimStart('\n'));
        parts.Add("{{#if link}}" + json.GetProperty("button").GetString() + ": {{link}}{{/if}}");
        return new ShippedTexts(
            json.GetProperty("subject").GetString()!, string.Join("\n\n", parts.Where(p => p.Length > 0)), json.GetProperty("brief").GetString()!);
    }

    /// <summary>The value of a fact that sentences of the message make a condition of; null: it is always there.</summary>
    private static string? OnlyIf(JsonElement json, string fact) =>
        fact is ['{', '{', .. var name, '}', '}'] && name.All(char.IsAsciiLetter) && json.GetRawText().Contains($"{{{{#if {name}", StringComparison.Ordinal) ? name : null;

    private static IEnumerable<string> Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var texts) ? texts.EnumerateArray().Select(t => t.GetString()!) : [];
}
