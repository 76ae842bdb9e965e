using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Preview;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>
/// The preview is a contract with whoever calls it: its sentences one by one, from JSON to JSON. Events are <c>02 03:00 paused reason</c> in March 2026, whose
/// 2nd is a Monday, in UTC; instants are shown like <c>02T03:00</c>, null as <c>-</c>.
/// </summary>
public sealed class Words_of_the_contract
{
    private const string Always = """{"timeZone":"UTC","alwaysOpen":true}""";
    private const string Eight = """{"resolution":"PT8H"}""";
    private const string One = """{"resolution":"PT1H","pauseStops":{"part":["resolution"]}}""";
    private const string Office = """
        {"timeZone":"UTC","alwaysOpen":false,"week":{"mon":["09:00-12:00","13:30-18:00"],"tue":["09:00-12:00","13:30-18:00"],"wed":["09:00-12:00","13:30-18:00"],
         "thu":["09:00-12:00","13:30-18:00"],"fri":["09:00-12:00","13:30-18:00"]}}
        """;
    private const string Waiting = """
        {"firstResponse":"PT1H","diagnosis":"PT2H","resolution":"PT8H","pauseStops":{"customer":["resolution"],"part":["resolution","diagnosis"]}}
        """;
    private const string Emergency = """
        {"resolution":"PT8H","either":[{"name":"emergency","legs":[{"clock":"remoteAssistance","target":"PT1H"},{"clock":"onSiteArrival","sameDay":true,"cutoff":"16:00"}]}]}
        """;

    [Fact]
    public void A_missing_day_is_closed_a_special_day_goes_before_a_holiday_and_that_before_the_week_and_touching_hours_join()
    {
        const string calendar = """
            {"timeZone":"UTC","week":{"mon":["12:00-18:00","09:00-12:00"]},"holidays":["2026-03-09","2026-03-16"],
             "specialDays":[{"date":"2026-03-16","intervals":["20:00-24:00"]},{"date":"2026-03-17","intervals":["00:00-01:00"]}]}
            """;
        var answer = Ask("02 09:00 opened", "02 10:00", """{"resolution":"PT15H"}""", calendar);
        Assert.Equal("resolution 1 running 02T09:00 23T10:00 PT1H PT1H", Told(answer, "clock cycle state startedAt dueAt elapsedWorking elapsedWall"));
        Assert.Equal(
            ["02T09:00 02T18:00 PT9H", "16T20:00 17T01:00 PT5H", "23T09:00 23T10:00 PT1H"],
            answer["clocks"]![0]!["explain"]!.AsArray().Where(s => s!["kind"]!.ToString() == "counted").Select(s => Show(s!, "from to working")));
    }

    [Theory]
    // Moved forward by the gap, 02:15-02:45 is 03:15-03:45 and overlaps the next; together 45 minutes.
    [InlineData("""["02:15-02:45","03:30-04:00"]""", "2026-03-29T00:00:00Z", "PT45M", "2026-03-29T02:00:00Z")]
    // The first pass of what comes twice.
    [InlineData("""["02:15-02:45"]""", "2026-10-25T00:00:00Z", "PT30M", "2026-10-25T00:45:00Z")]
    public void A_local_time_in_a_gap_moves_forward_and_an_ambiguous_one_is_its_first_pass(string sunday, string opened, string target, string due) => Assert.Equal(
        due, Run($$"""{"calendar":{"timeZone":"Europe/Berlin","week":{"sun": {{sunday}} } },"terms":{"resolution":"{{target}}"},"events":[{"at":"{{opened}}","type":"opened"}],"now":"{{opened}}"}""")["clocks"]![0]!["dueAt"]!.ToString());

    [Fact]
    public void Events_are_taken_by_their_instants_and_equal_ones_as_given()
    {
        Assert.Equal("met 02T05:00 absent", Told(Ask("02 05:00 resolved, 02 03:00 opened", "02 06:00", Eight), "state metAt legs"));
        var answer = Ask("02 03:00 agentMessage, 02 03:00 opened", "02 03:30", """{"firstResponse":"PT1H"}""");
        Assert.Equal(("running -", "0 cannot-follow agentMessage"), (Told(answer, "state metAt"), Problems(answer)));
        Assert.Equal("met 02T03:00", Told(Ask("02 03:00 opened, 02 03:00 agentMessage", "02 03:30", """{"firstResponse":"PT1H"}"""), "state metAt"));
        Assert.Equal("paused", Told(Ask("02 03:00 opened, 02 04:00 resumed customer, 02 04:00 paused customer", "02 05:00", Waiting), "state", "resolution"));
        Assert.Equal("running", Told(Ask("02 03:00 opened, 02 04:00 paused customer, 02 04:00 resumed customer", "02 05:00", Waiting), "state", "resolution"));
    }

    [Fact]
    public void What_cannot_follow_is_left_out_and_listed_by_its_index()
    {
        var answer = Ask(
            "02 02:00 resumed, 02 03:00 opened, 02 03:10 opened, 02 03:20 reopened, 02 03:30 resumed, 02 03:40 paused part, 02 03:50 paused part, 02 03:55 resumed customer, "
            + "02 04:00 resolved, 02 04:10 resolved, 02 04:20 paused part, 02 04:30 closed, 02 04:40 closed, 02 04:45 resolved, 02 04:50 note, 02 10:00 agentMessage",
            "02 05:00", Waiting);
        Assert.Equal(
            "0 cannot-follow resumed, 2 cannot-follow opened, 3 cannot-follow reopened, 4 cannot-follow resumed, 6 cannot-follow paused, 7 cannot-follow resumed, 9 cannot-follow resolved, "
            + "10 cannot-follow paused, 12 cannot-follow closed, 13 cannot-follow resolved, 15 after-now agentMessage",
            Problems(answer));
        Assert.Equal("met 02T04:00 PT40M", Told(answer, "state metAt elapsedWorking", "resolution"));

        Assert.Equal(("", "0 cannot-follow note, 1 cannot-follow resolved"), (Told(Ask("02 03:00 note, 02 04:00 resolved", "02 05:00", Eight), "state"), Problems(Ask("02 03:00 note, 02 04:00 resolved", "02 05:00", Eight))));
        Assert.Equal(("", "0 after-now opened"), (Told(Ask("02 03:00 opened", "02 02:00", Eight), "state"), Problems(Ask("02 03:00 opened", "02 02:00", Eight))));
        Assert.Equal("""{"clocks":[],"problems":[]}""", Ask("", "02 02:00", Eight).ToJsonString());
    }

    [Fact]
    public void A_reason_stops_what_its_terms_say_resumed_ends_its_own_reason_or_all_and_an_unknown_one_stops_nothing()
    {
        const string story = "02 03:00 opened, 02 04:00 paused customer, 02 04:30 paused part, 02 05:00 resumed customer";
        Assert.Equal(
            "firstResponse breached 02T04:00; diagnosis breached 02T06:00; resolution running 02T12:30",
            Told(Ask($"{story}, 02 05:30 resumed part, 02 06:00 paused lunch", "02 06:30", Waiting), "clock state dueAt"));
        Assert.Equal("running 02T13:30", Told(Ask("02 03:00 opened, 02 03:30 paused part, 02 04:00 paused customer, 02 06:00 resumed", "02 07:00", Waiting), "state dueAt", "resolution"));
        Assert.Equal("", Problems(Ask($"{story}, 02 06:00 paused lunch, 02 06:10 resumed lunch", "02 06:30", Waiting)));
    }

    [Fact]
    public void While_paused_the_due_is_null_and_the_rest_is_told_and_only_then()
    {
        var answer = Ask("02 03:00 opened, 02 03:30 agentMessage, 02 04:00 paused customer", "02 04:15", Waiting);
        Assert.Equal(
            "firstResponse met 02T04:00 - PT30M PT30M; diagnosis running 02T05:00 - PT1H15M PT1H15M; resolution paused - PT7H PT1H PT1H15M",
            Told(answer, "clock state dueAt remaining elapsedWorking elapsedWall"));
        Assert.Equal("breached 02T04:00 02T04:00 - - PT1H30M PT3H", Told(Ask("02 03:00 opened, 02 04:30 paused part", "02 06:00", One), "state dueAt breachedAt metAt remaining elapsedWorking elapsedWall"));
        Assert.Equal("metLate 02T04:00 02T04:00 02T07:00 - PT1H30M PT4H", Told(Ask("02 03:00 opened, 02 04:30 paused part, 02 07:00 resolved", "02 08:00", One), "state dueAt breachedAt metAt remaining elapsedWorking elapsedWall"));
        Assert.Equal("breached 02T04:00", Told(Ask("02 03:00 opened, 02 04:00 paused part", "02 06:00", One), "state dueAt"));
        // Over while it stood: not paused any more, so it says where it would have been due.
        var ended = Ask("02 03:00 opened, 02 03:30 paused part, 02 05:00 resolved", "02 06:00", One);
        Assert.Equal("met 02T05:30 - PT30M", Told(ended, "state dueAt remaining elapsedWorking"));
        Assert.Equal(
            "counted 02T03:00 02T03:30 PT30M; paused 02T03:30 02T05:00 PT1H30M; counted 02T05:00 02T05:30 PT30M",
            string.Join("; ", ended["clocks"]![0]!["explain"]!.AsArray().Where(s => s!["kind"]!.ToString() is "counted" or "paused").Select(s => Show(s!, "kind from to working"))));
        Assert.Equal("met 02T04:00 -", Told(Ask("02 03:00 opened, 02 04:00 resolved", "02 06:00", One), "state metAt breachedAt"));
    }

    [Theory]
    [InlineData("02 04:00 closed, 02 05:00 reopened", "1 running 02T12:00")] // closed resolves; the window's end is in it
    [InlineData("02 04:00 resolved, 02 04:59 closed, 02 05:00 reopened", "1 running 02T12:00")]
    [InlineData("02 04:00 resolved, 02 04:59 closed, 02 05:00:01 reopened", "1 met 02T11:00; 2 running 02T13:00:01")]
    public void A_reopening_within_the_window_since_the_resolution_continues_and_a_later_one_begins_anew(string events, string told) =>
        Assert.Equal(told, Told(Ask($"02 03:00 opened, {events}", "02 06:00", """{"resolution":"PT8H","reopenWindow":"PT1H"}"""), "cycle state dueAt"));

    [Theory]
    [InlineData("02 15:00 opened, 02 15:30 remoteSession", "02 19:00", "met 18T 15:30 remoteAssistance met, onSiteArrival cancelled")]
    [InlineData("02 15:00 opened", "02 17:00", "running 18T - remoteAssistance missed, onSiteArrival running")]
    [InlineData("02 15:00 opened, 02 16:30 remoteSession, 02 17:30 arrived", "02 19:00", "met 18T 17:30 remoteAssistance missed, onSiteArrival met")]
    [InlineData("02 15:00 opened", "02 18:00", "breached 18T - remoteAssistance missed, onSiteArrival missed")]
    [InlineData("02 15:00 opened, 02 20:00 arrived", "02 21:00", "metLate 18T 20:00 remoteAssistance missed, onSiteArrival missed")]
    public void Either_or_is_met_by_a_leg_in_its_own_time_and_missed_with_the_last(string events, string now, string told)
    {
        var clock = Clocks(Ask(events, now, Emergency, Office), "emergency").Single();
        var legs = clock["legs"]!.AsArray().Select(l => Show(l!, "clock state"));
        Assert.Equal(told, $"{clock["state"]} {clock["dueAt"]!.ToString()[11..13]}T {(clock["metAt"] is { } met ? met.ToString()[11..16] : "-")} {string.Join(", ", legs)}");
    }

    [Theory]
    [InlineData("02 16:00", "02T18:00")] // the cutoff itself is in time
    [InlineData("02 16:00:01", "03T18:00")]
    [InlineData("07 10:00", "09T18:00")] // on a Saturday
    [InlineData("06 17:00", "09T18:00")]
    public void The_same_day_ends_with_the_last_hours_of_the_day_of_the_report_or_of_the_next_open_day(string opened, string due) =>
        Assert.Equal($"emergency {due}", Told(Ask($"{opened} opened", opened, Emergency, Office), "clock dueAt", "emergency"));

    [Fact]
    public void The_same_day_is_over_at_midnight_if_it_is_always_open() =>
        Assert.Equal("03T00:00", Told(Ask("02 15:00 opened", "02 15:00", Emergency), "dueAt", "emergency"));

    [Fact]
    public void Changed_terms_cancel_and_attach_from_where_the_clock_starts_or_from_the_change()
    {
        const string story = "02 03:00 opened, 02 04:00 agentMessage, 02 05:00 termsChanged";
        const string terms = """{"firstResponse":"PT1H","diagnosis":"PT3H","resolution":"PT4H"}""";
        // What was answered before owes no first response.
        Assert.Equal("diagnosis running 02T03:00 02T06:00; resolution cancelled 02T03:00 02T11:00; resolution running 02T03:00 02T07:00", Told(Ask($"{story} {terms} true", "02 05:30", Eight), "clock state startedAt dueAt"));
        Assert.Equal("diagnosis running 02T05:00 02T08:00; resolution cancelled 02T03:00 02T11:00; resolution running 02T05:00 02T09:00", Told(Ask($"{story} {terms} false", "02 05:30", Eight), "clock state startedAt dueAt"));
        Assert.Equal("resolution cancelled 02T05:00", Told(Ask($"{story} {{}} true", "02 05:30", Eight), "clock state cancelledAt"));
    }

    [Theory]
    [InlineData("02 03:00 opened", "50 02T07:00, 75 02T09:00")]
    [InlineData("02 03:00 opened, 02 09:00 resolved", "50 02T07:00")] // met at that very instant
    [InlineData("02 03:00 opened, 02 04:00 paused part, 02 05:00 resumed", "50 02T08:00, 75 02T10:00")]
    public void Warnings_are_told_with_their_instants(string events, string warned) => Assert.Equal(
        warned,
        string.Join(", ", Ask(events, "02 12:00", """{"resolution":"PT8H","warnAt":[75,50],"pauseStops":{"part":["resolution"]}}""")["clocks"]![0]!["warnings"]!.AsArray().Select(w => Show(w!, "percent at"))));

    [Theory]
    [InlineData("P1D", "03T03:00")]
    [InlineData("P1W", "09T03:00")]
    [InlineData("P1DT2H30M15S", "03T05:30:15")]
    [InlineData("PT90M", "02T04:30")]
    public void Durations_are_ISO_8601(string target, string due) => Assert.Equal(due, Told(Ask("02 03:00 opened", "02 03:00", $$"""{"resolution":"{{target}}"}"""), "dueAt"));

    [Theory]
    [InlineData("PT0S")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("PT-1H")]
    [InlineData("pt1h")]
    public void A_target_without_a_fixed_length_above_zero_is_refused(string target) => Assert.Equal("terms.resolution", Refused(Always, $$"""{"resolution":"{{target}}"}"""));

    [Fact]
    public void Null_is_as_good_as_absent()
    {
        var answer = Run("""
            {"calendar":{"timeZone":"UTC","alwaysOpen":true,"week":null,"holidays":null,"specialDays":null},
             "terms":{"resolution":"PT1H","update":null,"warnAt":null,"pauseStops":null,"reopenWindow":null,"either":null,"severity":null},
             "events":[{"at":"1970-01-01T00:00:00Z","type":"opened","reason":null,"terms":null,"retroactive":null}],"now":"1970-01-01T00:00:00Z"}
            """);
        Assert.Equal("1970-01-01T01:00:00Z", Assert.Single(answer["clocks"]!.AsArray())!["dueAt"]!.ToString());
        var all = Run("""
            {"calendar":{"timeZone":"UTC","alwaysOpen":false,"week":{"mon":["09:00-18:00"]}},
             "terms":{"either":[{"name":"emergency","legs":[{"clock":"remoteAssistance","target":"PT1H","sameDay":false,"cutoff":null},{"clock":"onSiteArrival","target":null,"sameDay":true,"cutoff":null}]}]},
             "events":[{"at":"2026-03-02T10:00:00Z","type":"opened"}],"now":"2026-03-02T10:00:00Z"}
            """);
        Assert.Equal("emergency 02T18:00", Told(all, "clock dueAt"));
        Assert.Empty(Run($$"""{"calendar":{{Always}},"terms":null,"events":[{"at":"2026-03-02T03:00:00+08:00","type":"opened"}],"now":null}""")["clocks"]!.AsArray());
        Assert.Equal("2201-01-01T00:59:59.9999999Z", Run($$"""{"calendar":{{Always}},"terms":{"resolution":"PT1H"},"events":[{"at":"2200-12-31T23:59:59.9999999Z","type":"opened"}],"now":"2200-12-31T23:59:59.9999999Z"}""")["clocks"]![0]!["dueAt"]!.ToString());
    }

    [Theory]
    [InlineData("""{"timeZone":"UTC+08:00","alwaysOpen":true}""", "calendar.timeZone")] // an offset is no zone
    [InlineData("""{"timeZone":"asia/shanghai","alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"week":{"mon":["09:00-25:00"]}}""", "calendar.week.mon[0]")]
    [InlineData("""{"timeZone":"UTC","specialDays":[{"date":"2026-03-01","intervals":["09:00-24:00"]}]}""", "calendar.week")] // over before anything happens
    [InlineData("""{"timeZone":"Europe/Berlin","specialDays":[{"date":"2026-03-29","intervals":["02:30-03:00"]}]}""", "calendar.week")] // swallowed by a clock change
    public void A_calendar_that_is_none_is_refused_by_field(string calendar, string field) => Assert.Equal(field, Refused(calendar, Eight));

    [Fact]
    public void A_case_of_the_past_can_be_tried_by_the_calendar_of_then() => Assert.Equal(
        "breached 02T10:00", Told(Ask("02 08:00 opened", "20 03:00", """{"resolution":"PT1H"}""", """{"timeZone":"UTC","specialDays":[{"date":"2026-03-02","intervals":["09:00-12:00"]}]}"""), "state dueAt"));

    [Theory]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true,"alwaysOpen":false},"terms":{},"events":[]}""")]
    [InlineData("""{"calendar":{"timeZone":"UTC","week":{"mon":["09:00-10:00"],"mon":["11:00-12:00"]}},"terms":{},"events":[]}""")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"pauseStops":{"x":["resolution"],"x":[]}},"events":[]}""")]
    public void A_key_that_is_given_twice_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PreviewRequest>(json, JsonDefaults.Options));

    private static JsonNode Ask(string events, string now, string terms, string calendar = Always) =>
        Run($$"""{"calendar":{{calendar}},"terms":{{terms}},"events":[{{string.Join(',', events.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Event))}}],"now":"{{At(now)}}"}""");

    private static JsonNode Run(string json)
    {
        var errors = new List<FieldError>();
        var answer = PreviewEngine.Run(JsonSerializer.Deserialize<PreviewRequest>(json, JsonDefaults.Options)!, Instant.FromUtc(2026, 3, 2, 0, 0), errors);
        Assert.Empty(errors);
        return JsonSerializer.SerializeToNode(answer, JsonDefaults.Options)!;
    }

    private static string Refused(string calendar, string terms)
    {
        var errors = new List<FieldError>();
        var json = $$"""{"calendar":{{calendar}},"terms":{{terms}},"events":[{"at":"2026-03-02T03:00:00Z","type":"opened"}],"now":"2026-03-02T03:00:00Z"}""";
        Assert.Null(PreviewEngine.Run(JsonSerializer.Deserialize<PreviewRequest>(json, JsonDefaults.Options)!, default, errors));
        return string.Join(", ", errors.Select(e => e.Field));
    }

    private static string Event(string text)
    {
        var words = text.Split(' ');
        var rest = words.Length <= 3 ? "" : words[2] == "termsChanged" ? $",\"terms\":{words[3]},\"retroactive\":{words[4]}" : $",\"reason\":\"{words[3]}\"";
        return $"{{\"at\":\"{At($"{words[0]} {words[1]}")}\",\"type\":\"{words[2]}\"{rest}}}";
    }

    private static string At(string text) => $"2026-03-{text.Replace(' ', 'T')}{(text.Length == 8 ? ":00" : "")}Z";

    private static IEnumerable<JsonNode> Clocks(JsonNode answer, string? clock) => answer["clocks"]!.AsArray().Select(c => c!).Where(c => clock is null || c["clock"]!.ToString() == clock);

    private static string Told(JsonNode answer, string fields, string? clock = null) => string.Join("; ", Clocks(answer, clock).Select(c => Show(c, fields)));

    private static string Problems(JsonNode answer) => string.Join(", ", answer["problems"]!.AsArray().Select(p => Show(p!, "index code type")));

    private static string Show(JsonNode node, string fields) => string.Join(' ', fields.Split(' ').Select(f => !node.AsObject().TryGetPropertyValue(f, out var value) ? "absent" : Short(value?.ToString())));

    private static string Short(string? text) => text is null ? "-" : !text.StartsWith("2026-03-", StringComparison.Ordinal) ? text : text.EndsWith(":00Z", StringComparison.Ordinal) ? text[8..^4] : text[8..^1];
}
