using ServiceMesh.Survey.Domain.Calls;

namespace ServiceMesh.Survey.Domain.Sending;

/// <summary>When a tenant's customers are asked, how often, by which way, and when somebody calls them.</summary>
public sealed record SurveyRules
{
    /// <summary>False: nobody is asked.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Tickets closed before this instant are not asked about; null: all.</summary>
    public DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>Minutes from the closing to the invitation, 0 (at once) to 129,600 (90 days).</summary>
    public int DelayMinutes { get; init; }

    /// <summary>How many of a hundred tickets are asked about, 0 to 100. Which ones follows from the ticket's id alone.</summary>
    public int RatePercent { get; init; } = 100;

    /// <summary>Days between two invitations to the same person, 0 (no limit) to 3,650. Exactly so many days later is allowed.</summary>
    public int ThrottleDays { get; init; }

    /// <summary>Invitations to the same person within 30 days, 0 (no limit) to 100.</summary>
    public int MostPer30Days { get; init; }

    /// <summary>Days an invitation can be answered, 1 to 365.</summary>
    public int ExpiryDays { get; init; } = 14;

    /// <summary>On which days after the invitation somebody who got it and did not answer is reminded; ascending, before the expiry, at most 5.</summary>
    public IReadOnlyList<int> ReminderDays { get; init; } = [3, 6];

    /// <summary>The ways to use, the best first: the first one that reaches the person is taken. See <see cref="SurveyChannel"/>.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [SurveyChannel.Email, SurveyChannel.Im, SurveyChannel.Chat];

    public CallRules Calls { get; init; } = new();
}

/// <summary>How a link gets to the customer.</summary>
public static class SurveyChannel
{
    public const string Email = "email";
    public const string Sms = "sms";

    /// <summary>The IM conversation that the ticket came by.</summary>
    public const string Im = "im";

    /// <summary>The web chat that the ticket came by.</summary>
    public const string Chat = "chat";

    /// <summary>Scanned from a screen that staff show; never chosen by rules.</summary>
    public const string Qr = "qr";

    public static IReadOnlyList<string> Sendable { get; } = [Email, Sms, Im, Chat];
}
