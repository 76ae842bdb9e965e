using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;
using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>The calendars of a trial; one that was wrong is missing.</summary>
/// <param name="Main">The one on which clocks run that name no other.</param>
/// <param name="Others">Further ones by name.</param>
internal sealed record PreviewHours(WorkCalendar? Main, IReadOnlyDictionary<string, WorkCalendar?> Others)
{
    private const int MostCalendars = 20;

    /// <summary>Reads them, adding what is wrong to <paramref name="errors"/>.</summary>
    public static PreviewHours Read(PreviewRequest request, ICollection<FieldError> errors)
    {
        var main = Read(request.Calendar, "calendar", errors);
        var others = request.Calendars ?? new Dictionary<string, CalendarDefinition>();
        Require(others.Count <= MostCalendars, "calendars", $"At most {MostCalendars} are allowed.", errors);
        foreach (var name in others.Keys.Take(MostCalendars))
        {
            Require(IsName(name), $"calendars.{name}", "A name of 1 to 100 characters is wanted.", errors);
        }

        return new(main, others.Take(MostCalendars).ToDictionary(c => c.Key, c => Read(c.Value, $"calendars.{c.Key}", errors)));
    }

    private static WorkCalendar? Read(CalendarDefinition? definition, string field, ICollection<FieldError> errors)
    {
        var wrong = new List<FieldError>();
        var calendar = CalendarReader.Check(definition ?? new(), wrong);
        foreach (var error in wrong)
        {
            errors.Add(new($"{field}.{error.Field}", error.Message));
        }

        return calendar;
    }

    /// <summary>Refuses calendars that are closed for good before anything happens; what is over by now may be tried as it was.</summary>
    public void RequireOpenAfter(Instant first, ICollection<FieldError> errors)
    {
        CalendarReader.RequireOpenAfter(Main, first, "calendar.week", errors);
        foreach (var (name, calendar) in Others)
        {
            CalendarReader.RequireOpenAfter(calendar, first, $"calendars.{name}.week", errors);
        }
    }
}

/// <summary>Reads the terms of a trial, or says which fields are wrong.</summary>
internal static class PreviewTermsReader
{
    /// <summary>The name of the calendar that clocks run on which name no other.</summary>
    public const string MainCalendar = "preview";

    /// <summary>The terms, or null after adding to <paramref name="errors"/>, or when the calendar is wrong.</summary>
    public static Terms? Read(PreviewTerms terms, string field, PreviewHours hours, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        var (names, own) = (new HashSet<string>(), terms.Clocks ?? new Dictionary<string, PreviewConditions>());
        List<ClockShape> promised =
        [
            .. Targets(terms).Where(t => t.Text is not null)
                .Select(t => ClockShape.Of(t.Clock, Target(t.Text, $"{field}.{t.Clock}", errors)).With(own.GetValueOrDefault(t.Clock))),
            .. Either(terms.Either, $"{field}.either", names, errors, leg => own.GetValueOrDefault(leg)?.MetBy),
            .. Extra(terms.Extra, $"{field}.extra", names, errors),
        ];
        var stops = terms.PauseStops ?? new Dictionary<string, IReadOnlyList<string>>();
        var all = names.Union(ClockNames.All).ToHashSet();
        foreach (var (clock, said) in own)
        {
            var at = $"{field}.clocks.{clock}";
            Require(all.Contains(clock), at, $"A clock is one of {string.Join(", ", ClockNames.All.Concat(names))}.", errors);
            ClockConditions.Check(clock, said, at, errors);
            Require(said?.Calendar is null || hours.Others.ContainsKey(said.Calendar), $"{at}.calendar", "The name of one of the request's calendars is wanted.", errors);
        }

        CheckPauseStops(stops, null, all, $"{field}.pauseStops", errors);
        var compensation = PreviewCompensation.Read(terms, all, field, errors);
        var usual = Thresholds(terms.WarnAt, terms.WarnBefore, terms.Escalations, field, errors);
        var different = own.Where(c => c.Value is { WarnAt: not null } or { WarnBefore: not null } or { Escalations: not null }).ToDictionary(
            c => c.Key,
            c => Thresholds(c.Value.WarnAt ?? terms.WarnAt, c.Value.WarnBefore ?? terms.WarnBefore, c.Value.Escalations ?? terms.Escalations, $"{field}.clocks.{c.Key}", errors));
        var window = ReopenWindow(terms.ReopenWindow, $"{field}.reopenWindow", errors);
        var calendars = promised.ConvertAll(p => CalendarOf(p.Name));
        // A calendar that is wrong is told of as such.
        return errors.Count > before || hours.Main is null || calendars.Contains(null)
            ? null
            : new()
            {
                Policy = "preview",
                PolicyVersion = 1,
                Rule = "preview",
                Clocks = [.. promised.Select((p, i) => p.On(calendars[i]!, different.GetValueOrDefault(p.Name, usual), stops))],
                ReopenWindow = window,
                Compensation = compensation,
            };

        CalendarVersion? CalendarOf(string clock)
        {
            var name = own.GetValueOrDefault(clock)?.Calendar;
            return (name is null ? hours.Main : hours.Others.GetValueOrDefault(name)) is { } calendar ? new(name ?? MainCalendar, 1, calendar) : null;
        }
    }

    private static List<Threshold> Thresholds(
        IReadOnlyList<int>? warnAt, IReadOnlyList<string>? warnBefore, IReadOnlyList<EscalationStep>? escalations, string field, ICollection<FieldError> errors) =>
    [
        .. Warnings(warnAt, $"{field}.warnAt", errors),
        .. WarningsBefore(warnBefore, $"{field}.warnBefore", errors),
        Threshold.Breach,
        .. Escalations(escalations ?? [], $"{field}.escalations", errors),
    ];

    private static IEnumerable<(string Clock, string? Text)> Targets(PreviewTerms terms) =>
    [
        (ClockNames.FirstResponse, terms.FirstResponse),
        (ClockNames.NextResponse, terms.NextResponse),
        (ClockNames.Update, terms.Update),
        (ClockNames.Diagnosis, terms.Diagnosis),
        (ClockNames.RemoteAssistance, terms.RemoteAssistance),
        (ClockNames.OnSiteArrival, terms.OnSiteArrival),
        (ClockNames.Resolution, terms.Resolution),
    ];
}
