namespace ServiceMesh.Survey.Domain.Sending;

/// <summary>What is decided about asking: at an instant, or not at all.</summary>
/// <param name="At">When the invitation is due; null when nobody is asked.</param>
/// <param name="Skip">One of <see cref="SkipReason"/> when nobody is asked.</param>
public sealed record Plan(DateTimeOffset? At, string? Skip);

/// <summary>What is decided when an invitation is due.</summary>
/// <param name="Channel">The way it goes; null when it does not.</param>
/// <param name="Skip">One of <see cref="SkipReason"/> when it does not go.</param>
public sealed record Decision(string? Channel, string? Skip, DateTimeOffset ExpiresAt, IReadOnlyList<DateTimeOffset> Reminders);

/// <summary>Where a person can be reached, and how their ticket came.</summary>
public sealed record Reach(string? Email, string? Phone, bool ByIm, bool ByChat)
{
    /// <summary>The first of these ways that reaches the person.</summary>
    public string? By(IReadOnlyList<string> channels) => channels.FirstOrDefault(c => c switch
    {
        SurveyChannel.Email => !string.IsNullOrWhiteSpace(Email),
        SurveyChannel.Sms => !string.IsNullOrWhiteSpace(Phone),
        SurveyChannel.Im => ByIm,
        SurveyChannel.Chat => ByChat,
        _ => false,
    });
}

/// <summary>Why somebody is not asked.</summary>
public static class SkipReason
{
    public const string Off = "off";
    public const string BeforeActivation = "before-activation";
    public const string NotInSample = "not-in-sample";
    public const string NoAddress = "no-address";

    /// <summary>Asked too short a time ago.</summary>
    public const string AskedLately = "asked-lately";

    /// <summary>Asked too often within 30 days.</summary>
    public const string AskedTooOften = "asked-too-often";
}

/// <summary>Decides who is asked, and when. Every instant counts to the microsecond; a limit that is just reached does not bar.</summary>
public static class Inviting
{
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    /// <summary>At the closing.</summary>
    public static Plan AtClosing(SurveyRules rules, Guid ticket, DateTimeOffset closedAt)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return !rules.Enabled ? new(null, SkipReason.Off)
            : closedAt < rules.ActiveFrom ? new(null, SkipReason.BeforeActivation)
            : !Sampling.Picks(ticket, rules.RatePercent, Sampling.ForSurveys) ? new(null, SkipReason.NotInSample)
            : new(closedAt.AddMinutes(rules.DelayMinutes), null);
    }

    /// <summary>When the invitation is due.</summary>
    /// <param name="earlier">When the same person was invited before, also by other tickets; withdrawn invitations left out.</param>
    public static Decision WhenDue(SurveyRules rules, Reach reach, IReadOnlyCollection<DateTimeOffset> earlier, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(reach);
        var channel = reach.By(rules.Channels);
        var skip = channel is null ? SkipReason.NoAddress
            : rules.ThrottleDays > 0 && earlier.Any(e => e.AddDays(rules.ThrottleDays) > now) ? SkipReason.AskedLately
            : rules.MostPer30Days > 0 && earlier.Count(e => e + s_month > now) >= rules.MostPer30Days ? SkipReason.AskedTooOften
            : null;
        return skip is null
            ? new(channel, null, now.AddDays(rules.ExpiryDays), [.. rules.ReminderDays.Select(d => now.AddDays(d))])
            : new(null, skip, now, []);
    }

    /// <summary>Whether somebody is reminded now: only who got the invitation, has not answered it, and still can.</summary>
    public static bool Reminds(string state, DateTimeOffset? deliveredAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        state == SurveyState.Open && deliveredAt is not null && now < expiresAt;
}
