using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Tests.Rules;

/// <summary>What is shipped reads well also where something is not known, is one, or is somebody else's.</summary>
public sealed class Words_that_people_read
{
    private static readonly Renderer s_renderer = new();
    private static readonly string[] s_times = ["at", "due", "from", "to", "before", "seen", "solved"];
    private static readonly DateTimeOffset s_noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Everything()
    {
        var all = new TheoryData<string, string>();
        foreach (var template in Template.All)
        {
            all.Add(template, "zh");
            all.Add(template, "en");
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void An_unknown_customer_leaves_no_gap(string template, string language)
    {
        var content = Of(template, language);
        var said = s_renderer.Brief(content, DeliveryChannels.Im).Text + "\n" + s_renderer.Mail(content).Text;
        Assert.DoesNotMatch(@"\(\s*[,)]|（\s*[，）]|[^\n-]  |[\p{L}\d] [.,;:)]|[：:]\s*$", said.Replace("-- \n", "", StringComparison.Ordinal).Trim());
    }

    [Theory]
    [InlineData(Template.TicketAssigned, "en", "Assigned to you", "T-1 is yours", "Assigned to Chen", "T-1 is now with Chen")]
    [InlineData(Template.TicketAssigned, "zh", "已分配给您", "已分配给您", "已分配给Chen", "已分配给Chen")]
    [InlineData(Template.TicketOffered, "en", "Can you take this?", "offered to you", "Offered to Chen", "offered to Chen")]
    [InlineData(Template.TicketOffered, "zh", "请确认能否接单", "等待您接单", "等待Chen接单", "等待Chen接单")]
    [InlineData(Template.OnCallPaged, "en", "You are being paged", "You are on call. Ticket T-1", "Sun is being paged", "Sun is on call. Ticket T-1")]
    [InlineData(Template.OnCallPaged, "zh", "值班呼叫：", "值班呼叫：工单 T-1", "值班呼叫Sun：", "值班呼叫Sun：工单 T-1")]
    [InlineData(Template.TicketReopened, "en", "Reopened", "T-1 is back", "Reopened", "T-1 is back")]
    public void Whose_it_is_is_told_to_each(string template, string language, string subject, string brief, string others, string othersBrief)
    {
        var watched = Of(template, language);
        var own = watched with { Values = watched.Values.Append(new("mine", "1")).ToDictionary() };
        Assert.Contains(subject, s_renderer.Mail(own).Subject, StringComparison.Ordinal);
        Assert.Contains(brief, s_renderer.Brief(own, DeliveryChannels.Robot).Text, StringComparison.Ordinal);
        Assert.Contains(others, s_renderer.Mail(watched).Subject, StringComparison.Ordinal);
        Assert.Contains(othersBrief, s_renderer.Brief(watched, DeliveryChannels.Robot).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(language == "zh" ? "您负责" : "yours", s_renderer.Mail(watched).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 0, 2, "between 12:00 and 14:00")]
    [InlineData("en", 24, 26, "between tomorrow 12:00 and 14:00")]
    [InlineData("en", 34, 40, "between tomorrow 22:00 and Wed 25 Nov 04:00")]
    [InlineData("zh", 24, 26, "我们将于明天 12:00 至 14:00 上门")]
    public void A_visit_of_one_day_says_the_day_once(string language, int from, int to, string said)
    {
        var content = Of(Template.VisitScheduled, language) with { Times = new Dictionary<string, DateTimeOffset> { ["from"] = s_noon.AddHours(from), ["to"] = s_noon.AddHours(to) } };
        Assert.Contains(said, s_renderer.Brief(content, DeliveryChannels.Sms).Text, StringComparison.Ordinal);
        Assert.Contains(said, s_renderer.Mail(content).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_600, "1 hour", "1 小时")]
    [InlineData(28_800, "8 hours", "8 小时")]
    [InlineData(5_400, "90 minutes", "90 分钟")]
    [InlineData(60, "1 minute of", "1 分钟")]
    public void Work_is_estimated_in_words(int seconds, string english, string chinese)
    {
        var (count, word) = SpanWords.Of(seconds);
        foreach (var (language, said) in new[] { ("en", english), ("zh", chinese) })
        {
            var plain = Of(Template.FixPlan, language);
            var content = plain with { Values = new Dictionary<string, string?>(plain.Values) { ["count"] = count }, Words = new Dictionary<string, string> { ["effort"] = word } };
            Assert.Contains(said, s_renderer.Brief(content, DeliveryChannels.Sms).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_promise_stands_in_plain_words_and_with_its_zone_also_where_somebody_is_woken()
    {
        var due = new Dictionary<string, DateTimeOffset> { ["promise"] = s_noon.AddMinutes(30), ["promised"] = s_noon.AddMinutes(30), ["due"] = s_noon.AddMinutes(5) };
        var opened = s_renderer.Mail(Of(Template.TicketOpened, "en") with { Times = due }).Text;
        Assert.Contains("We answer by 12:30.", opened, StringComparison.Ordinal);
        Assert.Contains("We answer by: 2026-11-23 12:30 (Asia/Shanghai)", opened, StringComparison.Ordinal);
        Assert.Contains("答复期限：2026-11-23 12:30 (Asia/Shanghai)", s_renderer.Mail(Of(Template.TicketOpened, "zh") with { Times = due }).Text, StringComparison.Ordinal);
        Assert.Contains("Promised: resolution by 12:30.", s_renderer.Brief(Of(Template.OnCallPaged, "en") with { Times = due }, DeliveryChannels.Voice).Text, StringComparison.Ordinal);
        Assert.Contains("承诺今天 12:30 前问题解决。", s_renderer.Brief(Of(Template.OnCallPaged, "zh") with { Times = due }, DeliveryChannels.Voice).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_announcement_by_sms_says_what_it_is_about()
    {
        var content = Of(Template.Announcement, "en") with { Values = new Dictionary<string, string?> { ["headline"] = "Upgrade tonight" }, Link = null, Quote = "From 22:00 to 24:00. " + new string('x', 900) };
        var said = s_renderer.Brief(content, DeliveryChannels.Sms).Text;
        Assert.StartsWith("Upgrade tonight\nFrom 22:00 to 24:00. x", said, StringComparison.Ordinal);
        Assert.EndsWith("x…", said, StringComparison.Ordinal);
        Assert.InRange(said.Length, 290, 301);
    }

    [Fact]
    public void Why_a_message_did_not_arrive_has_words()
    {
        // As Intake names what became of a conversation's message.
        string[] conversations =
            ["no-outbound-url", "target-forbidden", "receiver-gone", "receiver-refused", "timed-out", "unreachable", "outside-reply-window", "not-authorised", "template-refused", "file-refused", "unread"];
        var reasons = Enum.GetValues<Failure>().Select(f => f.Name()).Concat(DropReason.Lost).Concat(conversations);
        foreach (var language in new[] { "zh", "en" }) Assert.Superset(reasons.Select(r => $"failure.{r}").ToHashSet(), Catalog.Load(language).Words.ToHashSet());
    }

    private static Content Of(string template, string language) => new()
    {
        Template = template,
        Language = language,
        Brand = "Northstar",
        RecipientName = "Li Wei",
        Values = new Dictionary<string, string?>
        {
            ["number"] = "T-1", ["subject"] = "ERP down", ["engineer"] = "Chen", ["person"] = "Sun", ["author"] = "Mei", ["cause"] = "Disk", ["minutes"] = "90", ["level"] = "2", ["pages"] = "1", ["one"] = "1", ["percent"] = "75",
            ["into"] = "T-2", ["earlier"] = "T-0", ["fault"] = "Disk", ["plan"] = "ERP upgrade", ["zone"] = "Asia/Shanghai", ["certificate"] = "CISSP", ["day"] = "2026-12-31", ["host"] = "x.example",
            ["service"] = "sla", ["headline"] = "Upgrade", ["count"] = "2", ["step"] = "1", ["role"] = "managers",
        },
        Words = new Dictionary<string, string>
        {
            ["clock"] = "clock.resolution", ["severity"] = "severity.1", ["what"] = template == Template.DeliveryFailed ? "message.ticket-opened" : "maintenance.upgrade",
            ["reason"] = template switch { Template.DeliveryFailed => "failure.refused", Template.FollowUpEscalated => "call.overdue", Template.EndpointOff => "endpoint.gone", _ => "reason.severe" },
            ["effect"] = "maintenance.quiet", ["stand"] = template == Template.CertificateExpiring ? "certificate.ends" : "maintenance.started",
        },
        Times = s_times.ToDictionary(t => t, _ => s_noon),
        Zone = "Asia/Shanghai",
        Now = s_noon,
        Quote = "A line",
        Link = "https://x.example/p/********",
    };
}
