using System.Globalization;

namespace ServiceMesh.Desk.People.Roster;

/// <summary>A rotation as somebody types it. The usual rules are chosen; any other RRULE is typed.</summary>
public sealed class RotationDraft
{
    public static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public Guid? Id { get; set; }
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "onCall";
    public int Layer { get; set; } = 1;
    public string Zone { get; set; } = "";
    public string StartsOn { get; set; } = "";
    public string EndsOn { get; set; } = "";
    public string At { get; set; } = "09:00";
    public string Hours { get; set; } = "24";

    /// <summary><c>daily</c>, <c>weekly</c> on days, or <c>rule</c> as typed.</summary>
    public string Repeats { get; set; } = "daily";
    public HashSet<string> Days { get; } = ["MO", "TU", "WE", "TH", "FR"];
    public string Rule { get; set; } = "FREQ=DAILY";
    public int TurnDays { get; set; } = 7;

    /// <summary>In the order of their turns.</summary>
    public List<Guid> People { get; } = [];

    public static RotationDraft Of(RotationShape r)
    {
        var draft = new RotationDraft
        {
            Id = r.Id, Name = r.Name, Kind = r.Kind, Layer = r.Layer, Zone = r.Zone, StartsOn = Day(r.StartsOn), EndsOn = r.EndsOn is { } end ? Day(end) : "",
            At = r.At.ToString("HH:mm", CultureInfo.InvariantCulture), Hours = (r.Minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture), Rule = r.Rule, TurnDays = r.TurnDays,
        };
        draft.People.AddRange(r.Participants);
        var parts = r.Rule.Split(';').ToDictionary(p => p.Split('=')[0], p => p.Split('=')[^1], StringComparer.OrdinalIgnoreCase);
        var days = parts.GetValueOrDefault("BYDAY")?.Split(',') ?? [];
        draft.Repeats = r.Rule == "FREQ=DAILY" ? "daily" : parts.Count == 2 && parts.GetValueOrDefault("FREQ") == "WEEKLY" && days.Length > 0 && days.All(Weekdays.Contains) ? "weekly" : "rule";
        if (draft.Repeats == "weekly")
        {
            draft.Days.Clear();
            draft.Days.UnionWith(days);
        }

        return draft;
    }

    /// <summary>As the service takes it; what is no number or date is left to the service to refuse.</summary>
    public object ToApi() => new
    {
        name = Name.Trim(),
        kind = Kind,
        zone = Zone.Trim(),
        startsOn = StartsOn,
        endsOn = EndsOn.Length == 0 ? null : EndsOn,
        at = At,
        minutes = decimal.TryParse(Hours, NumberStyles.Number, CultureInfo.InvariantCulture, out var hours) ? (int)Math.Clamp(hours * 60, 0, 1_000_000) : 0,
        rule = RuleText,
        participants = People,
        layer = Layer,
        turnDays = TurnDays,
    };

    public string RuleText => Repeats switch
    {
        "daily" => "FREQ=DAILY",
        "weekly" => $"FREQ=WEEKLY;BYDAY={string.Join(',', Weekdays.Where(Days.Contains))}",
        _ => Rule.Trim(),
    };

    public void Move(Guid person, int by)
    {
        var at = People.IndexOf(person);
        if (at + by < 0 || at + by >= People.Count)
            return;
        People.RemoveAt(at);
        People.Insert(at + by, person);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
