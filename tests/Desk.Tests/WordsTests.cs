using System.Reflection;
using System.Text.Json;
using ServiceMesh.Desk.Ticket;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_words
{
    public static TheoryData<string> Events =>
        [.. typeof(Contracts.Event).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Contracts.TicketEvent)) && !t.IsAbstract).Select(t => t.Name)];

    [Fact]
    public void Exist_in_both_languages_and_the_Chinese_ones_are_Chinese()
    {
        string[] alike = [nameof(Words.ProductName)];
        foreach (var property in typeof(Words).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string)))
        {
            var (en, zh) = ((string)property.GetValue(Words.English)!, (string)property.GetValue(Words.Chinese)!);
            Assert.False(string.IsNullOrWhiteSpace(en) || string.IsNullOrWhiteSpace(zh), property.Name);
            if (!alike.Contains(property.Name))
                Assert.NotEqual(en, zh);
        }
    }

    /// <summary>Every state that a delivery or a message can be in has words of its own: its name in the protocol is no word for readers.</summary>
    [Theory]
    [InlineData("pending")]
    [InlineData("sent")]
    [InlineData("delivered")]
    [InlineData("failed")]
    [InlineData("queued")]
    [InlineData("held")]
    [InlineData("handed-over")]
    [InlineData("dropped")]
    public void Say_how_a_message_went(string state)
    {
        Assert.NotEqual(state, Words.English.NoticeState(state));
        Assert.NotEqual(Words.English.NoticeState(state), Words.Chinese.NoticeState(state));
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("zh", "zh-CN")]
    [InlineData("ZH-tw", "zh-CN")]
    [InlineData("en-US", "en")]
    [InlineData("de", "en")]
    [InlineData(null, "en")]
    public void Are_found_by_a_language_tag(string? tag, string found) => Assert.Equal(found, Words.For(tag).Tag);

    [Fact]
    public void Name_every_enumeration_that_the_services_speak()
    {
        // In Chinese, where a missing word cannot look like the one it stands for.
        var words = Words.Chinese;
        AllNamed<Contracts.PauseReason>(words.PauseReason);
        AllNamed<Contracts.PauseReason>(words.PauseShort);
        AllNamed<Contracts.Channel>(words.Channel);
        AllNamed<Contracts.WorkType>(words.WorkType);
        AllNamed<Contracts.TicketKind>(words.Kind);
        AllNamed<Contracts.Level>(words.Level);
        AllNamed<Contracts.ClockState>(words.ClockState);
    }

    [Fact]
    public void Name_every_part_of_a_record()
    {
        foreach (var part in new[] { "customer", "product", "asset", "category", "faultClass", "causeCode", "resolution", "fixPlan", "answer", "engineer", "visitReport", "signature", "sessionLog" })
            Assert.NotEqual(part, Words.Chinese.RecordPart(part));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Tell_every_event_of_a_ticket(string type)
    {
        var told = TimelineWords.Of(new TimelineShape { Type = type, Summary = "fallback", Data = JsonSerializer.SerializeToElement(new { }) }, Words.Chinese, new Times(Words.Chinese, TimeZoneInfo.Utc, TimeProvider.System));
        Assert.NotEqual("fallback", told.Title);
        Assert.NotEqual("dot", told.Icon);
    }

    [Fact]
    public void Tell_an_event_of_tomorrow_by_its_summary()
    {
        var told = TimelineWords.Of(new TimelineShape { Type = "SomethingNewer", Summary = "A visit was scheduled" }, Words.English, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System));
        Assert.Equal("A visit was scheduled", told.Title);
    }

    [Fact]
    public void Say_why_somebody_has_a_ticket_in_the_readers_language_and_never_a_stored_English_sentence_in_Chinese()
    {
        var now = JsonSerializer.SerializeToElement(new { explanation = "Li was chosen by hand.", why = new { code = "byHand", engineer = "Li" } });
        Assert.Equal(("Li was chosen by hand.", "人工指定 Li。"), (WhyWords.Of(now, Words.English), WhyWords.Of(now, Words.Chinese)));
        var before = JsonSerializer.SerializeToElement(new { explanation = "Li was chosen by hand." });
        Assert.Equal(("Li was chosen by hand.", null), (WhyWords.Of(before, Words.English), WhyWords.Of(before, Words.Chinese)));
        // After an erasure a reason may have lost its parts.
        Assert.Null(WhyWords.Of(JsonSerializer.SerializeToElement(new { why = "erased" }), Words.Chinese));
    }

    [Theory]
    [InlineData("warning-50", "Warning at 50 %", "用时 50% 预警")]
    [InlineData("warning-PT30M", "Warning 30 min before due", "到期前 30 分 预警")]
    [InlineData("breach", "Promise missed", "承诺超时")]
    [InlineData("escalation-2", "Escalation level 2", "升级第 2 级")]
    [InlineData("leg-onSiteArrival", "Arrival on site missed, the other still possible", "到达现场已错过，另一项仍可达成")]
    [InlineData("something", "something", "something")]
    public void Name_every_threshold_of_a_clock(string key, string en, string zh) =>
        Assert.Equal((en, zh), (Words.English.ClockLevel(key), Words.Chinese.ClockLevel(key)));

    [Theory]
    [InlineData("There is no policy.", "没有任何策略。")]
    [InlineData("Policy premium version 2 (for service level gold), rule S1 (a) (severity 1, channel hotline).", "策略 premium 第 2 版（适用于服务等级 gold），规则 S1 (a)（级别 S1，热线）。")]
    [InlineData("Policy standard version 1 (the default, taken with no service level), rule all (any severity, any channel). Before it: premium is for service level premium or gold; plan is for maintenance; x has no rule for severity 2 by im.",
        "策略 standard 第 1 版（默认策略，未约定服务等级），规则 all（任何级别，任何渠道）。此前排除：premium 适用于服务等级 premium、gold；plan 适用于维护；x 没有针对 S2、即时通讯 的规则。")]
    [InlineData("Something that Sla says tomorrow.", "Something that Sla says tomorrow.")]
    public void Say_in_Chinese_why_a_policy_was_chosen(string explanation, string zh)
    {
        Assert.Equal(zh, RuleWords.Tell(explanation, Words.Chinese));
        Assert.Equal(explanation, RuleWords.Tell(explanation, Words.English));
    }

    private static void AllNamed<T>(Func<string, string> say)
        where T : struct, Enum
    {
        foreach (var name in Enum.GetNames<T>())
        {
            var spoken = JsonNamingPolicy.CamelCase.ConvertName(name);
            Assert.NotEqual(spoken, say(spoken));
            Assert.NotEqual("", say(spoken));
        }
    }
}
