namespace ServiceMesh.Desk.Notices.Mine;

/// <summary>A person's wishes as they are typed.</summary>
internal sealed class WishesDraft
{
    private static readonly string[] s_messages =
    [
        "ticket-assigned", "ticket-offered", "ticket-reopened", "customer-replied", "sla-warned", "sla-breached", "sla-escalated", "ticket-escalated",
        "escalation-unanswered", "follow-up-due", "follow-up-escalated", "reopen-proposed", "delivery-failed", "*",
    ];

    /// <summary>What a person may choose among.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["in-app", "email", "sms", "voice"];

    public string? Phone { get; set; }
    public string? FeishuId { get; set; }
    public string? TimeZone { get; set; }

    public TimeOnly? QuietFrom { get; set; }
    public TimeOnly? QuietTo { get; set; }
    public int DigestMinutes { get; set; }
    public string? Suppressed { get; private init; }

    /// <summary>Channels by message; a message that is not here goes as usual.</summary>
    public Dictionary<string, HashSet<string>> Rules { get; private init; } = [];

    /// <summary>The messages to choose for: the usual ones, and whatever has a rule already.</summary>
    public IEnumerable<string> Messages => s_messages.Concat(Rules.Keys.Except(s_messages).Order(StringComparer.Ordinal));

    public static WishesDraft Of(NoticeWishesShape wishes) => new()
    {
        Phone = wishes.Phone,
        FeishuId = wishes.FeishuId,
        TimeZone = wishes.TimeZone,
        QuietFrom = wishes.QuietFrom,
        QuietTo = wishes.QuietTo,
        DigestMinutes = wishes.DigestMinutes,
        Suppressed = wishes.Suppressed,
        Rules = wishes.Rules.ToDictionary(r => r.Key, r => r.Value.ToHashSet(StringComparer.Ordinal)),
    };

    /// <summary>Own channels for a message begin with what most have; without own ones it goes as usual.</summary>
    public void Own(string message, bool own)
    {
        if (own)
            Rules[message] = ["in-app", "email"];
        else
            Rules.Remove(message);
    }

    public void Want(string message, string channel, bool want)
    {
        if (want)
            Rules[message].Add(channel);
        else
            Rules[message].Remove(channel);
    }

    /// <summary>The API's shape.</summary>
    public object Body() => new
    {
        phone = Filled(Phone),
        feishuId = Filled(FeishuId),
        timeZone = Filled(TimeZone),
        quietFrom = QuietFrom,
        quietTo = QuietTo,
        digestMinutes = DigestMinutes,
        rules = Rules.ToDictionary(r => r.Key, r => r.Value.Order(StringComparer.Ordinal).ToArray()),
    };

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
