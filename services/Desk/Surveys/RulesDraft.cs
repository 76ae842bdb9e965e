using System.Globalization;

namespace ServiceMesh.Desk.Surveys;

/// <summary>The rules while somebody changes them.</summary>
public sealed class RulesDraft
{
    public static readonly string[] AllChannels = ["email", "im", "chat", "sms"];
    public static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public bool Enabled { get; set; }
    public DateTime? ActiveFrom { get; set; }
    public int DelayMinutes { get; set; }
    public int RatePercent { get; set; }
    public int ThrottleDays { get; set; }
    public int MostPer30Days { get; set; }
    public int ExpiryDays { get; set; }
    public string ReminderDays { get; set; } = "";
    public List<string> Channels { get; } = [];
    public int LowScore { get; set; }
    public int Severity { get; set; }
    public int SamplePercent { get; set; }
    public int WithinHours { get; set; }
    public int Attempts { get; set; }
    public int AgainAfterHours { get; set; }
    public TextDraft Script { get; private init; } = new();
    public Dictionary<string, string> Week { get; } = Weekdays.ToDictionary(d => d, _ => "");
    public string Holidays { get; set; } = "";
    public string SpecialDays { get; set; } = "";

    /// <param name="local">Turns an instant into the person's wall clock.</param>
    public static RulesDraft Of(SurveyRulesShape r, Func<DateTimeOffset, DateTime> local)
    {
        var draft = new RulesDraft
        {
            Enabled = r.Enabled,
            ActiveFrom = r.ActiveFrom is { } from ? local(from) : null,
            DelayMinutes = r.DelayMinutes,
            RatePercent = r.RatePercent,
            ThrottleDays = r.ThrottleDays,
            MostPer30Days = r.MostPer30Days,
            ExpiryDays = r.ExpiryDays,
            ReminderDays = string.Join(", ", r.ReminderDays),
            LowScore = r.Calls.LowScore,
            Severity = r.Calls.Severity,
            SamplePercent = r.Calls.SamplePercent,
            WithinHours = r.Calls.WithinHours,
            Attempts = r.Calls.Attempts,
            AgainAfterHours = r.Calls.AgainAfterHours,
            Script = TextDraft.Of(r.Calls.Script),
            Holidays = string.Join(", ", r.Calls.Hours.Holidays ?? []),
            SpecialDays = string.Join("\n", (r.Calls.Hours.SpecialDays ?? new Dictionary<string, IReadOnlyList<string>>()).Select(d => $"{d.Key} {string.Join(", ", d.Value)}".Trim())),
        };
        draft.Channels.AddRange(r.Channels);
        foreach (var (day, hours) in r.Calls.Hours.Week ?? new Dictionary<string, IReadOnlyList<string>>())
            draft.Week[day] = string.Join(", ", hours);
        return draft;
    }

    /// <summary>Switches a way on, at the end of the order, or off.</summary>
    public void Toggle(string channel, bool on)
    {
        Channels.Remove(channel);
        if (on)
            Channels.Add(channel);
    }

    /// <param name="instant">Turns the person's wall clock into an instant.</param>
    public object ToApi(Func<DateTime, DateTimeOffset> instant) => new
    {
        enabled = Enabled,
        activeFrom = ActiveFrom is { } from ? instant(from) : (DateTimeOffset?)null,
        delayMinutes = DelayMinutes,
        ratePercent = RatePercent,
        throttleDays = ThrottleDays,
        mostPer30Days = MostPer30Days,
        expiryDays = ExpiryDays,
        reminderDays = Parts(ReminderDays).Select(d => int.TryParse(d, CultureInfo.InvariantCulture, out var n) ? n : 0).ToList(),
        channels = Channels,
        calls = new
        {
            lowScore = LowScore,
            severity = Severity,
            samplePercent = SamplePercent,
            withinHours = WithinHours,
            attempts = Attempts,
            againAfterHours = AgainAfterHours,
            script = Script.ToApi(),
            hours = new
            {
                week = Week.Where(d => !string.IsNullOrWhiteSpace(d.Value)).ToDictionary(d => d.Key, d => Parts(d.Value)),
                holidays = Parts(Holidays),
                specialDays = SpecialDays.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p.Length > 1 ? Parts(p[1]) : []),
            },
        },
    };

    private static string[] Parts(string text) => text.Split([',', '，', '、', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
