namespace ServiceMesh.Survey.Pages;

/// <summary>Small drawings; they repeat what the words beside them say, so screen readers skip them.</summary>
internal static class Pictures
{
    private static readonly (string Colour, string Mouth)[] s_faces =
    [
        ("#d64545", "M15 33 Q24 23 33 33"),
        ("#e07b39", "M16 32 Q24 27 32 32"),
        ("#c99a1c", "M16 31 L32 31"),
        ("#6fa32d", "M16 29 Q24 35 32 29"),
        ("#2c9a5b", "M14 28 Q24 40 34 28"),
    ];

    public static Html Tick { get; } = new(
        """<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" fill="#2c9a5b"/><path d="M14 25 L21 32 L34 17" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>""");

    public static Html Info { get; } = new(
        """<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" fill="#5c7590"/><path d="M24 22 L24 34" stroke="#fff" stroke-width="4" stroke-linecap="round"/><circle cx="24" cy="14.5" r="2.6" fill="#fff"/></svg>""");

    /// <summary>A face for a score of 1 to 5.</summary>
    public static Html Face(int score)
    {
        var (colour, mouth) = s_faces[score - 1];
        return Html.Of(
            $"""<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21" fill="none" stroke="{colour}" stroke-width="3"/><circle cx="17" cy="20" r="2.6" fill="{colour}"/><circle cx="31" cy="20" r="2.6" fill="{colour}"/><path d="{mouth}" fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round"/></svg>""");
    }
}
