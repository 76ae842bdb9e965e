using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Preview;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>
/// Figures from the published tests and documents of other systems, each with its source. Where our rule is another one the row says so
/// and expects ours. Times are UTC.
/// </summary>
public sealed class Cases_of_the_peers
{
    private const string Zammad = "Zammad spec/models/ticket/escalation_examples.rb";
    private const string Rt = "Request Tracker t/sla";
    private const string Frappe = "Frappe Helpdesk test_hd_ticket.py";
    private const string Dynamics = "Dynamics 365, SLA timer doesn't pause on a holiday";

    private static readonly CalendarDefinition _berlin8To18 = Given.OfficeHours("Europe/Berlin", "08:00-18:00");
    private static readonly CalendarDefinition _berlin9To18 = Given.AllWeek("Europe/Berlin", "09:00-18:00");
    private static readonly CalendarDefinition _berlinHoliday = Given.OfficeHours("Europe/Berlin", "08:00-20:00") with { Holidays = ["2016-11-01"] };
    private static readonly CalendarDefinition _always = new() { TimeZone = "UTC", AlwaysOpen = true };
    private static readonly CalendarDefinition _tenToSix = Given.OfficeHours("UTC", "10:00-18:00");
    private static readonly CalendarDefinition _nineToFive = Given.OfficeHours("UTC", "09:00-17:00");
    private static readonly Dictionary<string, IReadOnlyList<string>> _stops = new() { ["pending"] = ["nextResponse", "update", "resolution"] };
    private static readonly PreviewTerms _first = new() { FirstResponse = "PT60M", NextResponse = "PT120M", Resolution = "PT180M" };
    private static readonly PreviewTerms _pending = new() { FirstResponse = "PT120M", NextResponse = "PT180M", Resolution = "PT250M", PauseStops = _stops };
    private static readonly PreviewTerms _holiday = new() { FirstResponse = "PT120M", NextResponse = "PT1200M", PauseStops = _stops };
    private static readonly PreviewTerms _loop = new() { FirstResponse = "PT2H", NextResponse = "PT2H", Update = "PT4H" };
    private static readonly PreviewTerms _high = new() { FirstResponse = "PT1H", Resolution = "PT4H" };
    private static readonly PreviewTerms _urgent = new() { FirstResponse = "PT30M", Resolution = "PT2H", PauseStops = _stops };
    private static readonly PreviewTerms _eight = new() { Resolution = "PT8H", WarnAt = [50, 75], PauseStops = _stops };
    private static readonly PreviewTerms _four = new() { Resolution = "PT4H", PauseStops = _stops };

    private static readonly Case[] _cases =
    [
        new($"{Zammad}: incoming email", _berlin8To18, _first, "2013-03-21", "09:30 opened, 09:30 customerMessage", "09:31",
            "firstResponse running due 10:30; nextResponse running due 11:30; resolution running due 12:30"),
        new($"{Zammad}: first response in time, 30 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 10:00 agentMessage", "10:01",
            "firstResponse met due 10:30 met 10:00 worked PT30M"),
        new($"{Zammad}: first response over time, 270 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 14:00 agentMessage", "14:01",
            "firstResponse metLate due 10:30 breached 10:30 met 14:00 worked PT270M"),
        new($"{Zammad}: update time in time, 90 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 09:30 customerMessage, 11:00 agentMessage", "11:01",
            "nextResponse met due 11:30 met 11:00 worked PT90M"),
        new($"{Zammad}: update time over time, 150 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 09:30 customerMessage, 12:00 agentMessage", "12:01",
            "nextResponse metLate due 11:30 met 12:00 worked PT150M"),
        new($"{Zammad}: customer reply", _berlin8To18, _first, "2013-03-21",
            "09:30 opened, 09:30 customerMessage, 12:00 agentMessage, 12:05 customerMessage", "12:06", "nextResponse#2 running start 12:05 due 14:05"),
        new($"{Zammad}: customer reply with agent response", _berlin8To18, _first, "2013-03-21",
            "09:30 opened, 09:30 customerMessage, 12:00 agentMessage, 12:05 customerMessage, 12:10 agentMessage", "12:11", "nextResponse#2 met due 14:05 met 12:10"),
        new($"{Zammad}: closed in time, 120 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 11:30 closed", "11:31", "resolution met met 11:30 worked PT120M"),
        new($"{Zammad}: closed over time, 210 minutes", _berlin8To18, _first, "2013-03-21", "09:30 opened, 13:00 closed", "13:01",
            "resolution metLate due 12:30 breached 12:30 worked PT210M"),
        new($"{Zammad}: reopened, the closed half hour does not count. Ours: waiting never stops the first response, there it is 11:45", _berlin9To18, _pending, "2013-06-04",
            "09:00 opened, 09:30 paused pending, 09:45 resumed, 10:00 closed, 10:30 reopened", "10:31", "firstResponse running due 11:30; resolution running due 13:55"),
        new($"{Zammad}: pending to open. Ours: due exactly at closing time, there at the next opening, 07:00 of the day after", _berlin9To18,
            _pending with { Resolution = "PT120M" }, "2013-06-04", "09:00 opened, 10:00 paused pending, 15:00 resumed", "15:01", "resolution running due 16:00"),
        new($"{Zammad}: open, pending, open, response and close, 150 minutes. Ours: the first response took 105 minutes, there 75", _berlin9To18, _pending, "2013-06-04",
            "09:00 opened, 10:00 paused pending, 10:30 resumed, 10:45 agentMessage, 12:00 closed", "12:01", "firstResponse met worked PT105M; resolution met worked PT150M"),
        new($"{Zammad}: created pending and closed, 0 minutes", _berlin9To18, _pending, "2013-06-04", "09:00 opened, 09:00 paused pending, 12:00 closed", "12:01",
            "resolution met met 12:00 worked PT0S wall PT3H"),
        new($"{Zammad}: pending, open, pending, closed, 30 minutes", _berlin9To18, _pending, "2013-06-04",
            "09:00 opened, 09:00 paused pending, 10:30 resumed, 11:00 paused pending, 12:00 closed", "12:01", "resolution met worked PT30M"),
        new($"{Zammad}: pending, open, pending, open, closed, 60 minutes", _berlin9To18, _pending, "2013-06-04",
            "09:00 opened, 09:00 paused pending, 10:30 resumed, 11:00 paused pending, 11:30 resumed, 12:00 closed", "12:01", "resolution met worked PT60M"),
        new($"{Zammad}: holidays", _berlinHoliday, _holiday, "2016-11-01", "13:56:21 opened, 13:56:21 customerMessage", "14:00",
            "firstResponse running due +1 09:00; nextResponse running due +2 15:00"),
        new($"{Zammad}: holidays, pending, nothing is shown", _berlinHoliday, _holiday, "2016-11-01",
            "13:56:21 opened, 13:56:21 customerMessage, 15:25:40 agentMessage, 15:59:14 customerMessage, 15:59:58 paused pending", "16:00", "nextResponse#2 paused due -"),
        new($"{Zammad}: holidays, back from pending, a second message moves nothing. Ours: not rounded to minutes", _berlinHoliday, _holiday, "2016-11-01",
            "13:56:21 opened, 13:56:21 customerMessage, 15:25:40 agentMessage, 15:59:14 customerMessage, 15:59:58 paused pending, +6 13:26:36 resumed, +6 13:26:36 customerMessage, +6 14:26:36 customerMessage",
            "+6 14:27", "nextResponse#2 running start 15:59:14 due +8 09:26:36"),
        new($"{Rt}/due.t: two hours become four, from the creation", _always, new() { Resolution = "PT2H" }, "2026-03-02", "10:00 opened, 10:30 termsChanged PT4H", "10:31",
            "resolution cancelled due 12:00; resolution#1#1 running start 10:00 due 14:00"),
        new($"{Rt}/due.t: a reply ends the deadline, a second one changes nothing", _always, _loop, "2026-03-02", "10:00 opened, 10:10 agentMessage, 10:20 agentMessage", "10:30",
            "firstResponse met met 10:10"),
        new($"{Rt}/due.t: the requestor's reply sets it again, his next one leaves it", _always, _loop, "2026-03-02",
            "10:00 opened, 10:10 agentMessage, 10:20 customerMessage, 10:20:01 customerMessage", "10:30", "nextResponse running start 10:20 due 12:20"),
        new($"{Rt}/due.t: keep in loop is set by each reply. Ours: beside the response, which does not take its place", _always, _loop, "2026-03-02",
            "10:00 opened, 10:10 agentMessage, 10:10:01 agentMessage, 10:20 customerMessage", "10:30",
            "update met met 10:10:01; update#2 running due 14:10:01; nextResponse running due 12:20"),
        new($"{Rt}/due.t: replies do not affect the resolution", _always, _high, "2026-03-02", "10:00 opened, 10:10 agentMessage, 10:20 customerMessage", "10:30", "resolution running due 14:00"),
        new($"{Rt}/business_hours.t: open on Sundays", Week("sun"), _high with { Resolution = "PT60M" }, "2007-01-01", "00:00 opened", "00:01", "resolution running due +6 10:00"),
        new($"{Rt}/business_hours.t: open on Mondays", Week("mon"), _high with { Resolution = "PT60M" }, "2007-01-01", "00:00 opened", "00:01", "resolution running due 10:00"),
        new($"{Rt}/ignore-on-statuses.t: stalled hides keep in loop and not the response", _always, _loop with { PauseStops = new Dictionary<string, IReadOnlyList<string>> { ["stalled"] = ["update"] } }, "2026-03-02",
            "10:00 opened, 10:10 agentMessage, 10:20 customerMessage, 10:30 paused stalled", "10:40", "update paused due - left PT3H40M; nextResponse running due 12:20"),
        new($"{Rt}/ignore-on-statuses.t: the stalled time is left out. Ours: always, there as an option", _always, _loop with { PauseStops = _stops }, "2026-03-02",
            "10:00 opened, 10:00 customerMessage, 10:30 paused pending, 10:30:01 resumed", "10:31", "nextResponse running due 12:00:01"),
        new($"{Frappe}: before working hours", _tenToSix, _high, "2026-03-02", "08:00 opened", "08:01", "firstResponse running start 08:00 due 11:00; resolution running due 14:00"),
        new($"{Frappe}: after working hours", _tenToSix, _urgent, "2026-03-02", "20:00 opened", "20:01", "firstResponse running due +1 10:30; resolution running due +1 12:00"),
        new($"{Frappe}: on a Saturday, both exactly at closing time", _tenToSix, new() { FirstResponse = "PT24H", Resolution = "PT72H" }, "2026-03-07", "15:00 opened", "15:01",
            "firstResponse running due +4 18:00; resolution running due +12 18:00"),
        new($"{Frappe}: Friday inside working hours", _tenToSix, _urgent, "2026-03-06", "17:00 opened", "17:01", "firstResponse running due 17:30; resolution running due +3 11:00"),
        new($"{Frappe}: Friday after working hours", _tenToSix, _high, "2026-03-06", "19:00 opened", "19:01", "firstResponse running due +3 11:00; resolution running due +3 14:00"),
        new($"{Frappe}: on the first of two holidays", _tenToSix with { Holidays = ["2026-03-05", "2026-03-06"] }, _urgent, "2026-03-05", "15:00 opened", "15:01",
            "firstResponse running due +4 10:30; resolution running due +4 12:00"),
        new($"{Frappe}: an hour on hold, due exactly at closing time", _tenToSix, _urgent, "2026-03-05", "15:00 opened, 15:30 paused pending, 16:30 resumed", "16:31", "resolution running due 18:00"),
        new($"{Frappe}: an hour and a second on hold", _tenToSix, _urgent, "2026-03-05", "15:00 opened, 15:30 paused pending, 16:30:01 resumed", "16:31", "resolution running due +1 10:00:01"),
        new($"{Frappe}: pausing. Ours: that is no response, there it counts as one", _tenToSix, _urgent, "2026-03-05", "15:00 opened, 15:10 paused pending", "15:20",
            "firstResponse running due 15:30; resolution paused due -"),
        new($"{Dynamics}: paused and resumed before opening", _nineToFive, _four, "2026-03-02", "06:00 opened, 07:00 paused pending, 08:00 resumed", "08:01", "resolution running due 13:00"),
        new($"{Dynamics}: paused and resumed in working hours", _nineToFive, _four, "2026-03-02", "06:00 opened, 10:00 paused pending, 11:30 resumed", "11:31", "resolution running due 14:30"),
        new($"{Dynamics}: paused in working hours, resumed after. Ours: the part inside counts as pause, there none does", _nineToFive, _four, "2026-03-02",
            "10:00 opened, 12:00 paused pending, 20:00 resumed", "20:01", "resolution running due +1 11:00"),
        new($"{Dynamics}: paused after working hours, resumed in them", _nineToFive, _four, "2026-03-02", "15:00 opened, 20:00 paused pending, +1 10:00 resumed", "+1 10:01",
            "resolution running due +1 12:00"),
        new("ServiceNow, Retroactive start: another priority after three hours counts from the opening", _always, _eight, "2026-03-02", "09:00 opened, 12:00 termsChanged PT4H", "12:01",
            "resolution#1#1 running start 09:00 due 13:00"),
        new("ServiceNow, Retroactive pause: the pause before counts for the new terms too", _always, _eight, "2026-03-02",
            "09:00 opened, 09:30 paused pending, 10:30 resumed, 12:00 termsChanged PT4H", "12:01", "resolution#1#1 running due 14:00"),
        new("ServiceNow KB0550783: the planned end means nothing while paused. Ours: it is not shown, there the last one stays", _always, _eight, "2026-03-02",
            "09:00 opened, 10:00 paused pending", "12:00", "resolution paused due - left PT7H worked PT1H wall PT3H"),
        new("iTop stopwatch: deadline = last start + goal - time spent", _always, _eight, "2026-03-02", "09:00 opened, 12:00 paused pending, 14:00 resumed", "14:30", "resolution running due 19:00"),
        new("iTop stopwatch: the threshold at 75 percent", _always, _eight, "2026-03-02", "09:00 opened, 12:00 paused pending, 14:00 resumed", "17:00", "resolution running warned 17:00"),
        new("GLPI, SLA: pending three hours is due three hours later", _always, _eight, "2026-03-02", "09:00 opened, 10:00 paused pending, 13:00 resumed", "13:01", "resolution running due 20:00"),
        new("OTOBO SuspendEscalatedTickets=off: a pause after the breach undoes nothing", _always, _four, "2026-03-02", "09:00 opened, 14:00 paused pending", "15:00",
            "resolution breached due 13:00 breached 13:00"),
        new("Jira Service Management: reopened is a new cycle. Ours: inside the warranty window it goes on", _always, _four, "2026-03-02", "09:00 opened, 10:00 resolved, +7 10:00 reopened", "+7 10:01",
            "resolution running start 09:00 due +7 13:00"),
        new("Jira Service Management: the cycle before keeps its verdict. Ours: once the warranty window is over", _always, _four, "2026-03-02",
            "09:00 opened, 14:00 resolved, +7 14:00:01 reopened", "+7 15:00", "resolution metLate due 13:00 met 14:00; resolution#2 running start +7 14:00:01 due +7 18:00:01"),
    ];

    public static TheoryData<Case> Cases => new(_cases);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_case_comes_out(Case it) => Told.Shows(Told.Answer(it.Calendar, it.Terms, it.Day, it.Events, it.Now), it.Day, it.Expected);

    private static CalendarDefinition Week(string day) => new() { TimeZone = "UTC", Week = new Dictionary<string, IReadOnlyList<string>> { [day] = ["09:00-17:00"] } };

    /// <summary>A row.</summary>
    public sealed record Case(string Source, CalendarDefinition Calendar, PreviewTerms Terms, string Day, string Events, string Now, string Expected)
    {
        public override string ToString() => Source;
    }
}
