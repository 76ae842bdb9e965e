using System.Text.RegularExpressions;

namespace ServiceMesh.Desk;

/// <summary>What a service says of a field, in its English; in Chinese where its sentence is known.</summary>
public sealed partial class Words
{
    public string FieldProblem(string message) => _zh ? Known(message) ?? $"填写有误：{message}" : message;

    private static string? Known(string message) => message switch
    {
        "The calendar is never open: no promise could ever fall due." => "日历没有任何服务时间，任何承诺都不会到期。",
        "The calendar is never open again: its special days are over, and no promise could ever fall due." => "日历只有已过去的特殊日期，今后没有服务时间，任何承诺都不会到期。",
        "An ISO 8601 duration like PT15M, 1 second to 3,660 days in whole seconds, is wanted." => "请填写时长，例如 15 分钟、2 小时（1 秒至 3660 天）。",
        "An ISO 8601 duration like P7D, at most 3,660 days, is wanted." => "请填写时长，例如 7 天（不超过 3660 天）。",
        "Different percentages 1 to 99 are wanted." => "请填写 1 到 99 的不重复百分比。",
        "A local time like 16:00 is wanted." => "请填写时刻，例如 16:00。",
        "Only the same day has a cutoff." => "只有“当天”才需要截止时刻。",
        "Either a target or the same day is wanted." => "请填写时限，或选择“当天”。",
        "Each leg is another clock." => "两种方式不能相同。",
        "What meets the clock is wanted, and it is something that staff does." => "请选择由我方完成的达成条件。",
        "A reason of 1 to 100 characters is wanted." => "请填写原因（1 至 100 字）。",
        "A name of 1 to 100 characters is wanted." => "请填写名称（1 至 100 字）。",
        "A pause may stop clocks of these terms, and never firstResponse." => "等待只能暂停本条款内的时限，且不能暂停首次响应。",
        "A letter, then letters, digits and hyphens, at most 63, are wanted." => "请以字母开头，仅用字母、数字和连字符，不超过 63 个字符。",
        "A name of 1 to 63 lower-case letters, digits and hyphens, starting with a letter or digit, is wanted." => "名称为 1 至 63 个小写字母、数字或连字符，以字母或数字开头。",
        "An instant like 2026-03-02T03:00:00Z between 1970 and 2200 is wanted." => "请填写 1970 至 2200 年之间的时间。",
        "At least one clock needs a target." => "至少需要一项时限。",
        "The name of a calendar is wanted." => "请选择日历。",
        "The role to tell is wanted." => "请填写要通知的角色。",
        "Choose a contract." => "请选择合同。",
        "A date is wanted." => "请填写日期。",
        "A duration like 4 h is wanted." => "请填写时长，例如 4小时。",
        "By this rule it never happens." => "按此规则永远不会发生。",
        "There is no such zone." => "没有此时区。",
        "It ends before it starts." => "截止日早于首日。",
        "It is missing." => "缺少此项。",
        "It is not answered." => "尚未确认。",
        "The rollback is tested, or somebody waives the test with a reason." => "须完成回退测试，或由主管说明原因后豁免。",
        "A restore drill is measured against the recovery time promised." => "演练需填写承诺恢复时间。",
        "A restore drill is measured against the data loss promised at most." => "演练需填写承诺最大数据丢失。",
        "It was fixed when the run started." => "开始执行时已固定。",
        "See the detail." => "请查看提示。",
        "Another rule has this name." => "规则名称重复。",
        "A position is 0 to 10,000." => "顺序为 0 至 10000。",
        "The subject must be one line." => "主题只能有一行。",
        "A tag is not closed." => "有标签没有闭合。",
        "An else stands alone." => "else 没有对应的条件。",
        "A condition is closed that was not opened." => "有条件未开始就结束了。",
        "A condition is not closed." => "有条件没有结束。",
        "Only {{name}}, {{#if name}}, {{else}}, {{/if}}, {{#unless name}} and {{/unless}} are known." => "只支持 {{值}}、{{#if 值}}、{{else}}、{{/if}}、{{#unless 值}} 和 {{/unless}}。",
        "HTML must not hold scripts, styles from elsewhere, forms, frames, handlers or addresses other than https and mailto." => "HTML 不得包含脚本、外部样式、表单、框架、事件处理，地址只能是 https 或 mailto。",
        "Inside an HTML tag only {{link}} may stand." => "HTML 标签内只能使用 {{link}}。",
        "A number like +8613800000000 is wanted." => "请填写号码，例如 +8613800000000。",
        "The address is not an e-mail address." => "请填写完整的邮箱地址。",
        "Mails may not come from this domain." => "不允许使用该域名发信。",
        "The name is one line without quotes, brackets and control characters." => "显示名称只能是一行文字，不含引号和尖括号。",
        "There is no such brand." => "没有该品牌。",
        "Quiet hours need both ends." => "免打扰时段需要填写开始和结束。",
        "The zone is not an IANA zone." => "不是有效时区，例如 Asia/Shanghai。",
        _ when NoValue().Match(message) is { Success: true } m => $"此消息没有名为 {m.Groups[1].Value} 的值。",
        _ when TooLong().Match(message) is { Success: true } m => $"最多 {m.Groups[1].Value} 个字符。",
        "The new terms are wanted." => "请填写新的条款。",
        "No rule has this clock." => "没有规则包含此时限。",
        "A percentage 1 to 1,000 is wanted." => "请填写 1 至 1000 的百分比。",
        "A level is 1 to 100." => "级别为 1 至 100。",
        "Working time after due like PT30M or before it like -PT30M is wanted." => "请填写相对到期的时长，例如 30 分钟，或 -30 分钟（到期前）。",
        "A clock of the policy's own says this where it is promised." => "自定义时限的起止条件请在规则中填写。",
        "Clauses for single severities need the ticket's severity, 1 to 5." => "条款区分级别，请选择工单级别。",
        "A fee needs its currency." => "月费需要填写币种。",
        "A fee of 0 or more is wanted." => "月费须不小于 0。",
        "A percentage 0 to 100 is wanted." => "请填写 0 至 100 的百分比。",
        "The name of one of the request's calendars is wanted." => "此日历已不存在，请另选。",
        "A team of 1 to 100 characters is wanted, and only where one gets the ticket." or "The name of a team is wanted." => "请填写团队名称（1 至 100 字）。",
        "Nothing starts on resolving or closing." => "时限不能从解决或关闭起算。",
        "Nothing else can meet this clock." => "此时限没有其他达成条件。",
        _ when FixedName().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”是系统时限的名称，请换一个。",
        _ when Most().Match(message) is { Success: true } m => $"最多 {m.Groups[1].Value} 项，且不能重复。",
        _ when NoCondition().IsMatch(message) => "此时限不支持该起止条件。",
        "Another clause has this name." => "补偿条款名称重复。",
        "Exactly one of amount, percent and tiers is wanted." => "请填写一种补偿方式：金额、百分比或阶梯。",
        "A currency of ISO 4217 like CNY is wanted." => "请填写币种代码，例如 CNY。",
        "A percentage above 0 to 100, at most 4 decimals, is wanted." => "请填写大于 0 且不超过 100 的百分比，最多 4 位小数。",
        "An amount needs the clause's currency." => "金额需要填写币种。",
        "An amount has no more decimals than its currency." => "金额小数位数超过币种的最小单位。",
        "An amount above 0, at most 1,000,000,000,000, is wanted." or "An amount above 0, at most 1,000,000,000, in whole minor units is wanted." => "请填写大于 0 的金额。",
        "Either an amount or a percent is wanted." => "请填写金额或百分比之一。",
        "Steps go from less late to later." => "阶梯须按超时由短到长排列。",
        "1 to 20 steps are wanted." => "请填写 1 至 20 个阶梯。",
        "An ISO 8601 duration like PT4H, at most 3,660 days, is wanted." => "请填写时长，例如 4 小时。",
        "A reason of 1 to 500 characters is wanted." => "请填写原因（1 至 500 字）。",
        "A policy or a calendar is wanted." => "请选择策略或日历。",
        "It is after from, and at most 1100 days." => "结束日期须晚于开始日期，且不超过 1100 天。",
        _ when Zone().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”不是有效时区，例如 Asia/Shanghai。",
        _ when Interval().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”不是有效时段，例如 09:00-12:30。",
        _ when Crossing().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”结束早于开始；跨越午夜请在 24:00 处拆成两段。",
        _ when Overlap().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”与当天其他时段重叠。",
        _ when Date().Match(message) is { Success: true } m => $"“{m.Groups[1].Value}”不是有效日期，例如 2026-10-01。",
        _ when Twice().Match(message) is { Success: true } m => $"{m.Groups[1].Value} 重复。",
        _ when Legs().IsMatch(message) => "请至少选择一种方式。",
        _ when NoCalendar().Match(message) is { Success: true } m => $"没有名为“{m.Groups[1].Value}”的日历。",
        _ when Named().Match(message) is { Success: true } m => $"已有名为“{m.Groups[1].Value}”的时限。",
        _ => KnownOfPeople(message) ?? KnownOfTeams(message),
    };

    [GeneratedRegex("^This clock (starts on|is met by|may also be met by) ")]
    private static partial Regex NoCondition();

    [GeneratedRegex("^'(.*)' is a fixed clock's name")]
    private static partial Regex FixedName();

    [GeneratedRegex("^At most (\\d+) (?:different durations|steps with different levels) are wanted")]
    private static partial Regex Most();

    [GeneratedRegex("^There is no value (\\S+) in this message")]
    private static partial Regex NoValue();

    [GeneratedRegex("^There may be (\\d+) characters")]
    private static partial Regex TooLong();

    [GeneratedRegex("^'(.*)' is not an IANA time zone")]
    private static partial Regex Zone();

    [GeneratedRegex("^'(.*)' is not an interval")]
    private static partial Regex Interval();

    [GeneratedRegex("^'(.*)' does not end after it starts")]
    private static partial Regex Crossing();

    [GeneratedRegex("^'(.*)' overlaps another")]
    private static partial Regex Overlap();

    [GeneratedRegex("^'(.*)' is not a date")]
    private static partial Regex Date();

    [GeneratedRegex("^(\\S+) is given twice")]
    private static partial Regex Twice();

    [GeneratedRegex("^1 to \\d+ legs are wanted")]
    private static partial Regex Legs();

    [GeneratedRegex("^There is no calendar '(.*)'")]
    private static partial Regex NoCalendar();

    [GeneratedRegex("^Another clock is named '(.*)'")]
    private static partial Regex Named();
}
