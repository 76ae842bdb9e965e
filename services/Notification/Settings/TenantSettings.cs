using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Settings;

/// <summary>A tenant's providers, own wordings, rules and senders, as one version of them stood.</summary>
public sealed record TenantSettings(
    long Version, IReadOnlyList<Provider> Providers, IReadOnlyDictionary<TemplateKey, CustomTemplate> Templates, IReadOnlyList<NoticeRule> Rules)
{
    /// <summary>A tenant that never set anything.</summary>
    public static TenantSettings None { get; } = new(0, [], new Dictionary<TemplateKey, CustomTemplate>(), []);

    public Reach Reach { get; } = new(
        Providers.Any(p => p.Channel == DeliveryChannels.Sms), Providers.Any(p => p.Channel == DeliveryChannels.Voice));

    /// <summary>From whom mails come, by the brand's code; empty for the tenant's own name.</summary>
    public IReadOnlyDictionary<string, MailSender> Senders { get; init; } = new Dictionary<string, MailSender>();

    /// <summary>The brand's own sender, else the tenant's address under the brand's name; null: the installation's.</summary>
    /// <param name="brand">A brand's code; null for the tenant's own name.</param>
    public MailSender? SenderOf(string? brand) =>
        Senders.Count == 0 ? null
        : brand is null ? Senders.GetValueOrDefault("")
        : Senders.GetValueOrDefault(brand) ?? (Senders.GetValueOrDefault("") is { } own ? own with { Name = null } : null);

    /// <summary>The provider that carries personal messages of a channel: the oldest that is on.</summary>
    public Provider? For(string channel) => Providers.FirstOrDefault(p => p.Channel == channel);

    /// <summary>The tenant's own wording for this brand, else for all brands; null: the shipped one.</summary>
    /// <param name="brand">A brand's code; the tenant's own name where there is none.</param>
    public CustomTemplate? Wording(string template, string channel, string language, string brand) =>
        Templates.Count == 0 ? null
        : Templates.GetValueOrDefault(new TemplateKey(template, channel, language, brand))
            ?? Templates.GetValueOrDefault(new TemplateKey(template, channel, language, ""));
}

/// <summary>A way out that the tenant brought, without its secrets: those are read at the moment of sending.</summary>
/// <param name="Kind">One of <see cref="ProviderKinds"/>.</param>
public sealed record Provider(Guid Id, string Kind, IReadOnlyList<string> Templates, IReadOnlyList<string> Audiences, string Language)
{
    public string Channel { get; } = ProviderKinds.ChannelOf(Kind);

    /// <summary>Whether a robot takes this message.</summary>
    public bool Takes(string template, IEnumerable<string> audiences) =>
        Channel == DeliveryChannels.Robot && Templates.Contains(template) && audiences.Any(a => Audiences.Contains(a));
}

/// <summary>The providers there are.</summary>
public static class ProviderKinds
{
    public const string WeCom = "wecom";
    public const string DingTalk = "dingtalk";
    public const string Feishu = "feishu";
    public const string SmsHttp = "sms-http";
    public const string SmsTwilio = "sms-twilio";
    public const string VoiceTwilio = "voice-twilio";

    public static IReadOnlyList<string> All { get; } = [WeCom, DingTalk, Feishu, SmsHttp, SmsTwilio, VoiceTwilio];

    /// <summary>The channel that a kind of provider belongs to.</summary>
    public static string ChannelOf(string kind) => kind switch
    {
        WeCom or DingTalk or Feishu => DeliveryChannels.Robot,
        SmsHttp or SmsTwilio => DeliveryChannels.Sms,
        VoiceTwilio => DeliveryChannels.Voice,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What the platforms allow a minute, unless the tenant says otherwise.</summary>
    public static int UsualPerMinute(string kind) => kind switch
    {
        WeCom or DingTalk => 20,
        Feishu => 100,
        _ => 60,
    };
}
