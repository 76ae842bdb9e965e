using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Preview;

namespace ServiceMesh.Browser;

/// <summary>Contracts as Sla tells them: trials by its own pure engine, calendars and policies from memory.</summary>
internal static class FakeTerms
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void MapTerms(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sla/preview", async (HttpContext http) =>
        {
            var errors = new List<FieldError>();
            var answer = PreviewEngine.Run((await http.Request.ReadFromJsonAsync<PreviewRequest>(Json))!, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), errors);
            return errors.Count > 0 ? Refuse(errors) : Results.Json(answer, Json);
        });
        var calendars = new List<StoredCalendar>
        {
            new("always", 1, new() { TimeZone = "Asia/Shanghai", AlwaysOpen = true }),
            new("working-hours", 1, Office("09:00-18:00")),
            new("working-hours", 2, Office("09:00-12:00", "13:30-18:00") with
            {
                Holidays = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"], SpecialDays = [new("2026-10-10", ["09:00-18:00"])],
            }),
        };
        api.MapGet("/sla/calendars", () => Items(calendars.GroupBy(c => c.Name).Select(c => Show(c.Last()))));
        api.MapGet("/sla/calendars/{name}", (string name) => Items(calendars.Where(c => c.Name == name).Reverse().Select(Show)));
        api.MapPost("/sla/calendars", async (HttpContext http) =>
        {
            var body = (await http.Request.ReadFromJsonAsync<JsonElement>());
            var (name, definition) = (body.GetProperty("name").GetString()!, body.Deserialize<CalendarDefinition>(Json)!);
            var errors = new List<FieldError>();
            CalendarReader.Read(definition, errors);
            if (errors.Count > 0)
                return Refuse(errors);
            calendars.Add(new(name, calendars.Count(c => c.Name == name) + 1, definition));
            return Results.Json(Show(calendars[^1]), Json, statusCode: 201);
        });
        api.MapGet("/sla/calendars/{name}/days", (string name, string from, string to, int version) =>
        {
            var definition = calendars.First(c => c.Name == name && c.Version == version).Definition;
            var calendar = CalendarReader.Read(definition, [])!;
            var (first, last) = (NodaTime.Text.LocalDatePattern.Iso.Parse(from).Value, NodaTime.Text.LocalDatePattern.Iso.Parse(to).Value);
            var days = Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(i => first.PlusDays(i)).Select(date =>
            {
                var hours = YearOfDaysReader.HoursOf(calendar, date);
                return new { date = NodaTime.Text.LocalDatePattern.Iso.Format(date), weekday = "mon", why = hours.Why, intervals = hours.Intervals, workingSeconds = calendar.WorkingTicksOn(date) / 1e7 };
            }).ToList();
            return Results.Json(new { name, version, timeZone = definition.TimeZone, workingSeconds = days.Sum(d => d.workingSeconds), items = days }, Json);
        });
        api.MapGet("/sla/holidays", () => Items([new { country = "CN", year = 2027, notice = "" }]));
        api.MapPost("/sla/calendars/{name}/years/{year:int}", (string name, int year, string? from, bool dryRun) =>
        {
            var before = calendars.Last(c => c.Name == name);
            if (!dryRun)
                calendars.Add(new(name, before.Version + 1, before.Definition with { Holidays = [.. before.Definition.Holidays ?? [], $"{year}-01-01"] }));
            return Results.Json(new { name, version = before.Version + (dryRun ? 0 : 1), year, dryRun, changes = new[] { new { date = $"{year}-01-01", before = new { why = "week", intervals = new[] { "09:00-12:00" } }, after = new { why = "holiday", intervals = Array.Empty<string>() } } } }, Json);
        });
        var policies = new List<JsonObject> { JsonSerializer.SerializeToNode(Policy, Json)!.AsObject(), JsonSerializer.SerializeToNode(PlantLine, Json)!.AsObject() };
        api.MapGet("/sla/policies", () => Items(policies.GroupBy(p => (string)p["name"]!).Select(p => p.Last())));
        api.MapGet("/sla/policies/{name}", (string name) => Items(policies.Where(p => (string)p["name"]! == name).Reverse()));
        api.MapPost("/sla/policies", async (HttpContext http) =>
        {
            var body = (await http.Request.ReadFromJsonAsync<JsonObject>())!;
            var (name, errors) = ((string)body["name"]!, new List<FieldError>());
            ServiceMesh.Sla.Domain.Policies.PolicyReader.Read(name, 1, body.Deserialize<ServiceMesh.Sla.Domain.Policies.PolicyDefinition>(Json)!, errors);
            if (errors.Count > 0)
                return Refuse(errors);
            (body["version"], body["shipped"], body["createdAt"]) = ((int?)policies.LastOrDefault(p => (string)p["name"]! == name)?["version"] + 1 ?? 1, false, TimeProvider.System.GetUtcNow());
            policies.Add(body);
            return Results.Json(body, statusCode: 201);
        });
    }

    public static IResult Refuse(IReadOnlyCollection<FieldError> errors) => Results.Json(
        new { title = "The request is not valid.", status = 400, code = "request.invalid", errors = errors.GroupBy(e => e.Field).ToDictionary(e => e.Key, e => e.Select(x => x.Message)) },
        statusCode: 400, contentType: "application/problem+json");

    private static object Policy => new
    {
        name = "premium-support", version = 3, shipped = false, createdAt = TimeProvider.System.GetUtcNow().AddDays(-12), createdBy = "周婷", position = 10, active = true,
        serviceLevels = new[] { "premium" }, calendar = "always", warnAt = new[] { 50, 75 }, reopenWindow = "P7D",
        rules = new object[]
        {
            new { name = "severity 1 by phone", severities = new[] { 1 }, channels = new[] { "hotline" }, targets = new Dictionary<string, string> { ["firstResponse"] = "PT15M", ["diagnosis"] = "PT2H", ["resolution"] = "PT24H" },
                either = new[] { new { name = "emergency", legs = new object[] { new { clock = "remoteAssistance", target = "PT1H" }, new { clock = "onSiteArrival", sameDay = true, cutoff = "16:00" } } } } },
            new { name = "ordinary", targets = new Dictionary<string, string> { ["firstResponse"] = "PT30M", ["nextResponse"] = "PT4H", ["diagnosis"] = "PT2H", ["resolution"] = "PT48H" } },
        },
    };

    private static object PlantLine => new
    {
        name = "plant-line", version = 1, shipped = false, createdAt = TimeProvider.System.GetUtcNow().AddDays(-5), createdBy = "周婷", position = 40, active = true, workTypes = new[] { "support" },
        contracts = new[] { FakeDuty.Contract }, products = new[] { FakeData.Id(902) }, calendar = "always", rules = new[] { new { name = "all", targets = new { resolution = "PT12H" } } },
    };

    private static CalendarDefinition Office(params string[] hours) =>
        new() { TimeZone = "Asia/Shanghai", Week = new[] { "mon", "tue", "wed", "thu", "fri" }.ToDictionary(d => d, IReadOnlyList<string> (_) => hours) };

    private static object Show(StoredCalendar c) => new
    {
        name = c.Name, version = c.Version, shipped = c.Version == 1, createdAt = TimeProvider.System.GetUtcNow().AddDays(-30), createdBy = c.Version == 1 ? null : "周婷",
        timeZone = c.Definition.TimeZone, alwaysOpen = c.Definition.AlwaysOpen, week = c.Definition.Week, holidays = c.Definition.Holidays, specialDays = c.Definition.SpecialDays,
    };

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null }, Json);

    private sealed record StoredCalendar(string Name, int Version, CalendarDefinition Definition);
}
