using ServiceMesh.Desk.Maintenance;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_rule_of_a_plan
{
    [Theory]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31", "monthly")]
    [InlineData("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "quarterly")]
    [InlineData("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=15", "halfYearly")]
    [InlineData("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=29", "yearly")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,SA", "weekly")]
    [InlineData("FREQ=MONTHLY;BYDAY=2SA", "nth")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR,-1SU", "nth")]
    public void Is_chosen_and_written_the_same_also_as_Dispatch_gives_it_back(string rule, string every)
    {
        foreach (var given in new[] { rule, rule + ";SKIP=BACKWARD" })
        {
            var draft = RuleDraft.Of(given);
            Assert.Equal((every, rule), (draft.Every, draft.ToRule()));
        }
    }

    [Theory]
    [InlineData("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;SKIP=BACKWARD")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;SKIP=OMIT")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO,3MO")]
    [InlineData("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1;COUNT=3")]
    public void That_no_choice_gives_stays_as_it_is(string rule)
    {
        var draft = RuleDraft.Of(rule);
        Assert.Equal(("rule", rule), (draft.Every, draft.ToRule()));
        Assert.Contains(rule, RuleWords.Say(rule, Words.English), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31;SKIP=BACKWARD", "every three months on the 31st", "每季度 31 日")]
    [InlineData("FREQ=MONTHLY;BYDAY=2SA;SKIP=BACKWARD", "second Saturday of the month", "每月第二个周六")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TH", "every week: Monday, Thursday", "每周: 周一、周四")]
    public void Is_said_in_the_readers_language(string rule, string english, string chinese) =>
        Assert.Equal((english, chinese), (RuleWords.Say(rule, Words.English), RuleWords.Say(rule, Words.Chinese)));
}

public sealed class Evidence_that_is_typed
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static RunDetailShape Run(params (string Name, string Value)[] shown) => new()
    {
        Form = [new("backupId", "text", "after", 1, 200, null, true), new("backupTakenAt", "instant", "after", 1, 1, null, true), new("rollbackPlan", "text", "before", 20, 10_000, null, true)],
        Evidence = shown.ToDictionary(s => s.Name, s => s.Value),
    };

    [Fact]
    public void Sends_only_what_was_changed_instants_in_UTC_and_an_emptied_field_as_nothing()
    {
        var draft = EvidenceDraft.Of(Run(("backupId", "B-1"), ("backupTakenAt", "2026-11-22T12:00:00Z")), "after", s_zone, null);
        Assert.Equal("2026-11-22T20:00:00", draft["backupTakenAt"]);
        Assert.Empty(draft.Changes());
        // A browser leaves seconds out when they are none.
        draft["backupTakenAt"] = "2026-11-22T21:30";
        draft["backupId"] = " ";
        Assert.Equal(new Dictionary<string, object?> { ["backupId"] = null, ["backupTakenAt"] = "2026-11-22T13:30:00Z" }, draft.Changes().OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary());
    }

    [Fact]
    public void Stays_when_a_colleagues_answer_refreshes_the_run()
    {
        var draft = EvidenceDraft.Of(Run(), "after", s_zone, null);
        draft["backupId"] = "B-2";
        var again = EvidenceDraft.Of(Run(("backupTakenAt", "2026-11-22T12:00:00Z")), "after", s_zone, draft);
        Assert.Equal(("B-2", "2026-11-22T20:00:00"), (again["backupId"], again["backupTakenAt"]));
    }

    [Theory]
    [InlineData("restoredBytes", "1649267441664", "1.5 TiB")]
    [InlineData("restoreSeconds", "3725", "1 h 2 min 5 s")]
    [InlineData("restoreSeconds", "soon", null)]
    [InlineData("participants", "12", null)]
    public void Reads_its_figures_as_people_say_them(string name, string value, string? said) =>
        Assert.Equal(said, Amounts.Say(name, value, Words.English, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System)));
}
