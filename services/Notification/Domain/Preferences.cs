namespace ServiceMesh.Notification.Domain;

/// <summary>What a person wants, and how they can be reached besides e-mail. The key is the e-mail address in lower case.</summary>
public sealed record Preferences
{
    public string Address { get; init; } = "";

    /// <summary>E.164, for SMS and calls, and for mentions by WeCom and DingTalk robots.</summary>
    public string? Phone { get; init; }

    /// <summary>The person's <c>open_id</c> at Feishu, for mentions.</summary>
    public string? FeishuId { get; init; }

    /// <summary>IANA zone; null: the tenant's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Quiet hours in the person's zone; null: none. They may span midnight.</summary>
    public TimeOnly? QuietFrom { get; init; }
    public TimeOnly? QuietTo { get; init; }

    /// <summary>Above 0: what is not urgent is gathered this many minutes, counted from the first.</summary>
    public int DigestMinutes { get; init; }

    /// <summary>Channels by template, or by <c>*</c> for all others. An empty list means none.</summary>
    public IReadOnlyDictionary<string, string[]> Rules { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Why no mail goes to this address any more: <c>bounced</c>, <c>complained</c> or <c>unsubscribed</c>.</summary>
    public string? Suppressed { get; init; }
}
