using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Intake;

/// <summary>Settings of the section <c>Intake</c>, and the public address of links.</summary>
public sealed class IntakeOptions
{
    /// <summary>The gateway's address as customers see it: the setting <c>PublicUrl</c>.</summary>
    [Required, Url]
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>Whether channels may have outbound addresses inside private networks and without TLS; only for tests and closed networks.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>Signed webhooks taken per channel and second; more get 429.</summary>
    [Range(1, 100_000)]
    public int ChannelRequestsPerSecond { get; set; } = 200;

    /// <summary>Replies taken per progress link and minute; more get 429.</summary>
    [Range(1, 10_000)]
    public int ProgressRepliesPerMinute { get; set; } = 10;

    /// <summary>Messages and files taken per visitor of a web chat and minute; more get 429.</summary>
    [Range(1, 10_000)]
    public int ChatMessagesPerMinute { get; set; } = 60;

    /// <summary>Where platforms' APIs are.</summary>
    [Required]
    public PlatformAddresses Platforms { get; set; } = new();

    /// <summary>The address of a ticket's progress page.</summary>
    public string ProgressUrl(string token) => $"{PublicUrl.TrimEnd('/')}/p/{token}";
}

/// <summary>
/// The platforms' APIs, the section <c>Intake:Platforms</c>: their public addresses, or those of a private edition. Files are fetched from
/// nowhere else.
/// </summary>
public sealed class PlatformAddresses
{
    [Required, Url]
    public string Wecom { get; set; } = "https://qyapi.weixin.qq.com";

    [Required, Url]
    public string Wechat { get; set; } = "https://api.weixin.qq.com";

    [Required, Url]
    public string Feishu { get; set; } = "https://open.feishu.cn";

    [Required, Url]
    public string Lark { get; set; } = "https://open.larksuite.com";

    [Required, Url]
    public string Dingtalk { get; set; } = "https://api.dingtalk.com";

    /// <summary>Where DingTalk's session webhooks are.</summary>
    [Required, Url]
    public string DingtalkSessions { get; set; } = "https://oapi.dingtalk.com";

    /// <summary>Ends of the names of the hosts that hold files of DingTalk's conversations, separated by blanks.</summary>
    [Required]
    public string DingtalkFileHosts { get; set; } = ".dingtalk.com .aliyuncs.com";

    [Required, Url]
    public string Telegram { get; set; } = "https://api.telegram.org";

    /// <summary>Where the recordings of hotlines are fetched with the account's token.</summary>
    [Required, Url]
    public string Twilio { get; set; } = "https://api.twilio.com";
}
