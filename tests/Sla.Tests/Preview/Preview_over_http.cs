using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServiceMesh.Sla.Tests.Service;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>What a preview refuses, field by field, and that it answers however much is asked.</summary>
public sealed class Preview_over_http(SlaApp app)
{
    private const string Calendar = """{"timeZone":"UTC","alwaysOpen":true}""";
    private const string Opened = """{"at":"2026-03-02T03:00:00Z","type":"opened"}""";

    private static readonly string[] _tables = ["calendars", "policies"];

    private readonly Vendor _vendor = app.NewVendor();

    [Theory]
    [InlineData("""{"timeZone":"Mars/Olympus","alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"timeZone":"+08:00 ","alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"timeZone":"","alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"timeZone":null,"alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"alwaysOpen":true}""", "calendar.timeZone")]
    [InlineData("""{"timeZone":"UTC"}""", "calendar.week")]
    [InlineData("""{"timeZone":"UTC","week":{}}""", "calendar.week")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":[]}}""", "calendar.week")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["25:00-26:00"]}}""", "calendar.week.mon[0]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["09:00-24:01"]}}""", "calendar.week.mon[0]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["22:00-06:00"]}}""", "calendar.week.mon[0]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["09:00-09:00"]}}""", "calendar.week.mon[0]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["09:00-12:00","11:00-13:00"]}}""", "calendar.week.mon[1]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":["09:00-12:00",null]}}""", "calendar.week.mon[1]")]
    [InlineData("""{"timeZone":"UTC","week":{"mon":null,"tue":["09:00-10:00"]}}""", "calendar.week.mon")]
    [InlineData("""{"timeZone":"UTC","week":{"moon":["09:00-12:00"]}}""", "calendar.week.moon")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"holidays":["2026-02-30"]}""", "calendar.holidays[0]")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"holidays":[null]}""", "calendar.holidays[0]")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"specialDays":[{"date":"9999-01-01","intervals":[]}]}""", "calendar.specialDays[0].date")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"specialDays":[null]}""", "calendar.specialDays[0].date")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"specialDays":[{"date":"2026-02-14"}]}""", "calendar.specialDays[0].intervals")]
    [InlineData("""{"timeZone":"UTC","alwaysOpen":true,"specialDays":[{"date":"2026-02-14","intervals":["8-9"]}]}""", "calendar.specialDays[0].intervals[0]")]
    public Task A_wrong_calendar_is_refused_by_field(string calendar, string field) => RefusesAsync(Request(calendar: calendar), field);

    [Theory]
    [InlineData("""{"resolution":"-PT1H"}""", "terms.resolution")]
    [InlineData("""{"resolution":"PT0S"}""", "terms.resolution")]
    [InlineData("""{"resolution":""}""", "terms.resolution")]
    [InlineData("""{"resolution":"8h"}""", "terms.resolution")]
    [InlineData("""{"resolution":"PT1H-2H"}""", "terms.resolution")]
    [InlineData("""{"resolution":"P1000Y"}""", "terms.resolution")]
    [InlineData("""{"resolution":"PT999999999999999999H"}""", "terms.resolution")]
    [InlineData("""{"resolution":"PT99999999999999999999999999999999999999999999999999H"}""", "terms.resolution")]
    [InlineData("""{"firstResponse":"-PT1S","resolution":"PT1H"}""", "terms.firstResponse")]
    [InlineData("""{"nextResponse":"PT-1H"}""", "terms.nextResponse")]
    [InlineData("""{"update":"P99999999D"}""", "terms.update")]
    [InlineData("""{"diagnosis":"one hour"}""", "terms.diagnosis")]
    [InlineData("""{"remoteAssistance":" PT1H"}""", "terms.remoteAssistance")]
    [InlineData("""{"onSiteArrival":"PT0.5S"}""", "terms.onSiteArrival")]
    [InlineData("""{"resolution":"PT1H","warnAt":[0]}""", "terms.warnAt")]
    [InlineData("""{"resolution":"PT1H","warnAt":[50,50]}""", "terms.warnAt")]
    [InlineData("""{"resolution":"PT1H","warnAt":[2147483647]}""", "terms.warnAt")]
    [InlineData("""{"resolution":"PT1H","reopenWindow":"-P7D"}""", "terms.reopenWindow")]
    [InlineData("""{"resolution":"PT1H","reopenWindow":"P9999999D"}""", "terms.reopenWindow")]
    [InlineData("""{"resolution":"PT1H","pauseStops":{"waiting-for-customer":["firstResponse"]}}""", "terms.pauseStops.waiting-for-customer")]
    [InlineData("""{"resolution":"PT1H","pauseStops":{"x":["lunch"]}}""", "terms.pauseStops.x")]
    [InlineData("""{"resolution":"PT1H","pauseStops":{"x":null}}""", "terms.pauseStops.x")]
    [InlineData("""{"resolution":"PT1H","pauseStops":{"x":[null]}}""", "terms.pauseStops.x")]
    [InlineData("""{"either":[null]}""", "terms.either[0].name")]
    [InlineData("""{"either":[{"name":"a"}]}""", "terms.either[0].legs")]
    [InlineData("""{"either":[{"name":"a","legs":[]}]}""", "terms.either[0].legs")]
    [InlineData("""{"either":[{"name":"a","legs":[null]}]}""", "terms.either[0].legs[0].clock")]
    [InlineData("""{"either":[{"name":"a","legs":[{"clock":"resolution","target":"PT1H"}]}]}""", "terms.either[0].legs[0].clock")]
    [InlineData("""{"either":[{"name":"a","legs":[{"clock":"remoteAssistance"}]}]}""", "terms.either[0].legs[0].target")]
    [InlineData("""{"either":[{"name":"a","legs":[{"clock":"remoteAssistance","target":"-PT1H"}]}]}""", "terms.either[0].legs[0].target")]
    [InlineData("""{"either":[{"name":"a","legs":[{"clock":"onSiteArrival","sameDay":true,"cutoff":"25:00"}]}]}""", "terms.either[0].legs[0].cutoff")]
    [InlineData("""{"resolution":"PT1H","clocks":{"lunch":{"startsOn":"assigned"}}}""", "terms.clocks.lunch")]
    [InlineData("""{"resolution":"PT1H","clocks":{"firstResponse":{"metBy":"fixPlan"}}}""", "terms.clocks.firstResponse.metBy")]
    [InlineData("""{"resolution":"PT1H","clocks":{"resolution":{"startsOn":"resolved"}}}""", "terms.clocks.resolution.startsOn")]
    [InlineData("""{"resolution":"PT1H","clocks":{"firstResponse":{"alsoMetBy":["arrived","fixPlan"]}}}""", "terms.clocks.firstResponse.alsoMetBy[1]")]
    [InlineData("""{"resolution":"PT1H","clocks":{"resolution":{"calendar":"night"}}}""", "terms.clocks.resolution.calendar")]
    [InlineData("""{"resolution":"PT1H","clocks":{"resolution":{"warnAt":[0]}}}""", "terms.clocks.resolution.warnAt")]
    [InlineData("""{"resolution":"PT1H","clocks":{"resolution":{"warnBefore":["-PT1H"]}}}""", "terms.clocks.resolution.warnBefore[0]")]
    [InlineData("""{"resolution":"PT1H","clocks":{"resolution":{"escalations":[{"level":1,"role":""}]}}}""", "terms.clocks.resolution.escalations[0].role")]
    [InlineData("""{"resolution":"PT1H","warnBefore":["soon"]}""", "terms.warnBefore[0]")]
    [InlineData("""{"resolution":"PT1H","escalations":[null]}""", "terms.escalations[0].role")]
    [InlineData("""{"resolution":"PT1H","escalations":[{"level":1,"percent":0,"role":"manager"}]}""", "terms.escalations[0].percent")]
    [InlineData("""{"resolution":"PT1H","severity":6}""", "terms.severity")]
    [InlineData("""{"resolution":"PT1H","compensation":{"clauses":[]}}""", "terms.compensation.clauses")]
    [InlineData("""{"resolution":"PT1H","compensation":{"clauses":[{"clock":"resolution","percent":101}]}}""", "terms.compensation.clauses[0].percent")]
    [InlineData("""{"resolution":"PT1H","compensation":{"clauses":[{"clock":"resolution","severities":[1],"percent":5}]}}""", "terms.severity")]
    public Task A_wrong_promise_is_refused_by_field(string terms, string field) => RefusesAsync(Request(terms: terms), field);

    [Theory]
    [InlineData("""{"at":"9999-12-31T23:59:59Z","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"2201-01-01T00:00:00Z","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"1969-12-31T23:59:59Z","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"-2026-03-02T03:00:00Z","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"2026-02-30T03:00:00Z","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"2026-03-02","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"2026-03-02T03:00:00","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"yesterday","type":"note"}""", "events[1].at")]
    [InlineData("""{"at":null,"type":"note"}""", "events[1].at")]
    [InlineData("""{"type":"note"}""", "events[1].at")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"lunch"}""", "events[1].type")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"OPENED"}""", "events[1].type")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z"}""", "events[1].type")]
    [InlineData("null", "events[1].type")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"paused"}""", "events[1].reason")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"paused","reason":""}""", "events[1].reason")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"paused","reason":null}""", "events[1].reason")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"termsChanged"}""", "events[1].terms")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"termsChanged","terms":null}""", "events[1].terms")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"termsChanged","terms":{"resolution":"-PT1H"}}""", "events[1].terms.resolution")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"termsChanged","terms":{"pauseStops":{"x":["firstResponse"]}}}""", "events[1].terms.pauseStops.x")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"assigned","team":" "}""", "events[1].team")]
    [InlineData("""{"at":"2026-03-02T04:00:00Z","type":"note","team":"ERP"}""", "events[1].team")]
    public Task A_wrong_event_is_refused_by_field(string e, string field) => RefusesAsync(Request(events: $"[{Opened},{e}]"), field);

    [Theory]
    [InlineData("""{"terms":{},"events":[]}""", "calendar.timeZone")]
    [InlineData("""{"calendar":null,"terms":{},"events":[]}""", "calendar.timeZone")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"calendars":{"night":{"timeZone":"Mars/Olympus","alwaysOpen":true}},"terms":{},"events":[]}""", "calendars.night.timeZone")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"calendars":{"night":null},"terms":{},"events":[]}""", "calendars.night.timeZone")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{}}""", "events")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":null}""", "events")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"now":"9999-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"now":"soon"}""", "now")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"now":""}""", "now")]
    [InlineData("""{"calendar":{"timeZone":"\ud800","alwaysOpen":true},"terms":{},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC\u0000","alwaysOpen":true},"terms":{},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":"yes"},"terms":{},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":7},"terms":{},"events":[]}""", null)]
    [InlineData("""{"calendar":[],"terms":{},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"warnAt":["50"]},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"warnAt":[50.5]},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"warnAt":[1e400]},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"warnAt":[99999999999999999999]},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{"resolution":3600},"events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":"none","events":[]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":{}}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[7]}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"now":5}""", null)]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"contract":{"monthlyFee":-1,"currency":"CNY"}}""", "contract.monthlyFee")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"contract":{"monthlyFee":100}}""", "contract.currency")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"contract":{"monthlyFee":100,"currency":"XXY"}}""", "contract.currency")]
    [InlineData("""{"calendar":{"timeZone":"UTC","alwaysOpen":true},"terms":{},"events":[],"contract":{"monthlyCreditCapPercent":101}}""", "contract.monthlyCreditCapPercent")]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("7", null)]
    [InlineData("", null)]
    [InlineData("{\"calendar\":{\"timeZone\":\"UTC", null)]
    public Task A_wrong_request_is_refused(string json, string? field) => RefusesAsync(json, field);

    [Fact]
    public async Task Lone_surrogates_deep_nesting_and_long_texts_are_refused_too()
    {
        await RefusesAsync(Request(events: """[{"at":"2026-03-02T03:00:00Z","type":"paused","reason":"\udfff"}]"""), null, orAnswers: true);
        await RefusesAsync(Request(events: """[{"at":"\ud83d2026","type":"note"}]"""), null);
        await RefusesAsync(Request(terms: """{"either":[{"name":"\ud800","legs":[{"clock":"remoteAssistance","target":"PT1H"}]}]}"""), null);
        await RefusesAsync($"{{\"calendar\":{string.Concat(Enumerable.Repeat("{\"a\":", 10_000))}1{new string('}', 10_001)}", null);
        await RefusesAsync(Request(events: string.Concat(Enumerable.Repeat("[", 100_000))), null);
        await RefusesAsync(Request(events: $"[{{\"at\":\"{new string('2', 100_000)}\",\"type\":\"note\"}}]"), "events[0].at");
        await RefusesAsync(Request(terms: $"{{\"resolution\":\"PT{new string('9', 100_000)}H\"}}"), "terms.resolution");
        await RefusesAsync(Request(calendar: $"{{\"timeZone\":\"{new string('A', 100_000)}\",\"alwaysOpen\":true}}"), "calendar.timeZone");
        await RefusesAsync(Request(events: $"[{{\"at\":\"2026-03-02T03:00:00Z\",\"type\":\"paused\",\"reason\":\"{new string('r', 101)}\"}}]"), "events[0].reason");
    }

    [Theory]
    [InlineData(5_001)]
    [InlineData(10_000)]
    public Task Too_many_events_are_refused(int count) => RefusesAsync(Request(events: $"[{string.Join(',', Enumerable.Repeat(Opened, count))}]"), "events");

    [Fact]
    public async Task Every_wrong_field_is_named_at_once() => await RefusesAsync(
        Request("""{"timeZone":"Nowhere","week":{"mon":["25:00-26:00"]}}""", """{"resolution":"-PT1H"}""", """[{"at":"x","type":"y"}]"""),
        "calendar.timeZone", "calendar.week.mon[0]", "terms.resolution", "events[0].at", "events[0].type");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Five_thousand_events_of_any_kind_are_answered(int kind)
    {
        string[][] types =
        [
            ["agentMessage", "customerMessage", "note", "fixPlan", "remoteSession", "arrived"],
            ["paused\",\"reason\":\"waiting-for-customer", "agentMessage", "resumed", "customerMessage"],
            ["resolved", "reopened", "customerMessage", "agentMessage", "paused\",\"reason\":\"waiting-for-customer", "resumed"],
            ["agentMessage", "paused\",\"reason\":\"waiting-for-customer", "resumed\",\"reason\":\"waiting-for-customer"],
        ];
        var start = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        var events = Enumerable.Range(0, 4_999).Select(i => $"{{\"at\":\"{start.AddMinutes(i * 37).ToString("O", CultureInfo.InvariantCulture)}\",\"type\":\"{types[kind][i % types[kind].Length]}\"}}");
        var request = Request(
            """{"timeZone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:30-18:00"],"tue":["09:00-12:00","13:30-18:00"],"wed":["09:00-12:00","13:30-18:00"]}}""",
            """
            {"firstResponse":"PT1H","nextResponse":"PT2H","update":"PT4H","diagnosis":"PT2H","resolution":"PT8H","warnAt":[50,75],"reopenWindow":"PT30M",
             "pauseStops":{"waiting-for-customer":["resolution","diagnosis","nextResponse","update","emergency"]},
             "either":[{"name":"emergency","legs":[{"clock":"remoteAssistance","target":"PT1H"},{"clock":"onSiteArrival","sameDay":true,"cutoff":"16:00"}]}]}
            """,
            $"[{{\"at\":\"2026-03-02T01:00:00Z\",\"type\":\"opened\"}},{string.Join(',', events)}]",
            "2026-08-01T00:00:00Z");
        var watch = Stopwatch.StartNew();
        var (status, body) = await SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, status);
        // Some tenths of a second on a machine with nothing else to do, and never minutes: that would be growth by the square.
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalSeconds:0.00} s for {body["clocks"]!.AsArray().Count} clocks");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static string Request(string calendar = Calendar, string terms = """{"resolution":"PT8H"}""", string events = "[]", string now = "2026-03-02T09:00:00Z") =>
        $"{{\"calendar\":{calendar},\"terms\":{terms},\"events\":{events},\"now\":\"{now}\"}}";

    private async Task RefusesAsync(string json, string? field, params string[] others) => await RefusesAsync(json, field, false, others);

    private async Task RefusesAsync(string json, string? field, bool orAnswers, params string[] others)
    {
        var (status, body) = await SendAsync(json);
        if (orAnswers && status == HttpStatusCode.OK)
        {
            return;
        }

        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (status, body["code"]?.ToString()));
        Assert.NotNull(body["traceId"]);
        foreach (var wanted in field is null ? others : [field, .. others])
        {
            Assert.Contains(wanted, body["errors"]!.AsObject().Select(e => e.Key));
        }

        foreach (var table in _tables)
        {
            Assert.Equal(0, await app.CountAsync(table, _vendor.Tenant));
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await _vendor.SendAsync(HttpMethod.Post, "/api/v1/sla/preview", content);
    }
}
