using System.Globalization;
using ServiceMesh.Desk.People.Profile;
using ServiceMesh.Desk.Terms;

namespace ServiceMesh.Desk.People.Teams;

/// <summary>A team's settings as somebody types them.</summary>
public sealed class TeamDraft
{
    /// <summary>The criteria in the order in which they are shown.</summary>
    public static readonly string[] Criteria = ["skill", "capacity", "remainingShift", "affinity", "region", "language", "load"];

    public static readonly string[] Classes = ["call", "chat", "case", "background"];

    public static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>Everything a step of a ladder may be.</summary>
    public static readonly string[] Targets = [.. Enumerable.Range(1, 9).Select(n => string.Create(CultureInfo.InvariantCulture, $"on-call-{n}")), "manager", "owner", "dispatcher", "agent", "ops", "admin"];

    private static readonly string[] s_usualLadder = ["on-call-1", "on-call-2", "manager"];
    private static readonly Dictionary<string, int> s_usualWeights = new() { ["skill"] = 10, ["capacity"] = 10, ["remainingShift"] = 5, ["affinity"] = 10, ["region"] = 5, ["language"] = 5, ["load"] = 10 };

    public string Mode { get; set; } = "push";
    public int OfferMinutes { get; set; } = 5;
    public bool OfferEndsWithShift { get; set; } = true;
    public bool AwayWhenUnanswered { get; set; }
    public string OffShift { get; set; } = "notStarted";
    public Dictionary<string, int> Weights { get; } = Criteria.ToDictionary(c => c, c => s_usualWeights[c]);

    /// <summary>By class; null for any number.</summary>
    public Dictionary<string, int?> Capacity { get; } = Classes.ToDictionary(c => c, _ => (int?)null);
    public int? VisitsPerDay { get; set; }

    /// <summary>Who has no shift is on duty only while seen; else whether seen or not.</summary>
    public bool OnlyWhenSeen { get; set; }
    public int UnseenMinutes { get; set; } = 15;

    /// <summary>Who has no shift is on duty only in the team's hours.</summary>
    public bool OnlyInHours { get; set; }

    /// <summary>How many people of the team have no shift.</summary>
    public int WithoutShift { get; private init; }

    /// <summary>To whom a reopened ticket goes.</summary>
    public string Reopened { get; set; } = "owner";
    public List<RequirementDraft> Requirements { get; } = [];

    /// <summary>By name; empty for the hours below.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>False: the team always works.</summary>
    public bool HasHours { get; set; }
    public string Zone { get; set; } = "";

    /// <summary>By day, like <c>09:00-12:00, 13:30-18:00</c>; empty is closed.</summary>
    public Dictionary<string, string> Week { get; } = Days.ToDictionary(d => d, _ => "");
    public string Holidays { get; set; } = "";
    public string Manager { get; set; } = "";
    public int Reminders { get; set; } = 2;
    public int Minutes { get; set; } = 10;
    public bool PageQueued { get; set; } = true;
    public int QueuedMinutes { get; set; }
    public List<string> Ladder { get; } = [];

    public static TeamDraft Of(TeamSettingsShape settings, string zone)
    {
        var (a, p) = (settings.Assignment ?? new(), settings.Paging ?? new());
        var draft = new TeamDraft
        {
            Mode = a.Mode, OfferMinutes = a.OfferMinutes, OfferEndsWithShift = a.OfferEndsWithShift, AwayWhenUnanswered = a.AwayWhenUnanswered, OffShift = a.OffShift, VisitsPerDay = a.VisitsPerDay,
            OnlyWhenSeen = a.UnseenMinutes is not null, UnseenMinutes = a.UnseenMinutes ?? 15, OnlyInHours = a.OnlyInHours, WithoutShift = settings.WithoutShift, Reopened = a.Reopened, Calendar = a.Calendar ?? "", PageQueued = p.PageQueued, QueuedMinutes = p.QueuedMinutes,
            HasHours = a.Hours is not null, Zone = a.Hours?.Zone ?? zone, Holidays = string.Join("\n", (a.Hours?.Holidays ?? []).Select(h => h.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            Manager = p.ManagerAccountId?.ToString() ?? "", Reminders = p.Reminders, Minutes = p.Minutes,
        };
        foreach (var (criterion, weight) in a.Weights ?? new Dictionary<string, int>()) draft.Weights[criterion] = weight;
        (draft.Capacity["call"], draft.Capacity["chat"], draft.Capacity["case"], draft.Capacity["background"]) = (a.Capacity?.Call, a.Capacity?.Chat, a.Capacity?.Case, a.Capacity?.Background);
        foreach (var day in (a.Hours?.Days ?? []).GroupBy(d => d.Day)) draft.Week[day.Key] = string.Join(", ", day.OrderBy(d => d.From).Select(d => $"{Time(d.From)}-{(d.To == TimeOnly.MinValue ? "24:00" : Time(d.To))}"));
        draft.Requirements.AddRange((a.Requirements ?? []).Select(RequirementDraft.Of));
        draft.Ladder.AddRange(p.Ladder ?? s_usualLadder);
        return draft;
    }

    /// <summary>What the service could not even read, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Unreadable()
    {
        Dictionary<string, string[]> wrong = [];
        if (!HasHours || Calendar.Length > 0) return wrong;
        foreach (var (day, text) in Week)
            if (CalendarDraft.Intervals(text).FirstOrDefault(i => Span(i) is null) is { } bad) wrong[$"assignment.hours.{day}"] = [$"'{bad}' is not an interval like 09:00-12:30 between 00:00 and 24:00."];
        if (CalendarDraft.Intervals(Holidays).FirstOrDefault(h => Holiday(h) is null) is { } none) wrong["assignment.hours.holidays"] = [$"'{none}' is not a date like 2026-10-01."];
        return wrong;
    }

    public object ToApi() => new
    {
        paging = new { managerAccountId = Given(Manager), reminders = Reminders, minutes = Minutes, ladder = Ladder.SequenceEqual(s_usualLadder) ? null : Ladder, pageQueued = PageQueued, queuedMinutes = QueuedMinutes },
        assignment = new
        {
            mode = Mode, offerMinutes = OfferMinutes, offerEndsWithShift = OfferEndsWithShift, awayWhenUnanswered = AwayWhenUnanswered, offShift = OffShift, weights = Weights,
            capacity = Capacity.Values.Any(c => c is not null) ? Capacity : null, visitsPerDay = VisitsPerDay, unseenMinutes = OnlyWhenSeen ? UnseenMinutes : (int?)null, onlyInHours = OnlyInHours, reopened = Reopened, calendar = Given(Calendar),
            requirements = Requirements.Select(r => r.ToApi()).ToArray(),
            hours = HasHours ? new { zone = Zone.Trim(), days = Spans().ToArray(), holidays = CalendarDraft.Intervals(Holidays).Select(Holiday).OfType<string>().ToArray() } : null,
        },
    };

    private IEnumerable<object> Spans() => from day in Days from text in CalendarDraft.Intervals(Week[day]) let span = Span(text) where span is not null select (object)new { day, @from = span.Value.From, to = span.Value.To };

    /// <summary>Midnight at the end is 00:00 for the service.</summary>
    private static (string From, string To)? Span(string text) =>
        text.Split('-') is [var from, var to] && At(from) is { } a && (to is "24:00" ? "00:00:00" : At(to)) is { } b ? (a, b) : null;

    private static string? At(string text) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : null;

    // Dates hold hyphens, which reading intervals keeps.
    private static string? Holiday(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null;

    private static string Time(TimeOnly at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What some tickets ask of whoever gets them.</summary>
public sealed class RequirementDraft
{
    /// <summary>Empty for all tickets of the team.</summary>
    public string When { get; set; } = "";
    public List<SkillDraft> Skills { get; } = [];

    /// <summary>Separated by commas.</summary>
    public string Certificates { get; set; } = "";

    public static RequirementDraft Of(RequirementShape r)
    {
        var draft = new RequirementDraft { When = r.When ?? "", Certificates = string.Join(", ", r.Certificates ?? []) };
        draft.Skills.AddRange((r.Skills ?? []).Select(s => new SkillDraft { Name = s.Name, Level = s.Level }));
        return draft;
    }

    public object ToApi() => new
    {
        when = string.IsNullOrWhiteSpace(When) ? null : When.Trim(),
        skills = Skills.Where(s => s.Name.Trim().Length > 0).Select(s => new { name = s.Name.Trim(), level = s.Level }).ToArray(),
        certificates = Certificates.Split([',', '，', '、', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };
}
