namespace ServiceMesh.Desk;

/// <summary>Scorecards, reports, vendors and what faults teach.</summary>
public sealed partial class Words
{
    public string NavScorecard => T("Scorecard", "评价");
    public string ScorecardsTitle => T("Scorecards", "服务评价");
    public string ScorecardsIntro => T("Stars and grades by the formula in force. Every figure leads to its tickets.", "按现行公式计算星级与等级，每个数字都可以追溯到工单。");
    public string ReportsTitle => T("Period reports", "周期报告");
    public string ReportsIntro => T("A frozen report never changes. What comes late is shown as a correction in the next.", "报告冻结后不再变化，迟到的事件在下期报告中作为更正列出。");
    public string LearningTitle => T("Fault statistics", "故障统计");
    public string LearningIntro => T("What fails most, what comes back, and where maintenance would help.", "什么故障最多、哪些反复出现、哪里值得做预防性维护。");
    public string VendorsTitle => T("Vendors", "供应商");
    public string VendorsIntro => T("Makers and service partners of products. Figures from elsewhere are marked with source and date.", "产品的厂商与服务商。引用的外部数据均标明来源和日期。");
    public string FormulaTitle => T("Formula", "评价公式");
    public string FormulaIntro => T("Weights add up to 100 %. Saving makes the next version; frozen reports keep theirs.", "权重合计须为 100%。保存后生成新版本，已冻结的报告沿用原版本。");
    public string SubjectWord => T("Subject", "对象");
    public string PeriodWord => T("Period", "周期");
    public string PrintWord => T("Print view", "打印版");
    public string SideBySide => T("Side by side", "并排比较");
    public string ShowAll => T("Show all", "显示全部");
    public string ScoreWord => T("Score", "总分");
    public string StarsWord => T("Stars", "星级");
    public string GradeWord => T("Grade", "等级");
    public string TicketsWord => T("Tickets", "工单数");
    public string DimensionWord => T("Dimension", "维度");
    public string ValueWord => T("Value", "数值");
    public string CountWord => T("Counted", "样本数");
    public string PointsWord => T("Points", "得分");
    public string WeightWord => T("Weight", "权重");
    public string BestWord => T("100 points at", "满分值");
    public string WorstWord => T("0 points at", "零分值");
    public string UnitWord => T("Unit", "单位");
    public string SumWord => T("Sum", "合计");
    public string StarsFrom => T("Stars from (points)", "星级起点（分）");
    public string GradesFrom => T("Grades from (points)", "等级起点（分）");
    public string WeightsMustBe100 => T("Weights must add up to 100 %.", "权重合计必须为 100%。");
    public string NotMeasured => T("not measured", "无数据");
    public string ReferenceWord => T("Reference figure", "引用数据");
    public string NoScorecards => T("Nothing to evaluate in this period", "本周期没有可评价的数据");
    public string NoScorecardsHint => T("Figures appear as tickets are worked.", "处理工单后会自动生成数据。");
    public string NoVendors => T("No vendors yet", "还没有供应商");
    public string NoVendorsHint => T("Add vendors and say which products they make or serve.", "请先添加供应商，并指明其生产或服务的产品。");
    public string MeanResponse => T("Mean first response", "平均首次响应");
    public string MeanRecovery => T("Mean recovery", "平均恢复时长");
    public string AnswerRate => T("Surveys answered", "问卷回收率");
    public string WaitingShare => T("Time waiting", "等待时间占比");
    public string AllOfThem => T("All", "全部");
    public string AsWanted => T("As wanted", "达标");
    public string NotAsWanted => T("Not as wanted", "未达标");
    public string NothingBehind => T("No tickets like that.", "没有符合条件的工单。");
    public string MaintenanceRunWord => T("Maintenance run", "维护任务");
    public string CameBack => T("came back as", "返修工单");
    public string Freeze => T("Freeze", "冻结");
    public string FrozenWord => T("Frozen", "冻结");
    public string FilesWord => T("Files", "文件");
    public string NoReports => T("No frozen reports yet", "还没有冻结的报告");
    public string ComparedWith => T("Compared with", "对比");
    public string NothingBefore => T("no report of the period before", "没有上一周期的报告");
    public string ChangeWord => T("Change", "变化");
    public string WasWord => T("Was", "原值");
    public string NowWord => T("Now", "现值");
    public string NoCorrections => T("None: nothing came late.", "无：没有迟到的事件。");
    public string CorrectionsSince => T("Come since it was frozen", "冻结后的变化");
    public string LateTickets => T("Tickets of this period with later events", "本周期中有后续事件的工单");
    public string VendorName => T("Name", "名称");
    public string AddVendor => T("Add vendor", "添加供应商");
    public string AddProduct => T("Add product", "添加产品");
    public string AddFigure => T("Add figure", "添加数据");
    public string AddCase => T("Add case", "添加案例");
    public string AddCertification => T("Add certification", "添加资质");
    public string ValidUntilWord => T("Valid until", "有效期至");
    public string ImportFigures => T("Import figures (CSV: dimension,value,source,date)", "导入数据（CSV：dimension,value,source,date）");
    public string ImportWord => T("Import", "导入");
    public string TakeAway => T("Take away", "移除");
    public string ProductWord => T("Product", "产品");
    public string RoleWord => T("Role", "角色");
    public string SourceWord => T("Source", "来源");
    public string CaseWord => T("Case", "案例");
    public string EditWord => T("Edit", "编辑");
    public string ParetoTitle => T("Most frequent first", "帕累托图");
    public string TrendTitle => T("By month", "月度趋势");
    public string NoFaults => T("No faults with this trait in this period", "本周期没有此类故障");
    public string ProposalsTitle => T("Proposals for preventive maintenance", "预防性维护建议");
    public string NoProposals => T("No cluster of the last three months speaks for maintenance.", "最近三个月没有需要维护的故障聚集。");
    public string RepeatsTitle => T("Faults that came back within 90 days", "90 天内返修");
    public string NoRepeats => T("None.", "无。");
    public string RepeatsWord => T("Came back", "返修");
    public string RepeatOfWord => T("Repaired before", "前次工单");
    public string DaysAfterWord => T("Days after", "间隔天数");

    public string FormulaVersion(int version) => version == 1 ? T("Shipped formula (version 1)", "默认公式（第 1 版）") : T($"Formula, version {version}", $"公式第 {version} 版");

    public string SaveAsNext(int version) => T($"Save as version {version}", $"保存为第 {version} 版");

    public string WeightGivenAway(decimal weight) => T($"{weight:0.##} % given to the others", $"{weight:0.##}% 已分给其他维度");

    public string WeightRaised(decimal weight, decimal effective) => T($"{weight:0.##} % → {effective:0.##} %", $"{weight:0.##}% → {effective:0.##}%");

    public string BehindTitle(string dimension) => T($"Tickets behind: {dimension}", $"数据来源工单：{dimension}");

    public string CorrectionsFile => T("Corrections (CSV)", "更正（CSV）");
    public string CorrectionsOf(string period) => T($"Corrections to {Period(period)}", $"对{Period(period)}的更正");

    public string NameOf(CardShape card) => card.Name ?? (card.Id == Guid.Empty ? SubjectKind("all") : card.Id.ToString()[..8]);

    public string Period(string period) => period switch
    {
        [_, _, _, _, '-', 'H', var half] => T($"{(half == '1' ? "first" : "second")} half of {period[..4]}", $"{period[..4]} 年{(half == '1' ? "上" : "下")}半年"),
        { Length: 7 } => T(period, $"{period[..4]} 年 {period[5..].TrimStart('0')} 月"),
        _ => period,
    };

    public string SubjectKind(string kind) => kind switch
    {
        "team" => T("Teams", "团队"),
        "engineer" => T("Engineers", "工程师"),
        "product" => T("Products", "产品"),
        "customer" => T("Customers", "客户"),
        "contract" => T("Contracts", "合同"),
        "vendor" => VendorsTitle,
        _ => T("Everything", "整体"),
    };

    public string Dimension(string name) => name switch
    {
        "responseSpeed" => T("Response in time", "响应及时"),
        "diagnosis" => T("Diagnosis in time", "诊断及时"),
        "resolution" => T("Resolution in time", "解决及时"),
        "firstContact" => T("Solved at first contact", "一次解决"),
        "reopening" => T("Not reopened", "未重开"),
        "secondRepair" => T("No second repair", "无返修"),
        "satisfaction" => T("Satisfaction", "满意度"),
        "followUp" => T("Follow-up calls", "回访结果"),
        "coverage" => T("Module coverage", "模块覆盖"),
        "completeness" => T("Complete records", "记录完整"),
        "publicity" => T("Progress publicity", "进度公开"),
        "pauseDiscipline" => T("Pause discipline", "挂起规范"),
        "faultRate" => T("Fault rate", "故障率"),
        "recovery" => T("Recovery time", "恢复时长"),
        "complaints" => T("No complaint", "无投诉"),
        "maintenance" => T("Maintenance in time", "维护按期"),
        "expertise" => T("Certified people", "人员资质"),
        _ => name,
    };

    public string Unit(string unit) => unit switch
    {
        "percent" => "%",
        "stars" => T("of 5", "分（满分 5）"),
        "hours" => T("hours", "小时"),
        _ => T("per 100 assets and month", "次/百台·月"),
    };

    public string Value(decimal? value, string unit) => value is not { } v ? "–" : unit switch
    {
        "percent" => $"{v.ToString("0.##", Culture)} %",
        "stars" => $"{v.ToString("0.##", Culture)} / 5",
        "hours" => T($"{v.ToString("0.##", Culture)} h", $"{v.ToString("0.##", Culture)} 小时"),
        _ => v.ToString("0.##", Culture),
    };

    /// <summary>What was measured of one ticket.</summary>
    internal string Measured(string measure, int bucket, long count, long total, Times times) => measure switch
    {
        "satisfaction" => $"{bucket} / 5",
        "completeness" => $"{total / 10.0:0.#} %",
        "recoveryTime" or "responseTime" => times.ExactSpan(total),
        "fault" => bucket == 0 ? Unknown : $"S{bucket}",
        "followUp" when bucket == 2 => T("nobody reached", "未联系上"),
        "recommendation" => $"{bucket} / 10",
        "invitation" => bucket == 0 ? NotAnswered : Answered,
        "waiting" => T($"waited {times.ExactSpan(total)} of {times.ExactSpan(count)}", $"共 {times.ExactSpan(count)}，等待 {times.ExactSpan(total)}"),
        _ => (bucket == 0 ? NotAsWanted : AsWanted) + (count > 1 ? $" × {count}" : ""),
    };

    /// <summary>A figure without weight, by what it is measured of.</summary>
    public string FigureOf(string measure) => measure switch
    {
        "complaint" => TicketsWord,
        "responseTime" => MeanResponse,
        "recoveryTime" => MeanRecovery,
        "invitation" => AnswerRate,
        "recommendation" => "NPS",
        "waiting" => WaitingShare,
        _ => measure,
    };

    public string Answered => T("answered", "已答复");

    public string NotAnswered => T("not answered", "未答复");

    public string VendorRole(string role) => role == "maker" ? T("maker", "厂商") : T("service partner", "服务商");

    public string FaultTrait(string by) => by switch
    {
        "product" => ProductWord,
        "module" => T("Module", "模块"),
        "cause" => T("Cause", "原因"),
        "class" => T("Fault class", "故障类别"),
        "version" => T("Version", "版本"),
        _ => T("Waiting for", "等待原因"),
    };

    public string MaintenanceKindWord(string kind) => kind switch
    {
        "patch" => T("Patch", "补丁"),
        "upgrade" => T("Upgrade", "升级"),
        "backupDrill" => T("Backup and restore drill", "备份恢复演练"),
        "securityAudit" => T("Security audit", "安全审计"),
        "training" => T("Training", "培训"),
        _ => T("Inspection", "巡检"),
    };

    public string ProposalWhy(long tickets, long before, long repeats, long hours) => T(
        $"{tickets} tickets in three months ({before} before), {repeats} came back, {hours} h to recovery", $"三个月 {tickets} 单（此前 {before} 单），返修 {repeats} 单，恢复共 {hours} 小时");

    public string ProposalReason(string reason) => reason switch
    {
        "growing" => T("growing", "增长"),
        "repeating" => T("repeating", "反复"),
        _ => T("frequent", "高发"),
    };
}
