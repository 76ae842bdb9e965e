namespace ServiceMesh.Survey.Domain;

/// <summary>Decides whether somebody has to call the customer back.</summary>
public static class FollowUp
{
    public const string LowScore = "low-score";
    public const string NotSolved = "not-solved";

    /// <summary>Why a call is needed; null when it is not. That it is not solved weighs more than the score.</summary>
    public static string? Reason(Answer answer, int lowScore)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return !answer.Solved ? NotSolved : answer.Score <= lowScore ? LowScore : null;
    }
}
