using System.Globalization;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Calls;

namespace ServiceMesh.Survey.Tests.Rules;

public sealed class Working_hours
{
    private const string Shanghai = "Asia/Shanghai";
    private static readonly string[] s_long = ["sat", "sun", "mon"];

    private static readonly WorkingHours s_china = new()
    {
        Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-12:00", "13:00-18:00"], ["tue"] = ["09:00-12:00", "13:00-18:00"], ["fri"] = ["09:00-18:00"] },
        Holidays = ["2026-03-03"],
        SpecialDays = new Dictionary<string, IReadOnlyList<string>> { ["2026-03-07"] = ["10:00-14:00"], ["2026-03-06"] = [] },
    };

    [Theory]
    // Monday 2 March 2026, 17:00 in Shanghai.
    [InlineData("2026-03-02T17:00:00+08:00", 1, "2026-03-02T18:00:00+08:00")]
    [InlineData("2026-03-02T11:30:00+08:00", 1, "2026-03-02T13:30:00+08:00")]
    [InlineData("2026-03-02T07:00:00+08:00", 8, "2026-03-02T18:00:00+08:00")]
    // Tuesday is a holiday, Friday has no hours this week, Saturday has.
    [InlineData("2026-03-02T17:00:00+08:00", 2, "2026-03-07T11:00:00+08:00")]
    [InlineData("2026-03-07T13:59:59+08:00", 1, "2026-03-09T09:59:59+08:00")]
    public void Only_open_hours_count_to_the_second(string from, int hours, string due) =>
        Assert.Equal(At(due), WorkingTime.Read(s_china, "", [])!.After(At(from), hours, Shanghai));

    [Fact]
    public void A_clock_change_neither_gives_nor_takes_time()
    {
        var round = new WorkingHours { Week = s_long.ToDictionary(d => d, IReadOnlyList<string> (_) => ["00:00-24:00"]) };
        // Berlin loses the hour from 2 to 3 on 29 March 2026.
        Assert.Equal(At("2026-03-29T13:00:00+02:00"), WorkingTime.Read(round, "", [])!.After(At("2026-03-29T00:00:00+01:00"), 12, "Europe/Berlin"));
    }

    [Fact]
    public void Who_never_works_so_long_gets_plain_hours()
    {
        var once = new CallRules { Hours = new() { Week = new Dictionary<string, IReadOnlyList<string>>(), SpecialDays = new Dictionary<string, IReadOnlyList<string>> { ["2026-03-02"] = ["09:00-10:00"] } } };
        var from = At("2026-03-05T09:00:00+08:00");
        Assert.Equal(from.AddHours(8), FollowUp.Due(once, from, 8, Shanghai));
    }

    [Theory]
    [InlineData("25:00-26:00")]
    [InlineData("18:00-09:00")]
    [InlineData("09:00")]
    [InlineData("9:00-18:00")]
    [InlineData("09:00-24:01")]
    [InlineData("09:60-10:00")]
    [InlineData("")]
    public void An_interval_that_is_none_is_named(string interval)
    {
        var errors = new List<FieldError>();
        Assert.Null(WorkingTime.Read(new() { Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["08:00-08:30", interval] } }, "hours", errors));
        Assert.Equal("hours.week.mon[1]", Assert.Single(errors).Field);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
