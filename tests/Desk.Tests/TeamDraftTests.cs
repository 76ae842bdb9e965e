using System.Text.Json;
using ServiceMesh.Desk.Maintenance;
using ServiceMesh.Desk.People.Teams;
using ServiceMesh.Desk.Terms;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_teams_settings
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static readonly TeamSettingsShape s_set = new(
        new TeamPagingShape(Guid.NewGuid(), 3, 15, ["on-call-1", "owner"], false, 20),
        new TeamAssignmentShape
        {
            Mode = "offer", OfferMinutes = 7, OfferEndsWithShift = false, AwayWhenUnanswered = true, OffShift = "all", VisitsPerDay = 3, UnseenMinutes = 10, OnlyInHours = true, Reopened = "ownerOnDuty", Calendar = "working-hours", Capacity = new CapacityShape(1, 3, null, 2),
            Weights = new Dictionary<string, int> { ["skill"] = 40, ["capacity"] = 0, ["remainingShift"] = 1, ["affinity"] = 2, ["region"] = 3, ["language"] = 4, ["load"] = 100 },
            Requirements = [new RequirementShape("SAP", [new SkillShape("SAP-FI", 4)], ["SAP FI", "电工证"]), new RequirementShape()],
            Hours = new TeamHoursShape("Asia/Shanghai", [new("monday", new(9, 0), new(12, 0)), new("monday", new(13, 30), new(18, 0)), new("sunday", new(20, 0), TimeOnly.MinValue)], [new DateOnly(2026, 10, 1)]),
        });

    [Fact]
    public void Are_sent_as_they_were_read_when_nothing_is_changed()
    {
        var draft = TeamDraft.Of(s_set, "Europe/London");
        Assert.Empty(draft.Unreadable());
        Assert.Equal(("09:00-12:00, 13:30-18:00", "20:00-24:00"), (draft.Week["monday"], draft.Week["sunday"]));
        var sent = JsonSerializer.Deserialize<TeamSettingsShape>(JsonSerializer.Serialize(draft.ToApi(), s_json), s_json)!;
        Assert.Equal(JsonSerializer.Serialize(s_set with { Gaps = null, Assignment = s_set.Assignment! with { Requirements = [new RequirementShape("SAP", [new SkillShape("SAP-FI", 4)], ["SAP FI", "电工证"]), new RequirementShape(null, [], [])] } }, s_json), JsonSerializer.Serialize(sent, s_json));
    }

    [Fact]
    public void Of_a_team_that_has_set_nothing_are_the_usual_ones_and_the_usual_ladder_is_not_sent()
    {
        var draft = TeamDraft.Of(new TeamSettingsShape(), "Asia/Shanghai");
        Assert.Equal(["on-call-1", "on-call-2", "manager"], draft.Ladder);
        var sent = JsonSerializer.SerializeToElement(draft.ToApi(), s_json);
        // Who has no shift is on duty always, until somebody chooses otherwise; then a quarter of an hour is proposed.
        Assert.Equal(JsonValueKind.Null, sent.GetProperty("assignment").GetProperty("unseenMinutes").ValueKind);
        draft.OnlyWhenSeen = true;
        Assert.Equal(15, JsonSerializer.SerializeToElement(draft.ToApi(), s_json).GetProperty("assignment").GetProperty("unseenMinutes").GetInt32());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null), (sent.GetProperty("paging").GetProperty("ladder").ValueKind, sent.GetProperty("assignment").GetProperty("capacity").ValueKind, sent.GetProperty("assignment").GetProperty("hours").ValueKind));
        Assert.Equal(5, sent.GetProperty("assignment").GetProperty("weights").GetProperty("remainingShift").GetInt32());
    }

    [Theory]
    [InlineData("tuesday", "9 to 5", "assignment.hours.tuesday")]
    [InlineData("friday", "09:00-25:00", "assignment.hours.friday")]
    public void That_cannot_be_read_are_said_at_their_field(string day, string text, string field)
    {
        var draft = TeamDraft.Of(s_set, "Asia/Shanghai");
        draft.Week[day] = text;
        Assert.Empty(draft.Unreadable());
        draft.Calendar = "";
        var wrong = Assert.Single(draft.Unreadable());
        Assert.Equal(field, wrong.Key);
        Assert.NotEqual(wrong.Value[0], Words.Chinese.FieldProblem(wrong.Value[0]));
        Assert.DoesNotContain("填写有误", Words.Chinese.FieldProblem(wrong.Value[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A weight is 0 to 100.")]
    [InlineData("A capacity is 1 to 100, or left out for any number.")]
    [InlineData("It is 1 to 50 visits, or left out for any number.")]
    [InlineData("There is no such zone.")]
    [InlineData("A team works at some time of the week.")]
    [InlineData("A span ends after it begins, on the same day.")]
    [InlineData("Two spans of a day overlap.")]
    [InlineData("A requirement names skills with levels 1 to 5 and certificates, none longer than 200.")]
    [InlineData("A ladder has at least one step.")]
    [InlineData("The field UnseenMinutes must be between 2 and 1440.")]
    [InlineData("The field QueuedMinutes must be between 0 and 1440.")]
    [InlineData("There is no calendar of that name.")]
    [InlineData("The team has set no hours.")]
    [InlineData("The escalation comes back to a step that it has passed.")]
    public void Are_refused_in_the_readers_language(string message) => Assert.DoesNotContain("填写有误", Words.Chinese.FieldProblem(message), StringComparison.Ordinal);

    [Fact]
    public void Find_the_services_errors_whatever_the_case_of_their_paths()
    {
        var errors = new FieldErrors(new Dictionary<string, string[]> { ["Assignment.OfferMinutes"] = ["Too long."], ["checklist[2].Key"] = ["Bad."] });
        Assert.Equal(("Too long.", "Bad.", null), (errors.Of("assignment.offerMinutes"), errors.Of("checklist[2]"), errors.Of("checklist[1]")));
    }

    [Fact]
    public void Name_every_step_of_a_ladder_in_both_languages() => Assert.All(TeamDraft.Targets, t =>
    {
        Assert.NotEqual(t, Words.English.LadderTarget(t));
        Assert.NotEqual(Words.English.LadderTarget(t), Words.Chinese.LadderTarget(t));
    });
}

public sealed class A_checklist_that_is_typed
{
    private static readonly ChecklistShape s_list = new([new("disk", "Disk space", "磁盘空间"), new("logs", "Logs", null, false), new("item-1", "Fans")]);

    [Fact]
    public void Keeps_keys_and_order_through_moves_and_gives_new_items_keys_of_their_own()
    {
        var draft = ChecklistDraft.Of(s_list);
        draft.Move(draft.Items[2], -1);
        draft.Move(draft.Items[0], -1);
        draft.Add();
        draft.Add();
        draft.Items[^1].TextZh = "检查风扇";
        draft.Items[^1].Required = false;
        draft.DropBlank();
        Assert.Equal(["disk", "item-1", "logs", "item-3"], draft.Items.Select(i => i.Key));
        var sent = JsonSerializer.SerializeToElement(draft.ToApi());
        Assert.Equal(("检查风扇", "检查风扇", false), (sent[3].GetProperty("text").GetString(), sent[3].GetProperty("textZh").GetString(), sent[3].GetProperty("required").GetBoolean()));
        Assert.Equal((false, JsonValueKind.Null), (sent[2].GetProperty("required").GetBoolean(), sent[2].GetProperty("textZh").ValueKind));
    }
}
