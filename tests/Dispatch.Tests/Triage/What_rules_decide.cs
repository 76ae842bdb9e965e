using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Triage;

public sealed class What_rules_decide
{
    private static readonly DateTimeZone s_shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private static readonly TriageFacts s_facts = new()
    {
        OpenedAt = new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero), Channel = Channel.Portal, Kind = TicketKind.Request, WorkType = WorkType.Support,
        Subject = "SAP 过账失败", Text = "Invoice 4711 cannot be posted", Language = "zh-CN", ServiceLevel = "gold", RequestClass = "upgrade",
    };

    [Theory]
    [InlineData(ConditionField.Channel, ConditionOp.Is, "portal", true)]
    [InlineData(ConditionField.Channel, ConditionOp.IsNot, "portal", false)]
    [InlineData(ConditionField.Channel, ConditionOp.Is, "hotline", false)]
    [InlineData(ConditionField.Text, ConditionOp.Contains, "4711", true)]
    [InlineData(ConditionField.Text, ConditionOp.Contains, "过账", true)]
    [InlineData(ConditionField.Subject, ConditionOp.Contains, "4711", false)]
    [InlineData(ConditionField.Subject, ConditionOp.ContainsNot, "4711", true)]
    [InlineData(ConditionField.Text, ConditionOp.Matches, @"invoice \d{4}", true)]
    [InlineData(ConditionField.Text, ConditionOp.Matches, @"^invoice \d{5}", false)]
    [InlineData(ConditionField.Category, ConditionOp.IsNotSet, null, true)]
    [InlineData(ConditionField.Category, ConditionOp.IsNot, "erp", true)]
    [InlineData(ConditionField.ServiceLevel, ConditionOp.IsSet, null, true)]
    [InlineData(ConditionField.ServiceLevel, ConditionOp.Is, "GOLD", true)]
    [InlineData(ConditionField.RequestClass, ConditionOp.Is, "upgrade", true)]
    [InlineData(ConditionField.RequestClass, ConditionOp.Is, "fault", false)]
    // 23:00 in Shanghai, a Monday.
    [InlineData(ConditionField.LocalTime, ConditionOp.Within, "22:00-06:00", true)]
    [InlineData(ConditionField.LocalTime, ConditionOp.Within, "08:00-23:00", false)]
    [InlineData(ConditionField.LocalTime, ConditionOp.Within, "23:00-24:00", true)]
    [InlineData(ConditionField.Weekday, ConditionOp.Is, "monday", true)]
    public void A_condition_holds_or_does_not(ConditionField field, ConditionOp op, string? value, bool holds)
    {
        var condition = new Condition(field, op, value is null ? null : [value]);
        Assert.Null(TriageMachine.Problem(condition));
        Assert.Equal(holds, Decide(s_facts, new TriageRule("R", new TriageOutcome(Category: "x"), [condition])).Rules.Count == 1);
    }

    [Theory]
    [InlineData(ConditionField.Text, ConditionOp.Matches, "(")]
    [InlineData(ConditionField.Text, ConditionOp.Matches, "(?<=a)b")]
    [InlineData(ConditionField.Text, ConditionOp.Contains, "")]
    [InlineData(ConditionField.LocalTime, ConditionOp.Within, "25:00-26:00")]
    [InlineData(ConditionField.LocalTime, ConditionOp.Is, "22:00")]
    [InlineData(ConditionField.Text, ConditionOp.Within, "22:00-23:00")]
    [InlineData(ConditionField.Channel, ConditionOp.Is, "pigeon")]
    [InlineData(ConditionField.Text, ConditionOp.IsSet, "x")]
    [InlineData(ConditionField.Text, ConditionOp.Is, null)]
    public void A_condition_that_cannot_be_is_told(ConditionField field, ConditionOp op, string? value) =>
        Assert.NotNull(TriageMachine.Problem(new Condition(field, op, value is null ? null : [value])));

    [Fact]
    public void The_first_rule_that_sets_something_wins_tags_add_up_and_stop_stops()
    {
        var result = Decide(
            s_facts,
            new TriageRule("off", new TriageOutcome(Category: "never"), Enabled: false),
            new TriageRule("first", new TriageOutcome(Category: "erp", Tags: ["sap"])),
            new TriageRule("second", new TriageOutcome(Category: "crm", Severity: 2, Tags: ["SAP", "finance"]), Stop: true),
            new TriageRule("third", new TriageOutcome(Severity: 1)));
        Assert.Equal(("erp", 2, "second"), (result.Category, result.Severity, result.DecidedBy));
        Assert.Equal(["sap", "finance"], result.Tags);
        Assert.Equal(["first", "second"], result.Rules.Select(r => r.Name));
        Assert.Equal([TriageField.Severity, TriageField.Tags], result.Rules[1].Set);
    }

    [Fact]
    public void Impact_set_by_a_rule_goes_through_the_tenants_matrix()
    {
        var book = new TriageBook { Matrix = new MatrixValues([1, 1, 2], [2, 3, 4], [3, 4, 5]), Rules = [new TriageRule("all down", new TriageOutcome(Impact: Level.High))] };
        var result = new TriageMachine(book, s_shanghai).Decide(s_facts);
        Assert.Equal((Level.High, Level.Medium, 1), (result.Impact, result.Urgency, result.Severity));
    }

    [Fact]
    public void What_staff_chose_at_the_opening_beats_rules_and_is_told()
    {
        var facts = s_facts with { ByStaff = true, Category = "payroll", Impact = Level.Low, Urgency = Level.Low, WorkType = WorkType.Maintenance };
        var result = Decide(facts, new TriageRule("R", new TriageOutcome("erp", WorkType.Support, Level.High, Level.High, 1, FaultClass: "lock")));
        Assert.Equal(("payroll", WorkType.Maintenance, 5, "lock"), (result.Category, result.WorkType, result.Severity, result.FaultClass));
        var fired = Assert.Single(result.Rules);
        Assert.Equal([TriageField.FaultClass], fired.Set);
        Assert.Equal([TriageField.Category, TriageField.WorkType, TriageField.Impact, TriageField.Urgency, TriageField.Severity], fired.KeptByHand);
        // The same from a customer is no choice of anybody who triages.
        Assert.Equal("erp", Decide(facts with { ByStaff = false }, new TriageRule("R", new TriageOutcome("erp"))).Category);
    }

    /// <summary>More impact or more urgency never makes a ticket less severe, under any matrix that may be stored.</summary>
    [Fact]
    public void A_stored_matrix_never_grades_worse_things_lower()
    {
        var rows = from a in Gen.Choose(1, 5) from b in Gen.Choose(1, 5) from c in Gen.Choose(1, 5) select new[] { a, b, c };
        var matrices = from h in rows from m in rows from l in rows select new MatrixValues(h, m, l);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(matrices.ToArbitrary(), matrix =>
        {
            var monotone = true;
            foreach (var i in Enum.GetValues<Level>())
                foreach (var u in Enum.GetValues<Level>())
                    foreach (var i2 in Enum.GetValues<Level>())
                        foreach (var u2 in Enum.GetValues<Level>())
                            if (i2 <= i && u2 <= u && matrix.Of(i2, u2) > matrix.Of(i, u)) monotone = false;
            Assert.Equal(monotone, matrix.IsSound());
        }));
    }

    private static TriageResult Decide(TriageFacts facts, params TriageRule[] rules) => new TriageMachine(new TriageBook { Rules = rules }, s_shanghai).Decide(facts);
}
