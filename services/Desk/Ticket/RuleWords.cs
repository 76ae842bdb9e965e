using System.Text.RegularExpressions;

namespace ServiceMesh.Desk.Ticket;

/// <summary>Why a policy and a rule were chosen. Sla says it in English; what it is known to say is said in Chinese too, anything else as it is.</summary>
internal static partial class RuleWords
{
    public static string Tell(string explanation, Words w)
    {
        if (w.Tag == "en")
            return explanation;
        if (explanation == "There is no policy.")
            return "没有任何策略。";
        if (explanation.StartsWith("No policy matches: ", StringComparison.Ordinal))
            return $"没有适用的策略：{Passed(explanation["No policy matches: ".Length..].TrimEnd('.'), w)}。";
        if (Chosen().Match(explanation) is not { Success: true } m)
            return explanation;
        var said = $"策略 {m.Groups["policy"].Value} 第 {m.Groups["version"].Value} 版（{Reason(m.Groups["chosen"].Value)}），规则 {m.Groups["rule"].Value}（{Severity(m.Groups["severity"].Value)}，{Channel(m.Groups["channel"].Value, w)}）。";
        return m.Groups["passed"].Success ? $"{said}此前排除：{Passed(m.Groups["passed"].Value, w)}。" : said;
    }

    private static string Reason(string chosen) => chosen switch
    {
        "for this contract" => "适用于本合同",
        "for this product" => "适用于本产品",
        "the default, taken with no service level" => "默认策略，未约定服务等级",
        _ when chosen.StartsWith("the default, taken with service level ", StringComparison.Ordinal) => $"默认策略，服务等级 {chosen["the default, taken with service level ".Length..]}",
        _ when chosen.StartsWith("for service level ", StringComparison.Ordinal) => $"适用于服务等级 {chosen["for service level ".Length..]}",
        _ => chosen,
    };

    private static string Severity(string said) => said == "any severity" ? "任何级别" : said.Replace("severity ", "级别 S", StringComparison.Ordinal);

    private static string Channel(string said, Words w) => said == "any channel" ? "任何渠道" : w.Channel(said.Replace("channel ", "", StringComparison.Ordinal));

    private static string Passed(string list, Words w) => string.Join("；", list.Split("; ").Select(p => Pass(p, w)));

    private static string Pass(string said, Words w)
    {
        if (NoRule().Match(said) is { Success: true } none)
            return $"{none.Groups[1].Value} 没有针对 S{none.Groups[2].Value}、{w.Channel(none.Groups[3].Value)} 的规则";
        if (For().Match(said) is not { Success: true } m)
            return said;
        var (policy, what) = (m.Groups[1].Value, m.Groups[2].Value);
        return what switch
        {
            "other contracts" => $"{policy} 适用于其他合同",
            "other products" => $"{policy} 适用于其他产品",
            _ when what.StartsWith("service level ", StringComparison.Ordinal) => $"{policy} 适用于服务等级 {what["service level ".Length..].Replace(" or ", "、", StringComparison.Ordinal)}",
            _ => $"{policy} 适用于{string.Join("、", what.Split(" or ").Select(t => w.WorkType(t)))}",
        };
    }

    [GeneratedRegex(@"^Policy (?<policy>\S+) version (?<version>\d+) \((?<chosen>.+?)\), rule (?<rule>.+?) \((?<severity>any severity|severity \d), (?<channel>any channel|channel \w+)\)\.(?: Before it: (?<passed>.+)\.)?$")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"^(\S+) has no rule for severity (\d) by (\w+)$")]
    private static partial Regex NoRule();

    [GeneratedRegex(@"^(\S+) is for (.+)$")]
    private static partial Regex For();
}
