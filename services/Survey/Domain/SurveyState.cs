namespace ServiceMesh.Survey.Domain;

/// <summary>Where an invitation stands.</summary>
public static class SurveyState
{
    /// <summary>It waits for its delay after the closing.</summary>
    public const string Planned = "planned";

    /// <summary>The rules say that nobody is asked; the reason is kept.</summary>
    public const string Skipped = "skipped";
    public const string Open = "open";
    public const string Answered = "answered";
    public const string Expired = "expired";

    /// <summary>Before an answer came the ticket was reopened, or the person it went to was the wrong one, or was erased.</summary>
    public const string Withdrawn = "withdrawn";
}
