using System.Globalization;

namespace ServiceMesh.Contracts;

/// <summary>Says why somebody has some work, in English or Chinese: in one place for services, messages and screens.</summary>
public static class AssignmentReasonWords
{
    /// <summary>Counted up to here: beyond it is "or more".</summary>
    private const int MostCounted = 100;

    /// <summary>The reason as one or two sentences.</summary>
    /// <param name="reason">The data.</param>
    /// <param name="language">A language tag; everything but Chinese is said in English.</param>
    public static string Say(AssignmentReason reason, string? language)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var zh = IsChinese(language);
        var said = zh ? Chinese(reason) : English(reason);
        return string.IsNullOrWhiteSpace(reason.Note) ? said : zh ? $"{said.TrimEnd('。')}：{reason.Note}" : $"{said.TrimEnd('.')}: {reason.Note}";
    }

    /// <summary>Why one person was not considered, without a full stop.</summary>
    public static string Say(Exclusion why, string? language)
    {
        ArgumentNullException.ThrowIfNull(why);
        var zh = IsChinese(language);
        return why.Code switch
        {
            "skill" => zh ? $"缺少技能 {why.What}" : $"lacks {why.What}",
            "skillLevel" => zh ? $"{why.What} 未达 {why.Level} 级" : $"lacks {why.What} at level {why.Level}",
            "certificate" => zh ? $"缺少证书 {why.What}" : $"lacks the certificate {why.What}",
            "certificateEnded" => zh ? $"证书 {why.What} 已于 {Day(why.Until)} 到期" : $"the certificate {why.What} ended on {Day(why.Until)}",
            "avoids" => zh ? "不可服务该客户" : "must not work for this customer",
            "offDuty" => zh ? "不在班" : "off duty",
            "away" => zh ? "暂离" : "away",
            "asked" => zh ? "已询问过" : "was offered it",
            "full" => zh ? "没有空余名额" : "nothing free",
            "visits" => zh ? $"{Day(why.Until)} 上门已满" : $"no visit left on {Day(why.Until)}",
            _ => why.Code,
        };
    }

    private static string English(AssignmentReason r)
    {
        var team = r.TeamBy switch
        {
            "category" => $"{r.Team} for category {r.TeamFor}",
            "product" => $"{r.Team} for product {r.TeamFor}",
            "rule" => $"{r.Team} by the rule {r.TeamFor}",
            "default" => $"{r.Team} as the default team",
            _ => r.Team,
        };
        var all = $"{r.Considered} active {(r.Considered == 1 ? "engineer" : "engineers")}";
        return r.Code switch
        {
            "empty" => $"{team}: no active engineer, waits in the queue.",
            "waits" => $"{team}: {all}, none able and free ({Excluded(r, "en", ", ")}); waits in the queue.",
            "chosen" => $"{team}: {Pool()}; {r.Engineer} has {Load(r.OpenTickets, " or more")} open {(r.OpenTickets == 1 ? "ticket" : "tickets")}{Why()}.",
            "byHand" => r.PassedOver is { Count: > 0 } passed
                ? $"{r.Engineer} was chosen by hand, by exception ({string.Join(", ", passed.Select(p => Say(p, "en")))})." : $"{r.Engineer} was chosen by hand.",
            "claimed" => "Claimed from the team's queue.",
            "answered" => $"{r.Engineer} answered the call.",
            "acknowledged" => "Took its escalation on while nobody had it.",
            "returned" => "Given back to the team's queue.",
            "planned" => "Named in the plan.",
            _ => "",
        };

        string Pool() => r.Skills is { Count: > 0 } skills ? $"{r.Able} of {r.Considered} active engineers with {string.Join(" and ", skills)}"
            : r.Able == r.Considered ? all : $"{r.Able} of {all} able and free";

        string Why() => r.By switch
        {
            "only" => ", the only one",
            "fewest" => ", the fewest",
            "turn" => $", the fewest, with {r.Equal} equal, and longest without a new one",
            _ => $" and ranks first with {Share(r.Rank)}",
        };
    }

    private static string Chinese(AssignmentReason r)
    {
        var team = r.TeamBy switch
        {
            "category" => $"{r.Team}（按类别 {r.TeamFor}）",
            "product" => $"{r.Team}（按产品 {r.TeamFor}）",
            "rule" => $"{r.Team}（按规则“{r.TeamFor}”）",
            "default" => $"{r.Team}（默认团队）",
            _ => r.Team,
        };
        return r.Code switch
        {
            "empty" => $"{team}：没有在岗工程师，排队等候。",
            "waits" => $"{team}：{r.Considered} 名工程师暂无合适且空闲者（{Excluded(r, "zh", "、")}），排队等候。",
            "chosen" => $"{team}：{Pool()}；{r.Engineer} 在办 {Load(r.OpenTickets, " 张以上")}{(r.OpenTickets >= MostCounted ? "" : " 张")}，{Why()}。",
            "byHand" => r.PassedOver is { Count: > 0 } passed
                ? $"人工破例指定 {r.Engineer}（{string.Join("、", passed.Select(p => Say(p, "zh")))}）。" : $"人工指定 {r.Engineer}。",
            "claimed" => "从团队队列领取。",
            "answered" => $"{r.Engineer} 接听了来电。",
            "acknowledged" => "无人负责时响应呼叫并接手。",
            "returned" => "已退回团队队列。",
            "planned" => "由维护计划指定。",
            _ => "",
        };

        string Pool() => r.Skills is { Count: > 0 } skills ? $"{r.Considered} 名工程师中 {r.Able} 名具备 {string.Join("、", skills)}"
            : r.Able == r.Considered ? $"共 {r.Considered} 名工程师" : $"{r.Considered} 名工程师中 {r.Able} 名合适且空闲";

        string Why() => r.By switch
        {
            "only" => "唯一人选",
            "fewest" => "在办最少",
            "turn" => $"在办最少（另有 {r.Equal} 人相同），且最久未接新单",
            _ => $"综合得分 {Share(r.Rank)}，排名第一",
        };
    }

    private static string Excluded(AssignmentReason r, string language, string comma) =>
        string.Join(comma, (r.Excluded ?? []).Select(e => language == "zh" ? $"{e.Count} 人 {Say(e.Why, language)}" : $"{e.Count} {Say(e.Why, language)}"));

    private static string Load(int? open, string more) => open >= MostCounted ? $"{MostCounted}{more}" : $"{open ?? 0}";

    private static string Share(double? rank) => (rank ?? 0).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static bool IsChinese(string? language) => language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
}
