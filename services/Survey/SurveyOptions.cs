using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Survey;

/// <summary>Settings under <c>Survey</c>.</summary>
public sealed class SurveyOptions
{
    /// <summary>Days an invitation can be answered.</summary>
    [Range(1, 365)]
    public int ExpiryDays { get; set; } = 14;

    /// <summary>A contact is invited at most once in so many days; 0 for no limit.</summary>
    [Range(0, 3650)]
    public int ThrottleDays { get; set; }

    /// <summary>A score up to this one makes a follow-up call necessary; 0 for never.</summary>
    [Range(0, 5)]
    public int LowScore { get; set; } = 2;

    /// <summary>Hours within which the follow-up call is due.</summary>
    [Range(1, 24 * 30)]
    public int FollowUpHours { get; set; } = 24;
}
