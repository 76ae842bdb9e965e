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
        var told = TimelineWords.Of(new TimelineShape { Type = "VisitScheduled", Summary = "A visit was scheduled" }, Words.English, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System));
        Assert.Equal("A visit was scheduled", told.Title);
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
