using System.Text.Json;
using ServiceMesh.Desk.Terms;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class What_somebody_types_of_a_contract
{
    [Theory]
    [InlineData("15 min", "PT15M")]
    [InlineData("15", "PT15M")]
    [InlineData("2h", "PT2H")]
    [InlineData("1 h 30 min", "PT1H30M")]
    [InlineData("1小时30分", "PT1H30M")]
    [InlineData("7 d", "P7D")]
    [InlineData("2天", "P2D")]
    [InlineData("1 d 2 h", "PT26H")]
    [InlineData("PT8H", "PT8H")]
    [InlineData("soon", "soon")]
    [InlineData("  ", null)]
    [InlineData("0 min", "0 min")]
    public void Becomes_a_duration_or_stays_to_be_refused(string typed, string? iso) => Assert.Equal(iso, DurationText.ToIso(typed));

    [Theory]
    [InlineData("PT15M", "15 min", "15 分")]
    [InlineData("PT36H", "36 h", "36 小时")]
    [InlineData("P7D", "7 d", "7 天")]
    [InlineData("PT1H0M5S", "1 h 5 s", "1 小时 5 秒")]
    public void Is_shown_as_it_would_be_typed_and_read_back(string iso, string en, string zh)
    {
        Assert.Equal((en, zh), (DurationText.FromIso(iso, Words.English), DurationText.FromIso(iso, Words.Chinese)));
        Assert.Equal(IsoSpan.Read(iso), IsoSpan.Read(DurationText.ToIso(zh)));
    }

    [Theory]
    [InlineData("09:00-12:00, 13:30-18:00", "09:00-12:00|13:30-18:00")]
    [InlineData("09：00 – 12：00；13:30至18:00", "09:00-12:00|13:30-18:00")]
    [InlineData("", "")]
    public void Becomes_opening_hours_from_any_keyboard(string typed, string hours) => Assert.Equal(hours, string.Join('|', CalendarDraft.Intervals(typed)));

    [Theory]
    [InlineData("50, 75", "50 75")]
    [InlineData("50，75 %", "50 75")]
    [InlineData("", "")]
    public void Becomes_percentages(string typed, string numbers) => Assert.Equal(numbers, string.Join(' ', TermsDraft.Percents(typed)!));

    [Fact]
    public void Is_no_percentage_when_it_is_no_number() => Assert.Null(TermsDraft.Percents("half"));

    [Fact]
    public void Becomes_the_terms_of_a_trial_without_clocks_that_nobody_promised()
    {
        var terms = JsonSerializer.SerializeToElement(Stories.Contract("serious").ToApi(), JsonSerializerOptions.Web);
        Assert.Equal("PT15M", terms.GetProperty("firstResponse").GetString());
        Assert.False(terms.TryGetProperty("update", out _));
        Assert.Equal(["diagnosis", "resolution"], terms.GetProperty("pauseStops").GetProperty("waiting-for-customer").EnumerateArray().Select(c => c.GetString()));
        var legs = terms.GetProperty("either")[0].GetProperty("legs");
        Assert.Equal("PT1H", legs[0].GetProperty("target").GetString());
        Assert.Equal((true, "16:00"), (legs[1].GetProperty("sameDay").GetBoolean(), legs[1].GetProperty("cutoff").GetString()));
    }

    [Fact]
    public void Keeps_everything_of_a_policy_that_it_was_made_from_compensation_included()
    {
        var policy = new PolicyShape
        {
            Name = "gold", Calendar = "always", Rules = [new() { Name = "all", Targets = new Dictionary<string, string> { ["resolution"] = "PT24H" } }],
            Compensation = new([
                new() { Name = "late", Clock = "resolution", Severities = [1, 2], LateIn = "wall", Currency = "CNY", MonthlyCap = new(Amount: 5_000), Tiers = [new(Percent: 2), new("PT4H", 3, Amount: 200)] },
                new() { Clock = "resolution", Percent = 5, MonthlyCap = new(Percent: 20) },
            ]),
        };
        var sent = JsonSerializer.SerializeToElement(PolicyDraft.Of(policy, Words.Chinese).ToApi(), JsonSerializerOptions.Web).GetProperty("compensation");
        var read = sent.Deserialize<CompensationShape>(JsonSerializerOptions.Web)!;
        Assert.Equal(JsonSerializer.Serialize(policy.Compensation), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void Keeps_what_single_clocks_have_different_and_nothing_of_those_that_do_not()
    {
        var policy = new PolicyShape
        {
            Name = "gold", Calendar = "office", WarnAt = [80],
            Rules =
            [
                new()
                {
                    Name = "all", Targets = new Dictionary<string, string> { ["onSiteArrival"] = "PT4H", ["resolution"] = "PT24H" },
                    Either = [new("emergency", [new("remoteAssistance", "PT1H"), new("onSiteArrival", SameDay: true)])], Extra = [new("repair", "PT2H", "arrived", "resolved")],
                },
            ],
            Clocks = new Dictionary<string, ClockDetailShape>
            {
                ["resolution"] = new("always", [], ["PT30M"], [new(1, 100, "on-call-1"), new(2, 100, "customer", "-PT15M")]),
                ["onSiteArrival"] = new(StartsOn: "assigned"),
                ["remoteAssistance"] = new(MetBy: "workStarted"),
                ["repair"] = new(WarnBefore: ["PT10M"]),
            },
        };
        var draft = PolicyDraft.Of(policy, Words.Chinese);
        Assert.Equal(["onSiteArrival", "resolution", "emergency", "repair", "remoteAssistance"], draft.DetailClocks);
        var sent = Sent(draft);
        Assert.Equal(["onSiteArrival", "resolution", "repair", "remoteAssistance"], sent.Keys);
        foreach (var clock in new[] { "onSiteArrival", "resolution", "remoteAssistance" })
            Assert.Equal(JsonSerializer.Serialize(policy.Clocks[clock]), JsonSerializer.Serialize(sent[clock]));
        // Half of its warnings was the policy's: that is written down with the other half.
        Assert.Equal(("80", "PT10M"), (string.Join(' ', sent["repair"].WarnAt!), string.Join(' ', sent["repair"].WarnBefore!)));

        draft.Around.DetailOf("resolution").OwnLadder = false;
        draft.Around.DetailOf("repair").OwnWarnings = false;
        draft.Rules[0].Promise.Either.Clear();
        Assert.Null(Sent(draft)["resolution"].Escalations);
        Assert.Equal(["onSiteArrival", "resolution"], Sent(draft).Keys);
        draft.Around.DetailOf("onSiteArrival").StartsOn = "";
        Assert.Equal(["resolution"], Sent(draft).Keys);

        static Dictionary<string, ClockDetailShape> Sent(PolicyDraft draft) =>
            JsonSerializer.SerializeToElement(draft.ToApi(), JsonSerializerOptions.Web).GetProperty("clocks").Deserialize<Dictionary<string, ClockDetailShape>>(JsonSerializerOptions.Web)!;
    }

    [Fact]
    public void Is_tried_with_all_that_the_policy_says_that_it_was_taken_from()
    {
        var terms = new TermsDraft();
        terms.Take(
            new()
            {
                WarnBefore = ["PT30M"], Escalations = [new(1, 100, "manager"), new(2, 100, "customer", "-PT15M")],
                Clocks = new Dictionary<string, ClockDetailShape>
                {
                    ["resolution"] = new("always", StartsOn: "arrived", MetBy: "closed"), ["diagnosis"] = new(StartsOn: "assigned"), ["update"] = new(WarnAt: [80], Escalations: []),
                    ["firstResponse"] = new(AlsoMetBy: ["arrived"]),
                },
                Compensation = new([new() { Clock = "resolution", Severities = [1], Percent = 5 }]),
            },
            Words.English);
        (terms.Promise.Targets["resolution"], terms.Promise.Targets["update"], terms.Promise.Targets["firstResponse"], terms.Severity) = ("24 h", "4 h", "15 min", 1);
        var sent = JsonSerializer.SerializeToElement(terms.ToApi(), JsonSerializerOptions.Web);
        var clocks = sent.GetProperty("clocks").Deserialize<Dictionary<string, ClockDetailShape>>(JsonSerializerOptions.Web)!;
        Assert.Equal(["firstResponse", "resolution", "update"], clocks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new("always", StartsOn: "arrived", MetBy: "closed"), clocks["resolution"]);
        Assert.Equal(["arrived"], clocks["firstResponse"].AlsoMetBy!);
        Assert.Equal((80, 1, 0), (clocks["update"].WarnAt![0], clocks["update"].WarnBefore!.Count, clocks["update"].Escalations!.Count));
        Assert.Equal("""["PT30M"]""", sent.GetProperty("warnBefore").GetRawText());
        Assert.Equal(("customer", "-PT15M"), (sent.GetProperty("escalations")[1].GetProperty("role").GetString(), sent.GetProperty("escalations")[1].GetProperty("offset").GetString()));
        Assert.Equal((5, 1), (sent.GetProperty("compensation").GetProperty("clauses")[0].GetProperty("percent").GetInt32(), sent.GetProperty("severity").GetInt32()));
        Assert.Null(new TrialMoney().ToApi());
        Assert.Equal("""{"monthlyFee":100,"currency":"EUR","monthlyCreditCapPercent":null}""", JsonSerializer.Serialize(new TrialMoney { Fee = 100, Currency = " eur " }.ToApi(), JsonSerializerOptions.Web));
    }

    [Fact]
    public void Asks_what_would_have_been_in_whole_days_of_the_tenants_zone()
    {
        var ask = WhatIfDraft.OfLastMonths(new(2026, 11, 23));
        Assert.False(ask.IsComplete);
        (ask.Policy, ask.Calendar, ask.CalendarVersion, ask.Changed) = ("gold", "office", 3, CalendarDraft.Office("Asia/Shanghai"));
        var sent = JsonSerializer.SerializeToElement(ask.ToApi(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")), JsonSerializerOptions.Web);
        Assert.Equal(("2026-08-22T16:00:00Z", "2026-11-23T16:00:00Z"), (Utc("from"), Utc("to")));
        // A changed copy is no stored version.
        Assert.Equal((JsonValueKind.Null, "Asia/Shanghai"), (sent.GetProperty("calendar").GetProperty("version").ValueKind, sent.GetProperty("calendar").GetProperty("definition").GetProperty("timeZone").GetString()));

        string Utc(string name) => sent.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Names_the_team_that_gets_the_ticket_and_no_other_event_has_one()
    {
        var e = new StoryEvent { Type = "assigned", Team = " ERP " };
        Assert.Equal("ERP", TeamOf(e));
        e.Type = "arrived";
        Assert.Null(TeamOf(e));

        static string? TeamOf(StoryEvent e) => JsonSerializer.SerializeToElement(e.ToApi(TimeZoneInfo.Utc, new()), JsonSerializerOptions.Web).GetProperty("team").GetString();
    }

    [Fact]
    public void Shows_a_trials_clock_as_a_tickets_is_shown()
    {
        var clock = new TrialClockShape
        {
            Clock = "resolution", Calendar = "night", StartedBy = new("opened", DateTimeOffset.UnixEpoch), AsksFor = ["closed"], Warnings = [new(50, DateTimeOffset.UnixEpoch), new(93, DateTimeOffset.UnixEpoch, "PT30M")],
            Escalations = [new(2, "customer", DateTimeOffset.UnixEpoch)],
        }.Explained("UTC", 3);
        Assert.Equal(("opened", "closed", "night", 3), (clock.StartedBy!.Event, clock.AsksFor[0], clock.Calendar, clock.CalendarVersion));
        Assert.Equal(["warning-50", "warning-PT30M", "escalation-2"], clock.Levels.Select(l => l.Level));
        Assert.Equal("customer", clock.Levels[^1].Role);
    }

    [Fact]
    public void Changes_single_targets_on_the_way()
    {
        var e = new StoryEvent { Type = "termsChanged", At = new DateTime(2026, 3, 2, 9, 0, 0) };
        e.Targets["resolution"] = "8 h";
        var sent = JsonSerializer.SerializeToElement(e.ToApi(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), Stories.Contract("ordinary")), JsonSerializerOptions.Web);
        Assert.Equal("2026-03-02T01:00:00Z", sent.GetProperty("at").GetString());
        Assert.Equal(("PT8H", "PT30M"), (sent.GetProperty("terms").GetProperty("resolution").GetString(), sent.GetProperty("terms").GetProperty("firstResponse").GetString()));
    }

    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00:00Z")]
    public void Is_a_local_time_of_the_calendars_zone_clock_changes_included(string local, string utc) => Assert.Equal(
        DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture),
        DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture).In(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Fact]
    public void Is_told_at_the_field_or_inside_it()
    {
        var errors = new FieldErrors(new Dictionary<string, string[]> { ["calendar.week.mon[1]"] = ["wrong"], ["terms.warnAt"] = ["too many"] });
        Assert.Equal(("wrong", "too many"), (errors.Of("calendar.week.mon"), errors.Of("terms.warnAt")));
        Assert.Null(errors.Of("calendar.week", exact: true));
        Assert.Null(errors.Of("terms.warn"));
    }

    [Fact]
    public void Begins_every_ready_story_with_a_report_and_tells_it_in_order() => Assert.All(Stories.Names, name =>
    {
        var story = Stories.Tell(name, Stories.Monday(new DateTime(2026, 11, 25)));
        Assert.Equal("opened", story[0].Type);
        Assert.Equal(new DateTime(2026, 11, 23), story[0].At.Date.AddDays(-(((int)story[0].At.DayOfWeek + 6) % 7)));
        Assert.Equal(story.Select(e => e.At).Order(), story.Select(e => e.At));
    });
}
