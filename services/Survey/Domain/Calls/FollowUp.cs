using ServiceMesh.Survey.Domain.Sending;

namespace ServiceMesh.Survey.Domain.Calls;

/// <summary>Why a customer is called.</summary>
public static class CallReason
{
    public const string LowScore = "low-score";
    public const string NotSolved = "not-solved";
    public const string Severe = "severe";
    public const string Sample = "sample";
}

/// <summary>How a call ended.</summary>
public static class CallOutcome
{
    public const string Solved = "solved";
    public const string NotSolved = "not-solved";
    public const string Unreachable = "unreachable";

    /// <summary>Nobody called: the ticket was reopened before.</summary>
    public const string Withdrawn = "withdrawn";
}

/// <summary>What follows from a call.</summary>
/// <param name="Completed">False: somebody calls again at <paramref name="DueAt"/>.</param>
/// <param name="Escalates">The manager takes over.</param>
/// <param name="ProposesReopening">Somebody decides whether the ticket is reopened.</param>
public sealed record CallResult(bool Completed, int Attempts, DateTimeOffset DueAt, bool Escalates, bool ProposesReopening);

/// <summary>Decides whether somebody has to call the customer, and what follows from the call.</summary>
public static class FollowUp
{
    /// <summary>Why a call is needed after an answer; null when it is not. That it is not solved weighs more than the score.</summary>
    public static string? AfterAnswer(CallRules rules, int score, bool solved)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return !solved ? CallReason.NotSolved : score <= rules.LowScore ? CallReason.LowScore : null;
    }

    /// <summary>Why a call is needed after a closing, whatever the customer answers; null when it is not.</summary>
    public static string? AfterClosing(CallRules rules, Guid ticket, int severity)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return severity <= rules.Severity ? CallReason.Severe
            : Sampling.Picks(ticket, rules.SamplePercent, Sampling.ForCalls) ? CallReason.Sample
            : null;
    }

    /// <summary>When a call is due that became necessary at <paramref name="from"/>; plain hours where the tenant never works so long.</summary>
    public static DateTimeOffset Due(CallRules rules, DateTimeOffset from, int hours, string zone)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return WorkingTime.Read(rules.Hours, "", [])?.After(from, hours, zone) ?? from.AddHours(hours);
    }

    /// <summary>What follows from a call made now, after <paramref name="earlier"/> others that reached nobody.</summary>
    public static CallResult Made(CallRules rules, string outcome, int earlier, DateTimeOffset due, DateTimeOffset now, string zone)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var attempts = earlier + 1;
        return outcome switch
        {
            CallOutcome.Unreachable when attempts < rules.Attempts => new(false, attempts, Due(rules, now, rules.AgainAfterHours, zone), false, false),
            CallOutcome.Unreachable => new(true, attempts, due, true, false),
            CallOutcome.NotSolved => new(true, attempts, due, false, true),
            _ => new(true, attempts, due, false, false),
        };
    }
}
