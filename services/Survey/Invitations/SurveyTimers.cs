using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Invitations;

/// <summary>The timers of one survey.</summary>
internal static class SurveyTimers
{
    /// <summary>Nothing more happens by itself with this survey.</summary>
    public static void Cancel(Guid survey, Work work)
    {
        var key = survey.ToString("N");
        work.Cancel(SendTimer.Kind, key);
        work.Cancel(ReminderTimer.Kind, key);
        work.Cancel(ExpiryTimer.Kind, key);
    }
}
