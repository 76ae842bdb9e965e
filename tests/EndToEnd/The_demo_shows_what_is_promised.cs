using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>Each story of the demo has come to its visible end, as anybody sees it through the gateway.</summary>
[Collection(Phase.Stories)]
public sealed class The_demo_shows_what_is_promised(Mesh mesh, StoriesPlayed stories)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private GatewayClient Staff => stories.Staff;

    [Fact]
    public async Task Calls_WeCom_messages_and_chats_come_in_side_by_side_and_portal_API_and_mail_beside_them()
    {
        var end = await stories.EndOfAsync<EveryWayIn>(Ct);
        var ways = new Dictionary<string, string>
        {
            ["call"] = "hotline", ["voice"] = "hotline", ["callback"] = "hotline", ["wecom"] = "im", ["chat"] = "chat", ["portal"] = "portal", ["api"] = "api", ["mail"] = "email",
        };
        var rows = new Dictionary<string, BoardRowView>();
        foreach (var way in ways.Keys) rows[way] = await Staff.GetAsync<BoardRowView>($"/api/v1/work/{end.Ids[way]}", Ct);
        Assert.Equal(ways, rows.ToDictionary(r => r.Key, r => r.Value.Channel));
        Assert.Equal("callback", rows["callback"].Kind);
        // "System down" by keypress; the customer known by the number, and the other caller by the contract's digits.
        Assert.Equal(1, rows["voice"].Severity);
        Assert.Equal(rows["portal"].CustomerName, rows["voice"].CustomerName);
        Assert.Equal(rows["portal"].CustomerName, rows["callback"].CustomerName);
        foreach (var way in new[] { "wecom", "chat" })
            Assert.Equal(["customer", "agent"], (await MessagesAsync(end.Ids[way])).Select(m => Scene.Text(m, "kind")).Where(k => k is "customer" or "agent").Distinct());
    }

    [Fact]
    public async Task Offers_are_refused_run_out_and_are_accepted()
    {
        var end = await stories.EndOfAsync<OffersGoRound>(Ct);
        var types = new List<string>();
        await Eventually.Async(async () => (types = [.. (await TimelineAsync(end.Ids["ticket"])).Select(i => i.Type)]).SkipWhile(t => t != "OfferExpired").Contains("TicketAssigned"), what: "the accepted offer in the timeline");
        Assert.Equal(3, types.Count(t => t == "TicketOffered"));
        // Before that the ticket belongs to its team only, which is an assignment too.
        Assert.Equal(["OfferRefused", "OfferExpired", "TicketAssigned"], types.SkipWhile(t => t != "OfferRefused").Where(t => t is "OfferRefused" or "OfferExpired" or "TicketAssigned"));
    }

    [Fact]
    public async Task At_night_a_critical_ticket_wakes_by_robot_and_call_until_somebody_acknowledges_and_a_warning_waits_for_the_morning()
    {
        var end = await stories.EndOfAsync<NightCall>(Ct);
        var paging = Assert.Single((await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/work/{end.Ids["critical"]}/pagings", Ct)).Items);
        Assert.Equal("acknowledged", Scene.Text(paging, "state"));
        Assert.Equal([1, 2], paging.GetProperty("pages").EnumerateArray().Select(p => p.GetProperty("step").GetInt32()));

        var sent = (await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/notifications?ticketId={end.Ids["critical"]}&limit=200", Ct)).Items;
        foreach (var channel in new[] { "voice", "robot" })
            Assert.Contains(sent, d => Scene.Text(d, "template") == "on-call-paged" && Scene.Text(d, "channel") == channel && Scene.Text(d, "state") == "delivered");

        var held = (await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/notifications?ticketId={end.Ids["ordinary"]}&limit=200", Ct)).Items;
        Assert.Contains(held, d => Scene.Text(d, "template") == "sla-warned" && Scene.Text(d, "state") == "held");

        // Where quiet hours ended meanwhile, both warnings left: as one digest, not before, and one mail came.
        var merged = new List<JsonElement>();
        foreach (var ticket in new[] { "ordinary", "alsoOrdinary" })
        {
            var warned = (await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/notifications/why?ticketId={end.Ids[ticket]}&person=noor.haddad@demo.example&template=sla-warned", Ct)).Items;
            merged.Add(await Staff.GetAsync<JsonElement>($"/api/v1/notifications/{Assert.Single(warned, w => Scene.Text(w, "channel") == "email").GetProperty("deliveryId").GetGuid()}", Ct));
        }
        Assert.All(merged, m => Assert.Equal(end.Ids["digest"], m.GetProperty("mergedInto").GetGuid()));
        var digest = await Staff.GetAsync<JsonElement>($"/api/v1/notifications/{end.Ids["digest"]}", Ct);
        Assert.Equal(("digest", "delivered"), (Scene.Text(digest.GetProperty("delivery"), "template"), Scene.Text(digest.GetProperty("delivery"), "state")));
        Assert.All(merged, m => Assert.True(m.GetProperty("holdUntil").GetDateTimeOffset() <= digest.GetProperty("delivery").GetProperty("finishedAt").GetDateTimeOffset()));
        var mails = (await mesh.Sink.GetFromJsonAsync<ListView<SeenMail>>("/mails?to=noor.haddad@demo.example", GatewayClient.Json, Ct))!.Items;
        Assert.Contains("2 notices for you", Assert.Single(mails).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_has_its_check_in_pictures_and_report()
    {
        var end = await stories.EndOfAsync<VisitOnSite>(Ct);
        var visit = Assert.Single((await Staff.GetAsync<JsonElement>($"/api/v1/work/{end.Ids["ticket"]}/visits", Ct)).GetProperty("visits").EnumerateArray());
        Assert.Equal("done", Scene.Text(visit, "state"));
        Assert.InRange(visit.GetProperty("checkInMetres").GetDouble(), 1, 200);
        Assert.Equal(["photo", "signature"], visit.GetProperty("files").EnumerateArray().Select(f => Scene.Text(f, "kind")).Order());
        Assert.False(string.IsNullOrEmpty(Scene.Text(visit, "report")));
    }

    [Fact]
    public async Task An_expired_certificate_holds_an_assignment_back_and_why_her_says_so()
    {
        var end = await stories.EndOfAsync<ExpiredCertificate>(Ct);
        foreach (var (ticket, chosen) in new[] { ("passedOver", "汤敏"), ("heldBack", "龙飞燕") })
            Assert.Equal(chosen, (await Staff.GetAsync<BoardRowView>($"/api/v1/work/{end.Ids[ticket]}", Ct)).EngineerName);
        var rankings = await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/work/{end.Ids["passedOver"]}/ranking", Ct);
        var reasons = rankings.Items.SelectMany(r => r.GetProperty("ranking").GetProperty("excluded").EnumerateArray()).Select(e => Scene.Text(e, "reason"));
        Assert.Contains(reasons, r => r!.Contains("certificate", StringComparison.Ordinal) && r.Contains("ended on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restore_drill_closes_with_evidence_only()
    {
        var end = await stories.EndOfAsync<RestoreDrill>(Ct);
        var drill = await Staff.GetAsync<JsonElement>($"/api/v1/maintenance/runs/{end.Ids["run"]}", Ct);
        Assert.Equal(("completed", "passed"), (Scene.Text(drill.GetProperty("run"), "state"), Scene.Text(drill.GetProperty("run"), "verdict")));
        var shown = drill.GetProperty("evidence");
        Assert.Equal(Scene.Text(shown, "expectedChecksum"), Scene.Text(shown, "restoredChecksum"));
    }

    [Fact]
    public async Task A_customer_reads_one_conversation_in_the_own_language()
    {
        var end = await stories.EndOfAsync<MailThread>(Ct);
        foreach (var (name, address) in new[] { ("chinese", "hao.mei@pingyuan.example"), ("english", "ruth.alder@alderfreight.example") })
        {
            var all = await mesh.Sink.GetFromJsonAsync<ListView<SeenMail>>($"/mails?to={address}", GatewayClient.Json, Ct);
            var thread = all!.Items.Where(m => m.Header("References")?.Contains(end.Ids[name].ToString("N"), StringComparison.Ordinal) == true).ToList();
            Assert.True(thread.Count >= 3, $"{thread.Count} mails to {address}");
            Assert.Single(thread.Select(m => MailThread.Thread(m.Subject)).Distinct());
            Assert.Equal(name == "chinese", thread.All(m => m.Text.Any(c => c is >= '\u4e00' and <= '\u9fff')));
        }
    }

    [Fact]
    public async Task Surveys_are_answered_and_a_follow_up_call_reopens_a_ticket()
    {
        var end = await stories.EndOfAsync<FollowUpCall>(Ct);
        var scores = new List<int>();
        foreach (var ticket in new[] { "happy", "unhappy" })
            scores.Add(Assert.Single((await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/surveys?ticketId={end.Ids[ticket]}", Ct)).Items).GetProperty("score").GetInt32());
        Assert.Equal([5, 1], scores);
        var call = Assert.Single((await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/follow-ups?ticketId={end.Ids["unhappy"]}", Ct)).Items);
        Assert.Equal("not-solved", Scene.Text(call, "outcome"));
        string[] wanted = ["SurveyAnswered", "FollowUpDue", "FollowUpCompleted", "ReopenProposed", "TicketReopened"];
        await Eventually.Async(
            async () => (await TimelineAsync(end.Ids["unhappy"])).Select(i => i.Type).Where(wanted.Contains).Order().SequenceEqual(wanted.Order()), what: $"exactly {string.Join(", ", wanted)} in the timeline");
    }

    [Fact]
    public async Task The_half_year_compares_three_vendors_with_stars_grades_and_drill_down()
    {
        var end = await stories.EndOfAsync<HalfYear>(Ct);
        var period = HalfYear.PeriodOf(DateOnly.FromDateTime(DateTime.UtcNow));
        Guid[] vendors = [end.Ids["vendor1"], end.Ids["vendor2"], end.Ids["vendor3"]];
        var cards = (await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/insight/scorecards/vendor?period={period}&ids={string.Join(',', vendors)}", Ct)).Items;
        Assert.Equal(vendors, cards.Select(c => c.GetProperty("id").GetGuid()));
        Assert.All(cards, c => Assert.InRange(c.GetProperty("stars").GetInt32(), 1, 5));
        Assert.All(cards, c => Assert.False(string.IsNullOrEmpty(Scene.Text(c, "grade"))));
        // Measured here, with its ticket; and from elsewhere, with source and date.
        Assert.Contains(cards[0].GetProperty("dimensions").EnumerateArray(), d => Scene.Text(d, "name") == "resolution" && !d.GetProperty("fromReference").GetBoolean() && d.GetProperty("count").GetInt64() > 0);
        var behind = await Staff.GetAsync<ListView<IdView>>($"/api/v1/insight/scorecards/vendor/{vendors[0]}/tickets?dimension=resolution&period={period}", Ct);
        Assert.Contains(end.Ids["measured"], behind.Items.Select(t => t.Id));
        Assert.All(cards[2].GetProperty("dimensions").EnumerateArray().Where(d => !d.GetProperty("missing").GetBoolean()), d => Assert.NotNull(Scene.Text(d.GetProperty("reference"), "source")));
        var page = await Staff.GetPageAsync($"/api/v1/insight/scorecard-reports/{end.Ids["report"]}/print", Ct);
        Assert.Contains("Qinghe", page, StringComparison.Ordinal);
        Assert.Contains(HalfYear.LastDayBefore(DateOnly.FromDateTime(DateTime.UtcNow)).ToString("yyyy", CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<TimelineItemView>> TimelineAsync(Guid ticket) =>
        (await Staff.GetAsync<ListView<TimelineItemView>>($"/api/v1/insight/tickets/{ticket}/timeline?limit=200", Ct)).Items;

    private async Task<IReadOnlyList<JsonElement>> MessagesAsync(Guid ticket) => (await Staff.GetAsync<ListView<JsonElement>>($"/api/v1/tickets/{ticket}/messages", Ct)).Items;
}
