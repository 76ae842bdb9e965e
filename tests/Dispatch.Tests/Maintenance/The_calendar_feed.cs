using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Dispatch.Domain.Maintenance;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class The_calendar_feed(DispatchApp app)
{
    private static readonly string[] s_pieces = ["a", "升级", "\n", "\r\n", ",", ";", "\\", "🛠️", ":", "\"", "\t", "\u0001", " ", "BEGIN:VEVENT", new('x', 80)];

    /// <summary>Whatever texts hold, a reader that keeps to the standard gets them back, from lines of at most 75 octets.</summary>
    [Fact]
    public void Is_read_back_as_it_was_written() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Elements(s_pieces).ListOf().ToArbitrary(), pieces =>
    {
        var text = string.Concat(pieces);
        var at = new DateTimeOffset(2027, 3, 6, 17, 0, 0, TimeSpan.FromHours(8));
        var written = ICalendar.Write("Plan " + text, "zh", [new CalendarEntry("u@x", 3, at, at, at.AddHours(4), "S" + text, "D" + text, "CONFIRMED", text)]);
        var entry = Assert.Single(Calendar.Read(written));
        var kept = text.ReplaceLineEndings("\n").Replace("\u0001", "", StringComparison.Ordinal);
        Assert.Equal(("S" + kept, "D" + kept, "3", "20270306T090000Z", "20270306T130000Z"), (entry["SUMMARY"], entry["DESCRIPTION"], entry["SEQUENCE"], entry["DTSTART"], entry["DTEND"]));
    }));

    [Fact]
    public async Task Shows_all_runs_by_a_secret_address_until_that_is_withdrawn()
    {
        var m = await Maintained.NewAsync(app);
        var plan = await m.PlanAsync("inspection", ("announceDays", 0), ("name", "Monthly, with care; always"));
        var feed = await m.Vendor.PostAsync("/api/v1/maintenance/feeds", new { name = "维护计划", language = "en", customerId = m.Customer });
        var path = feed.GetProperty("path").GetString()!;
        Assert.DoesNotContain(path.Split('/')[^1][..20], (await m.Vendor.GetAsync("/api/v1/maintenance/feeds")).GetRawText(), StringComparison.Ordinal);
        using var anybody = app.Client();
        var first = await ReadAsync(anybody, path);
        var runs = await m.RunsAsync();
        Assert.Equal(runs.Select(r => $"{r.GetProperty("id").GetGuid()}@maintenance.servicemesh").Order(), first.Select(e => e["UID"]).Order());
        Assert.All(first, e => Assert.Equal(("Inspection: Monthly, with care; always (Northwind; Ltd, \\ 北风)", "0", "CONFIRMED"), (e["SUMMARY"], e["SEQUENCE"], e["STATUS"])));

        var id = runs[0].GetProperty("id").GetGuid();
        await m.ActAsync(id, "reschedule", new { from = runs[0].GetProperty("from").GetDateTimeOffset().AddDays(1), reason = "stock-taking" });
        await m.ActAsync(runs[1].GetProperty("id").GetGuid(), "cancel", new { reason = "closed" });
        var second = (await ReadAsync(anybody, path)).ToDictionary(e => e["UID"]);
        Assert.Equal("1", second[$"{id}@maintenance.servicemesh"]["SEQUENCE"]);
        Assert.Equal("CANCELLED", second[$"{runs[1].GetProperty("id").GetGuid()}@maintenance.servicemesh"]["STATUS"]);

        await m.Vendor.SendAsync(HttpMethod.Delete, $"/api/v1/maintenance/feeds/{feed.GetProperty("id").GetGuid()}", null);
        Assert.Equal("maintenance-feed.not-found", await m.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, path, null, anybody));
        Assert.NotEqual(Guid.Empty, plan.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Has_nothing_of_other_customers_or_tenants()
    {
        var (m, other) = (await Maintained.NewAsync(app), await Maintained.NewAsync(app));
        await m.PlanAsync("inspection");
        await other.PlanAsync("inspection");
        using var anybody = app.Client();
        var feed = await m.Vendor.PostAsync("/api/v1/maintenance/feeds", new { name = "x", customerId = Guid.CreateVersion7() });
        Assert.Empty(await ReadAsync(anybody, feed.GetProperty("path").GetString()!));
        feed = await m.Vendor.PostAsync("/api/v1/maintenance/feeds", new { name = "x" });
        Assert.Equal((await m.RunsAsync()).Count, (await ReadAsync(anybody, feed.GetProperty("path").GetString()!)).Count);
        Assert.Equal("contract.not-found", await m.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/maintenance/feeds", new { name = "x", contractId = other.Contract }));
        Assert.Equal("maintenance-feed.not-found", await m.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/ical/" + new string('a', 5000), null, anybody));
    }

    private static async Task<List<Dictionary<string, string>>> ReadAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/calendar", response.Content.Headers.ContentType?.MediaType);
        return Calendar.Read(Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>A reader of RFC 5545 that forgives nothing.</summary>
    private static class Calendar
    {
        public static List<Dictionary<string, string>> Read(string text)
        {
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
            var physical = text[..^2].Split("\r\n");
            Assert.All(physical, line =>
            {
                Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75);
                Assert.DoesNotContain(line, c => char.IsControl(c) && c != '\t');
                Assert.DoesNotContain('\uFFFD', line);
            });
            var lines = string.Join("\r\n", physical).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
            Assert.Equal(("BEGIN:VCALENDAR", "END:VCALENDAR"), (lines[0], lines[^1]));
            Assert.Single(lines, "VERSION:2.0");
            Assert.Single(lines, l => l.StartsWith("PRODID:", StringComparison.Ordinal));
            List<Dictionary<string, string>> entries = [];
            Dictionary<string, string>? entry = null;
            foreach (var line in lines[1..^1])
                if (line == "BEGIN:VEVENT") entry = [];
                else if (line == "END:VEVENT")
                {
                    Assert.All(["UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"], name => Assert.Contains(name, entry!.Keys));
                    entries.Add(entry!);
                    entry = null;
                }
                else if (entry is not null)
                    entry.Add(line[..line.IndexOfAny([':', ';'])], Unescape(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]));
            Assert.Null(entry);
            return entries;
        }

        private static string Unescape(string value)
        {
            var text = new StringBuilder();
            for (var i = 0; i < value.Length; i++)
            {
                Assert.False(value[i] is ';' or ',', $"{value} has a bare separator");
                text.Append(value[i] != '\\' ? value[i] : value[++i] switch { 'n' => '\n', '\\' or ';' or ',' => value[i], var other => throw new InvalidDataException($"\\{other}") });
            }

            return text.ToString();
        }
    }
}
