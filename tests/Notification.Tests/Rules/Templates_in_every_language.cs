using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Tests.Rules;

public sealed class Templates_in_every_language
{
    private static readonly Renderer s_renderer = new();
    private static readonly DateTimeOffset s_noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_values = ["subject", "customer", "at", "due", "author", "reason", "contact", "team", "explanation", "engineer", "percent", "level", "cause", "risk", "minutes", "step", "pages", "what", "place", "count", "headline", "host", "plan", "contract", "zone", "before", "effect", "stand", "role", "service", "seen", "into", "earlier", "fault", "certificate", "day", "solved"];

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
    public void Renders_subject_text_and_html_with_its_link(string template, string language)
    {
        var rendered = s_renderer.Mail(Content(template, language));
        Assert.Contains(template switch { Template.Digest => "count", Template.Announcement => "headline", Template.EndpointOff => "host", Template.CertificateExpiring => "certificate", Template.EngineLost => "service", _ when template.StartsWith("maintenance-", StringComparison.Ordinal) => "plan", _ => "T-1" }, rendered.Subject, StringComparison.Ordinal);
        Assert.Contains("https://x.example/p/********", rendered.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://x.example/p/********\"", rendered.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", rendered.Subject + rendered.Text + rendered.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", rendered.Text, StringComparison.Ordinal);
        var (_, brief) = s_renderer.Brief(Content(template, language), DeliveryChannels.Sms);
        Assert.InRange(brief.Length, 10, 340);
        Assert.EndsWith("\nhttps://x.example/p/********", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", brief, StringComparison.Ordinal);
        if (template != Template.Announcement) Assert.Equal(language == "zh", brief.Any(c => c is >= '一' and <= '鿿'));
        Assert.Equal(language == "zh", rendered.Text.Any(c => c is >= '一' and <= '鿿'));
    }

    [Fact]
    public void Both_languages_have_the_same_messages_and_words()
    {
        var (chinese, english) = (Catalog.Load("zh"), Catalog.Load("en"));
        Assert.Equal(Template.All.Order(), chinese.Messages.Order());
        Assert.Equal(chinese.Messages.Order(), english.Messages.Order());
        Assert.Equal(chinese.Words.Order(), english.Words.Order());
        Assert.All(Template.All, t => Assert.Equal(chinese.Message(t).Facts.Count, english.Message(t).Facts.Count));
    }

    [Fact]
    public void Html_is_escaped_and_text_is_not()
    {
        var rendered = s_renderer.Mail(Content(Template.AgentMessage, "en") with { Quote = "<img src=x onerror=alert(1)>\nif a < b & c", RecipientName = "<b>Li</b>" });
        Assert.DoesNotContain("<img", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;<br>", rendered.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("> if a < b & c", rendered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customers_braces_are_text_and_nothing_else()
    {
        var content = Content(Template.TicketOpened, "en") with { Values = new Dictionary<string, string?> { ["number"] = "T-1", ["subject"] = "{{brand}} {{#each this}}x{{/each}} {{> partial}}" } };
        var rendered = s_renderer.Mail(content);
        Assert.Contains("{{brand}} {{#each this}}x{{/each}} {{> partial}}", rendered.Subject, StringComparison.Ordinal);
        Assert.Contains("{{brand}}", rendered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_without_a_value_is_left_out()
    {
        var content = Content(Template.TicketReopened, "en");
        Assert.Contains("Reason", s_renderer.Mail(content).Text, StringComparison.Ordinal);
        var without = content with { Values = content.Values.Where(v => v.Key != "reason").ToDictionary() };
        Assert.DoesNotContain("Reason", s_renderer.Mail(without).Text, StringComparison.Ordinal);
    }

    private static Content Content(string template, string language) => new()
    {
        Template = template,
        Language = language,
        Brand = "Northstar",
        RecipientName = "Li Wei",
        Values = s_values.ToDictionary(n => n, n => (string?)n).Append(new("number", "T-1")).ToDictionary(),
        Words = new Dictionary<string, string> { ["clock"] = "clock.resolution", ["severity"] = "severity.1", ["what"] = "maintenance.upgrade", ["effect"] = "maintenance.quiet", ["stand"] = "maintenance.started" },
        Times = new Dictionary<string, DateTimeOffset> { ["from"] = s_noon, ["to"] = s_noon.AddHours(2) },
        Now = s_noon.AddHours(-1),
        Quote = "A line\nand another",
        Link = "https://x.example/p/********",
    };
}
