namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>How figures are counted, in plain words, for whoever reads a report as part of a contract.</summary>
internal sealed partial class ChartWords
{
    public string Months => T("Months", "评价月份");
    public string GradeTitle => T("How many have which grade", "等级分布");
    public string Basis => T("What it rests on", "数据来源");
    public string Change => T("Change", "变化");
    public string Note => T("Note", "说明");
    public string Method => T("How it is counted", "评价方法");
    public string MethodText => T(
        "Each value becomes 0 to 100 points on the line from the one end to the other; the score is the mean of the points by weight. What has no data counts neither as nothing nor as full: its weight goes to the other dimensions, in proportion, and it is marked.",
        "每个数值按两端点折算为 0 至 100 分，总分为各维度得分的加权平均。没有数据的维度既不计零分也不计满分：其权重按比例分配给其他维度，并予以标明。");
    public string Meaning => T("What is counted", "统计内容");
    public string CorrectionsText => T(
        "The report of the period before stays as it was frozen. These of its figures are other by now, because something was told late.",
        "上期报告保持冻结时的内容不变。因部分事件迟到，其中以下数值现已不同。");
    public string NothingToCorrect => T("There is no frozen report of the period before.", "上期没有已冻结的报告。");
    public string Faults => T("Support tickets", "支持工单");
    public string Answers => T("Surveys answered", "收到的评价");
    public string AnswerRate => T("rate", "回复率");
    public string Nps => T("Would recommend (NPS)", "净推荐值（NPS）");
    public string Unreachable => T("Follow-up calls that reached nobody", "未接通的回访");
    public string MeanResponse => T("Mean time to the first answer", "平均首次响应时长");
    public string MeanRecovery => T("Mean time to the first resolution", "平均首次解决时长");
    public string Waiting => T("Share of open time spent waiting", "等待时间占比");
    public string CompleteRecords => T("Tickets with a complete record", "记录完整的工单");
    public string Minutes => T("min", "分钟");
    public string EvidenceTitle => T("From elsewhere, not measured here", "外部资料（非本系统测量）");
    public string CaseWord => T("Reference case", "参考案例");
    public string CertificationWord => T("Certification", "资质认证");
    public string NoEnd => T("no end", "长期有效");
    public string RanOut => T(", ran out before the period's end", "，评价期结束前已失效");

    public string FromTo(string from, string to) => from == to ? from : T($"{from} to {to}", $"{from} 至 {to}");

    public string StarsInWords(int stars) => T($"{stars} of 5 stars", $"{stars} 星（满分 5 星）");

    /// <summary>How much of a score was measured here.</summary>
    public string BasisOf(int measured, int elsewhere, int all) => elsewhere == 0
        ? T($"{measured} of {all} dimensions measured", $"{all} 个维度中 {measured} 个为实测")
        : T($"{measured} of {all} dimensions measured, {elsewhere} from elsewhere", $"{all} 个维度中 {measured} 个为实测，{elsewhere} 个为引用数据");

    public string FirstOnly(int shown, int all) => T($"The first {shown} of {all} are shown here.", $"此处列出 {all} 项中的前 {shown} 项。");

    public string StarsFrom(int stars, string points) => T($"{stars} from {points} points", $"{points} 分起 {stars} 星");

    public string GradeFrom(string grade, string points) => T($"{grade} from {points} points", $"{points} 分起 {grade}");

    public string PointsAt(int points) => T($"{points} points at", $"{points} 分对应");

    public string ValidUntil(string day) => T($"valid until {day}", $"有效期至 {day}");

    public string SourceOf(string source, string day) => T($"source: {source}, {day}", $"来源：{source}，{day}");

    /// <summary>What is said beside a dimension for which there is a figure from elsewhere.</summary>
    /// <param name="standsIn">It stands in because nothing was measured; else it only lies beside what was.</param>
    public string ReferenceNote(bool standsIn, string value, string source, string day) => standsIn
        ? T($"{Reference}, not measured here; source: {source}, {day}", $"{Reference}，非本系统测量；来源：{source}，{day}")
        : T($"for comparison, {Reference}: {value}; source: {source}, {day}", $"供对照的{Reference}：{value}；来源：{source}，{day}");

    public string MeaningOf(string dimension) => dimension switch
    {
        "responseSpeed" => T("Share of promised first answers that were given in time.", "承诺的首次响应中按时完成的比例。"),
        "diagnosis" => T("Share of promised diagnoses that were made in time.", "承诺的诊断中按时完成的比例。"),
        "resolution" => T("Share of promised resolutions that were reached in time.", "承诺的解决中按时完成的比例。"),
        "firstContact" => T(
            "Share of support tickets solved at the first contact: not reopened, without a further message or call, a second answer, a visit, or waiting for the customer.",
            "支持工单中首次联系即解决的比例：未重开，其间没有再次来信或来电、第二次答复、上门，也没有等待客户。"),
        "reopening" => T("Share of resolutions that were not reopened.", "解决后未被重开的比例。"),
        "secondRepair" => T("Share of closed repairs after which the same asset did not have the same fault again within 90 days.", "维修关闭后 90 天内同一资产未再出现同类故障的比例。"),
        "satisfaction" => T("Mean of the scores 1 to 5 that customers gave by their own hand.", "客户本人所评 1 至 5 分的平均值。"),
        "followUp" => T("Of the follow-up calls that reached somebody, the share that found the problem solved.", "已接通的回访中确认问题解决的比例。"),
        "coverage" => T("Of the modules with support tickets, the share in which at least one was solved.", "有支持工单的模块中，至少解决过一张工单的模块比例。"),
        "completeness" => T("Mean share of the required parts of a ticket's record that were there at its first resolution.", "首次解决时，工单记录必备内容的平均完整度。"),
        "publicity" => T("Share of the progress reports due that were published in time.", "应公布的进展中按时公布的比例。"),
        "pauseDiscipline" => T("Share of resolved tickets that were not put to wait in the last tenth of the time promised.", "已解决工单中，未在承诺时限的最后十分之一内挂起的比例。"),
        "faultRate" => T("Support tickets per 100 assets and month.", "每百台资产每月的支持工单数。"),
        "recovery" => T("Mean hours from opening to the first resolution.", "从受理到首次解决的平均小时数。"),
        "complaints" => T("Share of tickets that are no complaint.", "不属于投诉的工单比例。"),
        "maintenance" => T("Share of the maintenance runs due that were completed in time.", "到期的维护任务中按时完成的比例。"),
        "expertise" => T("Share of certificates and trainings asked for that were valid on the period's last day.", "评价期最后一天，要求的资质证书和培训中有效的比例。"),
        _ => "",
    };
}
