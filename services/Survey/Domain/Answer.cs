namespace ServiceMesh.Survey.Domain;

/// <summary>A valid answer.</summary>
/// <param name="Score">1 (bad) to 5 (very good).</param>
/// <param name="Solved">Whether the problem is really solved.</param>
/// <param name="Comment">At most <see cref="AnswerForm.LongestComment"/> characters; null when there is none.</param>
public sealed record Answer(int Score, bool Solved, string? Comment);

/// <summary>What is wrong with a form.</summary>
[Flags]
public enum FormFault
{
    None = 0,
    Score = 1,
    Solved = 2,
    Comment = 4,
}

/// <summary>The form as it was sent; nothing of it is trusted.</summary>
public sealed record AnswerForm(string? Score, string? Solved, string? Comment)
{
    public const int LongestComment = 2000;

    public static AnswerForm Empty { get; } = new(null, null, null);

    /// <summary>The answer, or what has to be mended first.</summary>
    public (Answer? Answer, FormFault Faults) Read()
    {
        var faults = FormFault.None;
        var score = Score is ['1' or '2' or '3' or '4' or '5'] digit ? digit[0] - '0' : 0;
        if (score == 0) faults |= FormFault.Score;
        if (Solved is not ("yes" or "no")) faults |= FormFault.Solved;
        // Browsers send line breaks as CR LF, which would count twice.
        var comment = Comment?.ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim();
        if (comment?.Length > LongestComment) faults |= FormFault.Comment;
        return faults == FormFault.None ? (new Answer(score, Solved == "yes", string.IsNullOrEmpty(comment) ? null : comment), faults) : (null, faults);
    }
}
