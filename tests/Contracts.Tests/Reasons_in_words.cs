using System.Text.Json;
using ServiceMesh.Messaging;

namespace ServiceMesh.Contracts.Tests;

public sealed class Reasons_in_words
{
    private static readonly AssignmentReason s_chosen = new()
    {
        Code = "chosen", Team = "ERP", TeamBy = "product", TeamFor = "SAP", Engineer = "Li", Considered = 3, Able = 2, Skills = ["SAP-FI", "Finance"], OpenTickets = 2, By = "fewest", Rank = 0.8125,
    };

    public static TheoryData<AssignmentReason, string, string> Said => new()
    {
        { s_chosen, "ERP for product SAP: 2 of 3 active engineers with SAP-FI and Finance; Li has 2 open tickets, the fewest.", "ERP（按产品 SAP）：3 名工程师中 2 名具备 SAP-FI、Finance；Li 在办 2 张，在办最少。" },
        { s_chosen with { TeamBy = "default", TeamFor = null, Skills = null, Able = 3, OpenTickets = 1, By = "turn", Equal = 1 }, "ERP as the default team: 3 active engineers; Li has 1 open ticket, the fewest, with 1 equal, and longest without a new one.", "ERP（默认团队）：共 3 名工程师；Li 在办 1 张，在办最少（另有 1 人相同），且最久未接新单。" },
        { s_chosen with { TeamBy = "rule", TeamFor = "Night", Skills = [], OpenTickets = 100, By = "rank" }, "ERP by the rule Night: 2 of 3 active engineers able and free; Li has 100 or more open tickets and ranks first with 0.81.", "ERP（按规则“Night”）：3 名工程师中 2 名合适且空闲；Li 在办 100 张以上，综合得分 0.81，排名第一。" },
        { s_chosen with { TeamBy = "category", Considered = 1, Able = 1, Skills = null, OpenTickets = 0, By = "only", Note = "Knows the plant" }, "ERP for category SAP: 1 active engineer; Li has 0 open tickets, the only one: Knows the plant", "ERP（按类别 SAP）：共 1 名工程师；Li 在办 0 张，唯一人选：Knows the plant" },
        { new() { Code = "empty", Team = "ERP" }, "ERP: no active engineer, waits in the queue.", "ERP：没有在岗工程师，排队等候。" },
        {
            new() { Code = "waits", Team = "ERP", Considered = 3, Excluded = [new(new() { Code = "skillLevel", What = "SAP", Level = 4 }, 2), new(new() { Code = "certificateEnded", What = "SAP FI", Until = new DateOnly(2026, 10, 31) }, 1)] },
            "ERP: 3 active engineers, none able and free (2 lacks SAP at level 4, 1 the certificate SAP FI ended on 2026-10-31); waits in the queue.", "ERP：3 名工程师暂无合适且空闲者（2 人 SAP 未达 4 级、1 人 证书 SAP FI 已于 2026-10-31 到期），排队等候。"
        },
        { new() { Code = "byHand", Engineer = "Li" }, "Li was chosen by hand.", "人工指定 Li。" },
        { new() { Code = "byHand", Engineer = "Li", Note = "Knows the customer" }, "Li was chosen by hand: Knows the customer", "人工指定 Li：Knows the customer" },
        {
            new() { Code = "byHand", Engineer = "Li", PassedOver = [new() { Code = "skill", What = "FI" }, new() { Code = "full" }, new() { Code = "visits", Until = new DateOnly(2026, 11, 30) }], Note = "Alone on site" },
            "Li was chosen by hand, by exception (lacks FI, nothing free, no visit left on 2026-11-30): Alone on site", "人工破例指定 Li（缺少技能 FI、没有空余名额、2026-11-30 上门已满）：Alone on site"
        },
        { new() { Code = "answered", Engineer = "Li" }, "Li answered the call.", "Li 接听了来电。" },
        { new() { Code = "claimed" }, "Claimed from the team's queue.", "从团队队列领取。" },
        { new() { Code = "returned" }, "Given back to the team's queue.", "已退回团队队列。" },
        { new() { Code = "planned" }, "Named in the plan.", "由维护计划指定。" },
        { new() { Code = "of-tomorrow" }, "", "" },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Say_the_same_in_both_languages_also_after_a_journey(AssignmentReason reason, string english, string chinese)
    {
        var read = JsonSerializer.Deserialize<AssignmentReason>(JsonSerializer.Serialize(reason, EventJson.Options), EventJson.Options)!;
        Assert.Equal((english, chinese), (AssignmentReasonWords.Say(read, "en"), AssignmentReasonWords.Say(read, "zh-CN")));
    }

    [Theory]
    [InlineData("skill")]
    [InlineData("skillLevel")]
    [InlineData("certificate")]
    [InlineData("certificateEnded")]
    [InlineData("avoids")]
    [InlineData("offDuty")]
    [InlineData("away")]
    [InlineData("asked")]
    [InlineData("full")]
    public void Have_words_for_everything_that_keeps_somebody_out(string code)
    {
        var why = new Exclusion { Code = code, What = "SAP", Level = 3, Until = new DateOnly(2026, 1, 1) };
        Assert.NotEqual(code, AssignmentReasonWords.Say(why, "zh"));
        Assert.NotEqual(AssignmentReasonWords.Say(why, "en"), AssignmentReasonWords.Say(why, "zh"));
    }
}
