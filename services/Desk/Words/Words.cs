using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>
/// Everything the Desk says, in both languages side by side: a sentence that lacks one of them does not compile.
/// </summary>
public sealed partial class Words
{
    private readonly bool _zh;

    private Words(bool zh)
    {
        _zh = zh;
        Culture = CultureInfo.GetCultureInfo(zh ? "zh-CN" : "en-GB");
    }

    public static Words English { get; } = new(false);

    public static Words Chinese { get; } = new(true);

    /// <summary>BCP 47 tag of these words.</summary>
    public string Tag => T("en", "zh-CN");

    public CultureInfo Culture { get; }

    /// <summary>The other language, by its own name.</summary>
    public string OtherName => T("中文", "English");

    public string OtherTag => T("zh-CN", "en");

    /// <summary>The words for a BCP 47 tag; English for languages we do not speak.</summary>
    public static Words For(string? tag) => tag?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? Chinese : English;

    // Times
    public string Today => T("today", "今天");
    public string Tomorrow => T("tomorrow", "明天");
    public string Yesterday => T("yesterday", "昨天");
    public string DayPattern => T("d MMM", "M月d日");
    public string DateOnlyPattern => T("d MMM yyyy", "yyyy年M月d日");
    public string WeekdayPattern => T("ddd d MMM", "M月d日 ddd");
    public string FullPattern => T("ddd d MMM yyyy, HH:mm:ss", "yyyy年M月d日 dddd HH:mm:ss");
    public string Seconds(int s) => T($"{s} s", $"{s} 秒");
    public string Minutes(int m) => T($"{m} min", $"{m} 分钟");
    public string Hours(int h, int m) => m == 0 ? T($"{h} h", $"{h} 小时") : T($"{h} h {m} min", $"{h} 小时 {m} 分");
    public string Days(int d, int h) => h == 0 ? T($"{d} d", $"{d} 天") : T($"{d} d {h} h", $"{d} 天 {h} 小时");

    public string HoursMinutesSeconds(int h, int m, int s)
    {
        var parts = new[] { (h, T("h", "小时")), (m, T("min", "分")), (s, T("s", "秒")) }.Where(p => p.Item1 > 0).Select(p => $"{p.Item1} {p.Item2}").ToList();
        return parts.Count > 0 ? string.Join(' ', parts) : Seconds(0);
    }

    // Everywhere
    public string ProductName => "ServiceMesh";
    public string Loading => T("Loading…", "加载中…");
    public string Retry => T("Try again", "重试");
    public string Cancel => T("Cancel", "取消");
    public string Save => T("Save", "保存");
    public string Back => T("Back", "返回");
    public string Optional => T("optional", "选填");
    public string Required => T("Required", "必填");
    public string None => T("None", "无");
    public string Unknown => T("unknown", "未知");
    public string Copy => T("Copy", "复制");
    public string Copied => T("Copied", "已复制");
    public string Language => T("Language", "语言");
    public string SwitchTheme => T("Switch between light and dark", "切换浅色 / 深色");
    public string SkipToContent => T("Skip to content", "跳到正文");

    // The frame around every page
    public string NavBoard => T("Board", "看板");
    public string NavFollowUps => T("Follow-ups", "回访");
    public string NavNew => T("New ticket", "新建工单");
    public string SignOut => T("Sign out", "退出登录");
    public string ChangePassword => T("Change password", "修改密码");
    public string Live => T("Live", "实时");
    public string Polling => T("Every 2 s", "每 2 秒刷新");
    public string LiveHint => T("Changes appear by themselves", "变更会自动显示");
    public string Reconnecting => T("Connection lost. Reconnecting…", "连接已断开，正在重新连接…");
    public string ReconnectFailed => T("Could not reconnect yet.", "暂时无法重新连接。");
    public string ReconnectNow => T("Reconnect", "立即重连");
    public string UnhandledError => T("Something went wrong on this screen.", "此页面出现了问题。");
    public string Reload => T("Reload", "重新加载");
    public string ShortcutMove => T("Next / previous row", "下一行 / 上一行");
    public string ShortcutOpen => T("Open", "打开");
    public string ShortcutSearch => T("Search", "搜索");
    public string ShortcutNew => T("New ticket", "新建工单");

    public string Role(string role) => role switch
    {
        "agent" => T("Agent", "坐席"),
        "dispatcher" => T("Dispatcher", "调度员"),
        "engineer" => T("Engineer", "工程师"),
        "manager" => T("Manager", "主管"),
        "ops" => T("Operations", "运维"),
        "admin" => T("Administrator", "管理员"),
        "customer" => T("Customer", "客户"),
        _ => role,
    };

    /// <summary>A word and what it is, with the colon of the language.</summary>
    public string Named(string word, string text) => T($"{word}: {text}", $"{word}：{text}");

    /// <summary>What is only added, in the parentheses of the language.</summary>
    public string Aside(string text) => T($" ({text})", $"（{text}）");

    private string T(string en, string zh) => _zh ? zh : en;
}
