namespace ServiceMesh.Intake.Domain;

/// <summary>A ticket as far as it may be about the same.</summary>
/// <param name="Email">As <see cref="TicketMarks.Address"/> gives it.</param>
/// <param name="Phone">As <see cref="TicketMarks.Number"/> gives it.</param>
public sealed record DuplicateFacts(
    Guid? ContactId, Guid? CustomerId, Guid? AssetId, Guid? ProductId, string Words, DateTimeOffset At, string? Email = null, string? Phone = null);

/// <summary>How much two tickets are alike, and why.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Reasons"><c>same-contact</c>, <c>same-address</c>, <c>same-number</c>, <c>same-asset</c>, <c>same-product</c>, <c>same-customer</c>, <c>similar-text</c>, <c>within-a-day</c>.</param>
public sealed record Likeness(double Score, double Text, IReadOnlyList<string> Reasons);

/// <summary>
/// Says which tickets may be about the same thing: shown with the reasons, never acted upon. Who, what and words count; time alone never does.
/// </summary>
public static class DuplicateRule
{
    /// <summary>From this likeness of words on they count, as in PostgreSQL's <c>pg_trgm.similarity_threshold</c>.</summary>
    public const double SimilarText = 0.3;

    /// <summary>How far back a ticket may lie.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>The least score worth showing.</summary>
    public const double WorthShowing = 0.4;

    /// <summary>How much of a text its likeness is looked for by: what follows makes long texts unlike that begin alike.</summary>
    private const int LongestHead = 120;

    /// <summary>Compares what is being reported with a ticket there is.</summary>
    public static Likeness Compare(DuplicateFacts reported, DuplicateFacts known)
    {
        var reasons = new List<string>();
        var score = 0.0;
        var who = Same(reported.ContactId, known.ContactId);
        Count("same-contact", who, 0.25);
        // Somebody nobody knows is as good as a contact and customer; of a contact his address says nothing new.
        var address = !who && reported.Email is { } email && email == known.Email;
        Count("same-address", address, 0.3);
        Count("same-number", !who && reported.Phone is { } phone && phone == known.Phone, address ? 0 : 0.3);
        Count("same-asset", Same(reported.AssetId, known.AssetId), 0.25);
        Count("same-product", Same(reported.ProductId, known.ProductId), 0.05);
        Count("same-customer", Same(reported.CustomerId, known.CustomerId), 0.05);
        var text = Math.Max(Similarity(reported.Words, known.Words), Similarity(Head(reported.Words), Head(known.Words)));
        Count("similar-text", text >= SimilarText, 0.6 * text);
        if (reasons.Count > 0)
            Count("within-a-day", (reported.At - known.At).Duration() <= TimeSpan.FromDays(1), 0.1);
        return new Likeness(Math.Min(1, score), text, reasons);

        void Count(string reason, bool holds, double weight)
        {
            if (!holds)
                return;
            reasons.Add(reason);
            score += weight;
        }

        static bool Same(Guid? a, Guid? b) => a is not null && a == b;
    }

    /// <summary>
    /// Trigrams that two texts share over all they have, 0 to 1, counted as pg_trgm does: words in lower case, two blanks before and one behind. In Chinese,
    /// which has no blanks, each pair of neighbouring characters is a word.
    /// </summary>
    public static double Similarity(string a, string b)
    {
        var (x, y) = (Trigrams(a), Trigrams(b));
        if (x.Count == 0 || y.Count == 0)
            return 0;
        var shared = x.Count(y.Contains);
        return (double)shared / (x.Count + y.Count - shared);
    }

    /// <summary>The words at the beginning of a text, each between blanks, Chinese as pairs: pg_trgm's similarity of two of them is <see cref="Similarity"/>.</summary>
    public static string Head(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim();
        return string.Join(' ', Words((plain.Length > LongestHead ? plain[..LongestHead] : plain).ToLowerInvariant()));
    }

    private static HashSet<string> Trigrams(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Words(text.ToLowerInvariant()))
        {
            var padded = $"  {word} ";
            for (var i = 0; i + 3 <= padded.Length; i++)
                found.Add(padded.Substring(i, 3));
        }

        return found;
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isHan = i < text.Length && text[i] is >= '\u4e00' and <= '\u9fff';
            if (i < text.Length && char.IsLetterOrDigit(text[i]) && !isHan)
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
                yield return text[start..i];
            start = -1;
            if (isHan && i + 1 < text.Length && text[i + 1] is >= '\u4e00' and <= '\u9fff')
                yield return text.Substring(i, 2);
        }
    }
}
