using ServiceMesh.Survey.Domain.Calls;

namespace ServiceMesh.Survey.Domain.Sending;

/// <summary>Says what is wrong with rules, by field.</summary>
public static class RulesCheck
{
    public static IReadOnlyList<FieldError> Check(SurveyRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var errors = new List<FieldError>();
        Within("delayMinutes", rules.DelayMinutes, 0, 129_600);
        Within("ratePercent", rules.RatePercent, 0, 100);
        Within("throttleDays", rules.ThrottleDays, 0, 3650);
        Within("mostPer30Days", rules.MostPer30Days, 0, 100);
        Within("expiryDays", rules.ExpiryDays, 1, 365);
        if (rules.ReminderDays is not { Count: <= 5 } days || days.Any(d => d < 1 || d >= rules.ExpiryDays) || !days.Zip(days.Skip(1)).All(p => p.First < p.Second))
            errors.Add(new("reminderDays", "At most 5 days are wanted, ascending, from 1 to the day before the expiry."));
        if (rules.Channels is not { Count: > 0 } channels || channels.Except(SurveyChannel.Sendable).Any() || channels.Distinct().Count() < channels.Count)
            errors.Add(new("channels", $"One or more of {string.Join(", ", SurveyChannel.Sendable)} are wanted, each once."));
        if (rules.Calls is not { } calls)
        {
            errors.Add(new("calls", "The rules for calls are wanted."));
            return errors;
        }
        Within("calls.lowScore", calls.LowScore, 0, 5);
        Within("calls.severity", calls.Severity, 0, 5);
        Within("calls.samplePercent", calls.SamplePercent, 0, 100);
        Within("calls.withinHours", calls.WithinHours, 1, 240);
        Within("calls.attempts", calls.Attempts, 1, 10);
        Within("calls.againAfterHours", calls.AgainAfterHours, 1, 240);
        LocalText.Check(calls.Script, "calls.script", 2000, errors);
        if (calls.Hours is null) errors.Add(new("calls.hours", "Working hours are wanted."));
        else WorkingTime.Read(calls.Hours, "calls.hours", errors);
        return errors;

        void Within(string field, int value, int from, int to)
        {
            if (value < from || value > to) errors.Add(new(field, $"A number from {from} to {to} is wanted."));
        }
    }
}
