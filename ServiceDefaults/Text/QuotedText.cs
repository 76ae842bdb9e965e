namespace ServiceMesh.ServiceDefaults;

/// <summary>A person's words inside a sentence of ours.</summary>
public static class QuotedText
{
    /// <summary>
    /// The text without the stops, commas, semicolons and colons at its end, Chinese or Western, so that the sentence around it has its own: <c>（打不开。）。</c>
    /// would have two. Marks that carry meaning stay: question and exclamation marks, an ellipsis, closing brackets and quotes.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var whole = text.AsSpan().TrimEnd();
        var end = whole.Length;
        while (end > 0 && (IsStop(whole[end - 1]) || char.IsWhiteSpace(whole[end - 1])))
            end--;
        var ellipsis = whole[end..].IndexOf("...", StringComparison.Ordinal);
        var kept = ellipsis < 0 ? whole[..end] : whole[..(end + ellipsis + 3)];
        // Nothing but marks: they are what the person said.
        return kept.Length == 0 ? whole.ToString() : kept.ToString();
    }

    private static bool IsStop(char c) => c is '.' or ',' or ';' or ':' or '。' or '．' or '｡' or '，' or '、' or '；' or '：';
}
