using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Domain.Preview;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>
/// Requests whose events lie within three days around the day on which a zone's clock changes, at any second, and often at just that second
/// at which something else happens, opens, closes or is due.
/// </summary>
internal sealed class RandomPreviews(int seed)
{
    private const int Busy = 60 * 3600;

    private static readonly (string Zone, LocalDate[] Changes)[] _zones =
    [
        ("Asia/Shanghai", [new(2026, 2, 14), new(1991, 9, 15)]),
        ("Australia/Lord_Howe", [new(2026, 4, 5), new(2026, 10, 4)]),
        ("Africa/Casablanca", [new(2026, 2, 15), new(2026, 3, 22)]),
        ("America/Sao_Paulo", [new(2018, 11, 4), new(2018, 2, 18)]),
        ("Asia/Tehran", [new(2022, 3, 22), new(2022, 9, 22)]),
        ("Europe/Berlin", [new(2026, 3, 29), new(2026, 10, 25)]),
        ("America/New_York", [new(2026, 3, 8), new(2026, 11, 1)]),
        ("America/Santiago", [new(2026, 4, 5), new(2026, 9, 6)]),
        ("Asia/Kathmandu", [new(2026, 1, 1)]),
        ("Pacific/Apia", [new(2011, 12, 30)]),
    ];

    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] _clocks = ["firstResponse", "nextResponse", "update", "diagnosis", "remoteAssistance", "onSiteArrival", "resolution"];
    private static readonly string[] _reasons = ["waiting-for-customer", "scheduled", "waiting-for-part"];
    private static readonly Signal[] _meeting = [Signal.AgentMessage, Signal.FixPlan, Signal.RemoteSession, Signal.Arrived, Signal.Resolved];
    private static readonly (string Clock, Signal[] Starts)[] _starting =
    [
        ("diagnosis", [Signal.RemoteSession, Signal.Arrived]), ("remoteAssistance", [Signal.AgentMessage, Signal.FixPlan]),
        ("onSiteArrival", [Signal.AgentMessage, Signal.RemoteSession, Signal.FixPlan]), ("resolution", [Signal.AgentMessage, Signal.RemoteSession, Signal.Arrived, Signal.FixPlan]),
    ];

    private readonly Random _random = new(seed);

    // Whether closing is what some clocks wait for. Their terms stay as they are: what other terms make of them is told case by case.
    private bool _closes;

    /// <summary>The request, and the days around it.</summary>
    public (PreviewRequest Request, LocalDate From, SlowHours Hours) Make()
    {
        _closes = Often(20);
        var (zone, changes) = Of(_zones);
        var from = Often(70) ? Of(changes).PlusDays(-_random.Next(1, 3)) : new LocalDate(_random.Next(1990, 2080), 1, 1).PlusDays(_random.Next(365));
        var calendar = Calendar(zone, from);
        var hours = new SlowHours(calendar, from);
        var opened = _random.Next(6 * 3600, 20 * 3600);
        var events = new List<(int At, PreviewEvent Event)> { (opened, new(null, "opened")) };
        var edges = Edges(hours);
        for (var i = _random.Next(14); i > 0; i--)
        {
            var at = _random.Next(10) switch
            {
                0 or 1 => Of(events).At,
                2 or 3 when edges.Count > 0 => Of(edges),
                _ => opened + (int)(Busy * Math.Pow(_random.NextDouble(), 1.5)) - (Often(3) ? 1800 : 0),
            };
            events.Add((at, Event()));
        }

        var terms = Terms();
        var now = Often(20) ? Of(events).At : opened + _random.Next(Busy + 7200);
        var request = Request(calendar, terms, events, now, hours);
        return (Often(60) ? Steer(request, calendar, terms, events, now, hours) : request, from, hours);
    }

    /// <summary>Moves some events, and perhaps the present, to instants at which something is due or warned of.</summary>
    private PreviewRequest Steer(
        PreviewRequest request, CalendarDefinition calendar, PreviewTerms terms, List<(int At, PreviewEvent Event)> events, int now, SlowHours hours)
    {
        var clocks = SlowPreview.Of(request, hours).Clocks;
        var dues = clocks.SelectMany(c => c.Legs?.Select(l => l.Meter) ?? [c.Meter!])
            .SelectMany(m => m.Warned.Select(w => (int)(w.Ticks / NodaConstants.TicksPerSecond)).Append((int)(m.Due ?? 0)).Append((int)(m.Ahead(now) ?? 0)))
            .Where(d => d > 0 && d < SlowHours.Days * 86_400).ToList();
        if (dues.Count == 0)
        {
            return request;
        }

        for (var i = 1; i < events.Count; i++)
        {
            events[i] = Often(35) ? (Of(dues) + (Often(20) ? _random.Next(-1, 2) : 0), events[i].Event) : events[i];
        }

        return Request(calendar, terms, events, Often(20) ? Of(dues) : now, hours);
    }

    private PreviewRequest Request(CalendarDefinition calendar, PreviewTerms terms, List<(int At, PreviewEvent Event)> events, int now, SlowHours hours)
    {
        string Text(int second) => InstantPattern.ExtendedIso.Format(hours.First + Duration.FromSeconds(second));
        return new()
        {
            Calendar = calendar,
            Terms = terms,
            Events = [.. (Often(80) ? events.OrderBy(e => e.At) : events.AsEnumerable()).Select(e => e.Event with { At = Text(e.At) })],
            Now = Text(now),
        };
    }

    private PreviewEvent Event() => _random.Next(100) switch
    {
        < 15 => new(null, "agentMessage"),
        < 27 => new(null, "customerMessage"),
        < 30 => new(null, "note"),
        < 36 => new(null, "fixPlan"),
        < 41 => new(null, "remoteSession"),
        < 46 => new(null, "arrived"),
        < 61 => new(null, "paused", Of(_reasons)),
        < 74 => new(null, "resumed", Often(60) ? Of(_reasons) : null),
        < 83 => new(null, "resolved"),
        < 92 => new(null, "reopened"),
        < 94 => new(null, "closed"),
        < 95 => new(null, "opened"),
        _ when _closes => new(null, "closed"),
        _ => new(null, "termsChanged", Terms: Terms(), Retroactive: _random.Next(3) switch { 0 => null, 1 => true, _ => false }),
    };

    private PreviewTerms Terms()
    {
        string? Maybe(int most) => Often(65) ? Span(most) : null;
        var either = Often(50);
        ExtraClock[] extra = [.. Enumerable.Range(1, Often(40) ? _random.Next(1, 3) : 0).Select(i => new ExtraClock($"own-{i}", Span(10 * 3600), MetBy: _closes && Often(40) ? Signal.Closed : Of(_meeting)))];
        return new()
        {
            FirstResponse = Maybe(3 * 3600),
            NextResponse = Maybe(4 * 3600),
            Update = Maybe(5 * 3600),
            Diagnosis = Maybe(8 * 3600),
            RemoteAssistance = Often(40) ? Span(4 * 3600) : null,
            OnSiteArrival = Often(40) ? Span(12 * 3600) : null,
            Resolution = Often(80) ? Span(30 * 3600) : "PT8H",
            WarnAt = _random.Next(3) switch { 0 => [50, 75], 1 => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(1, 100)).Distinct()], _ => null },
            PauseStops = Often(80) ? _reasons[..2].ToDictionary(r => r, IReadOnlyList<string> (_) => [.. _clocks[1..].Concat(either ? ["emergency"] : []).Concat(extra.Select(e => e.Name!)).Where(_ => Often(50))]) : null,
            ReopenWindow = Often(70) ? Span(24 * 3600) : null,
            Either = either ? [new("emergency", Legs())] : null,
            Extra = extra.Length > 0 ? extra : null,
            Clocks = Conditions(),
        };
    }

    private Dictionary<string, PreviewConditions>? Conditions()
    {
        var own = Often(40) ? _starting.Where(_ => Often(40)).ToDictionary(s => s.Clock, s => new PreviewConditions(Of(s.Starts))) : [];
        if (Often(30))
        {
            own["firstResponse"] = new(AlsoMetBy: Often(50) ? [Signal.Arrived] : [Signal.RemoteSession, Signal.Arrived]);
        }

        if (Often(30))
        {
            own["diagnosis"] = own.GetValueOrDefault("diagnosis", new()) with { AlsoMetBy = [Signal.Resolved] };
        }

        if (_closes && Often(80))
        {
            own["resolution"] = new(MetBy: Signal.Closed);
        }

        return own.Count > 0 ? own : null;
    }

    private List<LegDefinition> Legs()
    {
        LegDefinition Leg(string clock) => Often(50)
            ? new(clock, Span(12 * 3600))
            : new(clock, null, true, Time(_random.Next(96)));
        return [Leg("remoteAssistance"), Leg("onSiteArrival")];
    }

    private CalendarDefinition Calendar(string zone, LocalDate from)
    {
        IReadOnlyList<string> Hours()
        {
            var cuts = Enumerable.Range(0, _random.Next(1, 4) * 2).Select(_ => Often(15) ? Of([0, 8, 96]) : _random.Next(97)).Distinct().Order();
            var hours = cuts.Chunk(2).Where(c => c.Length == 2).Select(c => $"{Time(c[0])}-{Time(c[1])}").ToList();
            return Often(25) ? ["00:00-24:00"] : Often(20) && hours.Count == 1 ? [.. hours, .. Touching(hours[0])] : hours;
        }

        var dates = Enumerable.Range(0, 5).Select(d => $"{from.PlusDays(d):uuuu-MM-dd}").ToList();
        var always = Often(10);
        return new()
        {
            TimeZone = zone,
            AlwaysOpen = always,
            Week = always ? null : _days.Where(d => d == "mon" || Often(90)).ToDictionary(d => d, d => d == "mon" ? ["09:00-18:00"] : Hours()),
            Holidays = Often(30) ? [Of(dates)] : null,
            SpecialDays = Often(30) ? [new(Of(dates), Often(70) ? Hours() : [])] : null,
        };
    }

    private static IEnumerable<string> Touching(string hours) => hours.EndsWith("24:00", StringComparison.Ordinal) ? [] : [$"{hours[6..]}-24:00"];

    private static string Time(int quarter) => $"{quarter / 4:00}:{quarter % 4 * 15:00}";

    private static List<int> Edges(SlowHours hours) =>
        [.. Enumerable.Range(1, (SlowHours.Days * 1440) - 1).Select(m => m * 60).Where(s => s < 80 * 3600 && hours.Open[s] != hours.Open[s - 1])];

    private string Span(int most) => _random.Next(4) switch
    {
        0 => $"PT{_random.Next(1, (most / 3600) + 1)}H",
        1 => $"PT{_random.Next(1, (most / 900) + 1) * 15}M",
        _ => $"PT{_random.Next(1, most + 1)}S",
    };

    private bool Often(int percent) => _random.Next(100) < percent;

    private T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
