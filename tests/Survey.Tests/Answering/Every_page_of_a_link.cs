using System.Text.RegularExpressions;
using ServiceMesh.Contracts;

namespace ServiceMesh.Survey.Tests.Answering;

public sealed class Every_page_of_a_link(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "en")]
    [InlineData("zh", "zh-CN")]
    public async Task Is_one_of_its_own_that_phones_and_screen_readers_can_use(string language, string lang)
    {
        var link = await _host.InviteAsync(Given.Closed(language));
        var form = await _host.Page.GetStringAsync(link, Ct);
        var faulty = await PostAsync(link, Given.Form(score: null, solved: "no"));
        var thanks = await PostAsync(link, Given.Form());
        var again = await _host.Page.GetStringAsync(link, Ct);
        var sorry = await PostAsync(await _host.InviteAsync(Given.Closed(language)), Given.Form("1", "no"));
        var late = Given.Closed(language);
        var expired = await _host.InviteAsync(late);
        await _host.PassAsync(late, TimeSpan.FromDays(400));
        var reopened = Given.Closed(language);
        var withdrawn = await _host.InviteAsync(reopened);
        await _host.DeliverAsync(Given.Reopened(reopened), 11);
        var mistaken = Given.Closed(language);
        var recalled = await _host.InviteAsync(mistaken);
        await _host.DeliverAsync(new TicketContactChanged
        {
            Tenant = "default", TicketId = mistaken.TicketId, OccurredAt = DateTimeOffset.UtcNow, PreviousContactId = mistaken.Card.ContactId, ContactId = Guid.CreateVersion7(),
            ContactName = "Chen Jing", ContactEmail = "chen@example.com", CustomerId = Guid.CreateVersion7(), CustomerName = "Other", Language = language, Entitlement = "covered",
        }, 7);
        string[] pages = [form, thanks, sorry, again, await GetAsync(expired), await GetAsync(withdrawn), await GetAsync(recalled)];

        // What it says first tells them apart; nobody whose link was taken back is told of a reopening.
        Assert.Equal(pages.Length, pages.Select(p => One(p, "<h1>(.+)</h1>")).Distinct().Count());
        Assert.Contains(lang == "en" ? "This survey was withdrawn" : "本次评价已撤回", pages[^1], StringComparison.Ordinal);
        foreach (var page in pages.Append(faulty))
        {
            Sound(page);
            Assert.Equal(lang, One(page, "<html lang=\"([^\"]+)\""));
            Assert.Contains("<header>北辰 Service</header>", page, StringComparison.Ordinal);
        }

        var guessed = await GetAsync("/s/nobody-knows-it");
        Sound(guessed);
        Assert.DoesNotContain("<header>", guessed, StringComparison.Ordinal);
        Assert.Matches("<title>[^<]+链接无效</title>", guessed);

        // What is missing comes first, in focus, and leads to the field.
        Assert.Contains("role=\"alert\" tabindex=\"-1\" autofocus>", faulty, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#a-score-1\">", faulty, StringComparison.Ordinal);
        Assert.NotEqual(One(form, "<title>(.+)</title>"), One(faulty, "<title>(.+)</title>"));
        Assert.Matches("<fieldset id=\"q-score\" role=\"radiogroup\" aria-describedby=\"f-score\" aria-invalid=\"true\">", faulty);
        // Which end of a scale is which is heard with its number, and seen with it.
        Assert.Contains(lang == "en" ? "<b>0</b> <span class=\"heard\">Not at all likely</span>" : "<b>0</b> <span class=\"heard\">完全不可能</span>", form, StringComparison.Ordinal);
        Assert.Contains(lang == "en" ? "<span>10 = Very likely</span>" : "<span>10 = 非常可能</span>", form, StringComparison.Ordinal);
        // Whoever need not answer is told so, once.
        Assert.Matches(lang == "en" ? "What went wrong\\? <span class=\"optional\">\\(optional\\)" : "是什么让您不满意？ <span class=\"optional\">（?\\(?选填", form);
        Assert.DoesNotMatch("(recommend us\\?|推荐我们？) <span class=\"optional\">", form);
    }

    /// <summary>Small, no script, one heading, ids that are there once and are all found, a label for every input.</summary>
    private static void Sound(string page)
    {
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 1, 30_000);
        Assert.DoesNotMatch("<script|javascript:| on[a-z]+=|<img|<iframe|<link", page);
        Assert.Single(Regex.Matches(page, "<h1>"));
        Assert.Matches("<title>[^<]+</title>", page);
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        var named = Regex.Matches(page, "(?:href=\"#|for=\"|aria-describedby=\")([^\"]+)\"").SelectMany(m => m.Groups[1].Value.Split(' '));
        Assert.All(named, id => Assert.Contains(id, ids));
        Assert.Equal(Regex.Count(page, "<input "), Regex.Count(page, "<label class=\"choice\"><input "));
        Assert.Equal(Regex.Count(page, "<fieldset "), Regex.Count(page, "<legend>[^<]"));
        Assert.All(Regex.Matches(page, "<svg [^>]+>").Select(m => m.Value), svg => Assert.Contains("aria-hidden=\"true\"", svg, StringComparison.Ordinal));
    }

    private static string One(string page, string pattern) => Assert.Single(Regex.Matches(page, pattern)).Groups[1].Value;

    private async Task<string> GetAsync(string link)
    {
        using var page = await _host.Page.GetAsync(link, Ct);
        return await page.Content.ReadAsStringAsync(Ct);
    }

    private async Task<string> PostAsync(string link, HttpContent form)
    {
        using var page = await _host.Page.PostAsync(link, form, Ct);
        return await page.Content.ReadAsStringAsync(Ct);
    }
}
