namespace ServiceMesh.Survey.Domain;

/// <summary>Where an invitation stands.</summary>
public static class SurveyState
{
    public const string Open = "open";
    public const string Answered = "answered";
    public const string Expired = "expired";

    /// <summary>The ticket was reopened before an answer came.</summary>
    public const string Withdrawn = "withdrawn";
}
