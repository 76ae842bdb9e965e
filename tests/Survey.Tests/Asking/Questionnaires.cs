using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Questionnaires;

namespace ServiceMesh.Survey.Tests.Asking;

public sealed class Questionnaires(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private const string Path = "/api/v1/surveys/questionnaires";

    private readonly SurveyHost _host = usual.Host;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_is_asked_read_and_told()
    {
        var product = Guid.CreateVersion7();
        await AddAsync("All kinds", AllKinds(), product);
        var closed = About(Given.Closed(), product);
        var link = await _host.InviteAsync(closed);
        var page = await _host.Page.GetStringAsync(link, Ct);
        Assert.Contains("Which module?", page, StringComparison.Ordinal);
        Assert.Contains("type=\"checkbox\" id=\"a-why-slow\"", page, StringComparison.Ordinal);
        // Hidden until it applies, without script: by a rule of the style sheet that the page's policy allows.
        Assert.Contains("#q-why{display:none}form:has(#a-happy-1:checked,#a-happy-2:checked,#a-done-no:checked) #q-why{display:block}", page, StringComparison.Ordinal);

        using var answer = await _host.Page.PostAsync(link, Given.Form(
            ("happy", "2"), ("done", "no"), ("recommend", "10"), ("effort", "7"), ("module", "fi"), ("why", "rude"), ("why", "slow"), ("words", "  Slow \r\nbut kind ")), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var told = Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == closed.TicketId);
        Assert.Equal((2, false, 10, 7, "Slow \nbut kind"), (told.Score, told.Solved, told.Nps, told.Ces, told.Comment));
        Assert.Equal(("All kinds", 1, "email"), (told.QuestionnaireName, told.QuestionnaireVersion, told.Channel));
        Assert.Equal(["happy", "done", "recommend", "effort", "module", "why", "words"], told.Replies!.Select(r => r.Question));
        Assert.Equal(["slow", "rude"], told.Replies!.Single(r => r.Question == "why").Values);
    }

    [Fact]
    public async Task A_question_is_asked_only_where_its_condition_holds()
    {
        var product = Guid.CreateVersion7();
        await AddAsync("Conditions", AllKinds(), product);
        var (good, bad) = (About(Given.Closed(), product), About(Given.Closed(), product));
        // The reason is required, but only of those who are not happy; told by others it is left out.
        using var happy = await _host.Page.PostAsync(await _host.InviteAsync(good), Given.Form(("happy", "5"), ("done", "yes"), ("module", "fi"), ("why", "slow")), Ct);
        Assert.Equal(HttpStatusCode.OK, happy.StatusCode);
        Assert.DoesNotContain(Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == good.TicketId).Replies!, r => r.Question == "why");

        var link = await _host.InviteAsync(bad);
        using var silent = await _host.Page.PostAsync(link, Given.Form(("happy", "1"), ("done", "yes"), ("module", "fi")), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        Assert.Contains("href=\"#a-why-", await silent.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Page.PostAsync(link, Given.Form(("happy", "5"), ("done", "yes"), ("module", "nonsense")), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Page.PostAsync(link, Given.Form(("happy", "5"), ("happy", "1"), ("done", "yes"), ("module", "fi")), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_sent_invitation_keeps_its_version_and_the_next_one_asks_the_newest()
    {
        var product = Guid.CreateVersion7();
        var id = await AddAsync("Versions", Titled("First heading"), product);
        var old = await _host.InviteAsync(About(Given.Closed(), product));
        Assert.Equal(id, await AddAsync("Versions", Titled("Second heading"), product, id));
        Assert.Contains("First heading", await _host.Page.GetStringAsync(old, Ct), StringComparison.Ordinal);
        Assert.Contains("Second heading", await _host.Page.GetStringAsync(await _host.InviteAsync(About(Given.Closed(), product)), Ct), StringComparison.Ordinal);

        using var manager = _host.Staff("default", Roles.Manager);
        var versions = (await manager.GetFromJsonAsync<JsonElement>($"{Path}/{id}", Ct)).GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32());
        Assert.Equal([2, 1], versions);
        Assert.Equal(HttpStatusCode.OK, (await manager.PostAsync($"{Path}/{id}/retire", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostAsync($"{Path}/{id}/retire", null, Ct)).StatusCode);
        Assert.Contains("How did we do?", await _host.Page.GetStringAsync(await _host.InviteAsync(About(Given.Closed(), product)), Ct), StringComparison.Ordinal);
        Assert.Contains("First heading", await _host.Page.GetStringAsync(old, Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support", true, "acme", "product")]
    [InlineData("support", false, "acme", "work")]
    [InlineData("maintenance", false, "acme", "brand")]
    [InlineData("maintenance", false, "other", "any")]
    public void The_one_that_says_most_about_the_ticket_is_asked(string work, bool known, string brand, string chosen)
    {
        var product = Guid.CreateVersion7();
        (string, string, Scope)[] all = [("any", "d", new(null, null, null)), ("brand", "c", new(null, null, "Acme")), ("work", "b", new("support", null, null)), ("product", "a", new(null, product, null))];
        Assert.Equal(chosen, Choosing.Rank(all, work, known ? product : Guid.CreateVersion7(), brand)[0].Item);
        Assert.Empty(Choosing.Rank(all[3..], work, null, brand));
    }

    [Fact]
    public void What_says_more_wins_and_why_is_told()
    {
        var product = Guid.CreateVersion7();
        (string, string, Scope)[] all =
        [
            ("any", "a", new(null, null, null)), ("brand", "b", new(null, null, "acme")), ("work and brand", "c", new("support", null, "acme")),
            ("product", "d", new(null, product, null)), ("all three", "e", new("support", product, "acme")), ("another brand", "f", new("support", product, "other")),
        ];
        Assert.Equal(
            [("all three", "product workType brand"), ("product", "product"), ("work and brand", "workType brand"), ("brand", "brand"), ("any", "")],
            Choosing.Rank(all, "Support", product, "acme").Select(f => (f.Item, string.Join(' ', f.By))));
    }

    [Fact]
    public async Task A_product_of_a_brand_is_asked_under_that_brand()
    {
        var (product, brand) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await _host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = brand, Code = "nova", NameZh = "新星", NameEn = "Nova & Co" }, 1);
        await _host.DeliverAsync(new ProductChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ProductId = product, Code = "N1", Name = "N1", Brand = "nova" }, 1);
        using var manager = _host.Staff("default", Roles.Manager);
        using (var added = await manager.PostAsJsonAsync(Path, JsonNode.Parse($$"""{"name":"Of Nova","brand":"nova","body":{{Titled("Nova asks")}}}"""), Ct))
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);

        var link = await _host.InviteAsync(About(Given.Closed(), product));
        var page = await _host.Page.GetStringAsync(link, Ct);
        Assert.Contains("Nova asks", page, StringComparison.Ordinal);
        Assert.Contains("<header>Nova &amp; Co</header>", page, StringComparison.Ordinal);
        var other = await _host.Page.GetStringAsync(await _host.InviteAsync(About(Given.Closed(), Guid.CreateVersion7())), Ct);
        Assert.Contains("北辰 Service", other, StringComparison.Ordinal);
        Assert.DoesNotContain("Nova", other, StringComparison.Ordinal);

        var choice = await manager.GetFromJsonAsync<JsonElement>($"{Path}/choice?workType=support&productId={product}", Ct);
        Assert.Equal("nova", choice.GetProperty("brand").GetString());
        Assert.Equal(("Of Nova", "brand"), (choice.GetProperty("items")[0].GetProperty("name").GetString(), choice.GetProperty("items")[0].GetProperty("by")[0].GetString()));
        Assert.True(choice.GetProperty("items")[choice.GetProperty("items").GetArrayLength() - 1].GetProperty("shipped").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.GetAsync($"{Path}/choice?workType=nothing", Ct)).StatusCode);

        // A brand that is called otherwise is called so everywhere; an older state that comes late changes nothing.
        await _host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = brand, Code = "nova", NameZh = "新星", NameEn = "Novissima" }, 3);
        await _host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = brand, Code = "nova", NameZh = "旧星", NameEn = "Old" }, 2);
        Assert.Contains("<header>Novissima</header>", await _host.Page.GetStringAsync(link, Ct), StringComparison.Ordinal);

        // What was sent under one that is retired goes on under it; its questionnaire is asked no more, also when an older state comes after that.
        await _host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = brand, Code = "nova", NameZh = "新星", NameEn = "Novissima", Retired = true }, 5);
        await _host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = brand, Code = "nova", NameZh = "新星", NameEn = "Novissima" }, 4);
        Assert.Contains("<header>Novissima</header>", await _host.Page.GetStringAsync(link, Ct), StringComparison.Ordinal);
        choice = await manager.GetFromJsonAsync<JsonElement>($"{Path}/choice?workType=support&productId={product}", Ct);
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("brand").ValueKind);
        Assert.DoesNotContain("Of Nova", choice.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_shows_the_page_and_stores_nothing()
    {
        using var staff = _host.Staff();
        var before = await _host.ScalarAsync<long>("SELECT count(*) FROM questionnaires");
        foreach (var (language, question) in new[] { ("zh", "哪个模块？"), ("en", "Which module?") })
        {
            using var answer = await staff.PostAsJsonAsync($"{Path}/preview", new { body = JsonNode.Parse(AllKinds()), language }, Ct);
            var preview = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            Assert.Contains(question, preview.GetProperty("html").GetString(), StringComparison.Ordinal);
            Assert.InRange(preview.GetProperty("bytes").GetInt32(), 5_000, 30_000);
        }
        Assert.Equal(before, await _host.ScalarAsync<long>("SELECT count(*) FROM questionnaires"));
    }

    [Theory]
    [InlineData("$.questions[0].kind", "\"smiley\"", "body.questions[0].kind")]
    [InlineData("$.questions[0].key", "\"Happy!\"", "body.questions[0].key")]
    [InlineData("$.questions[1].key", "\"happy\"", "body.questions")]
    [InlineData("$.questions[0].required", "false", "body.questions[0].required")]
    [InlineData("$.questions[1].kind", "\"text\"", "body.questions")]
    [InlineData("$.questions[2].text.zh", "\" \"", "body.questions[2].text.zh")]
    [InlineData("$.questions[4].options", "[]", "body.questions[4].options")]
    [InlineData("$.questions[5].showIf[0].question", "\"words\"", "body.questions[5].showIf[0].question")]
    [InlineData("$.questions[5].showIf[0].answers", "[\"9\"]", "body.questions[5].showIf[0].answers")]
    [InlineData("$.title.en", "\"\"", "body.title.en")]
    public async Task What_is_wrong_is_named_by_field_and_nothing_is_stored(string path, string value, string field)
    {
        var body = JsonNode.Parse(AllKinds())!;
        Put(body, path, JsonNode.Parse(value));
        using var manager = _host.Staff("default", Roles.Manager);
        using var answer = await manager.PostAsJsonAsync(Path, new { name = $"Wrong {field}", body }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal("request.invalid", problem.GetProperty("code").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
        Assert.Equal(0L, await _host.ScalarAsync<long>("SELECT count(*) FROM questionnaires WHERE name LIKE 'Wrong%'"));
    }

    [Fact]
    public async Task A_page_that_would_be_too_large_is_refused()
    {
        var body = JsonNode.Parse(AllKinds())!;
        var questions = body["questions"]!.AsArray();
        for (var i = 0; i < 13; i++)
        {
            var many = questions[4]!.DeepClone();
            many["key"] = $"more-{i}";
            many["options"] = new JsonArray([.. Enumerable.Range(0, 12).Select(o => (JsonNode)new JsonObject { ["key"] = $"o{o}", ["text"] = new JsonObject { ["zh"] = new string('好', 100), ["en"] = new string('x', 100) } })]);
            questions.Add(many);
        }
        using var manager = _host.Staff("default", Roles.Manager);
        using var answer = await manager.PostAsJsonAsync(Path, new { name = "Wrong size", body }, Ct);
        Assert.Contains("30000 bytes", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_the_managers_and_the_tenants_own()
    {
        var id = await AddAsync("Ours", AllKinds(), Guid.CreateVersion7());
        using var agent = _host.Staff();
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsJsonAsync(Path, new { name = "x", body = JsonNode.Parse(AllKinds()) }, Ct)).StatusCode);
        using var stranger = _host.Staff("other", Roles.Manager);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Path}/{id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{Path}/{id}/retire", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync(Path, new { id, name = "Theirs", body = JsonNode.Parse(AllKinds()) }, Ct)).StatusCode);
        var theirs = (await stranger.GetFromJsonAsync<JsonElement>(Path, Ct)).GetProperty("items").EnumerateArray().ToArray();
        Assert.True(Assert.Single(theirs).GetProperty("shipped").GetBoolean());
    }

    [Fact]
    public void The_shipped_one_is_right() => Assert.Empty(QuestionnaireCheck.Check(Shipped.Questionnaire.Body));

    private static TicketClosed About(TicketClosed closed, Guid product) => closed with { Card = closed.Card with { ProductId = product } };

    private async Task<Guid> AddAsync(string name, string body, Guid product, Guid? id = null)
    {
        using var manager = _host.Staff("default", Roles.Manager);
        using var answer = await manager.PostAsJsonAsync(Path, new { id, name, productId = product, body = JsonNode.Parse(body) }, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
    }

    private static string Titled(string title) => AllKinds().Replace("How was it?", title, StringComparison.Ordinal);

    private static void Put(JsonNode node, string path, JsonNode? value)
    {
        var steps = path[2..].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        node[steps[^1]] = value;
    }

    private static string AllKinds() => """
        {"title":{"zh":"怎么样？","en":"How was it?"},"questions":[
        {"key":"happy","kind":"csat","required":true,"text":{"zh":"满意吗？","en":"Satisfied?"}},
        {"key":"done","kind":"solved","required":true,"text":{"zh":"解决了吗？","en":"Solved?"}},
        {"key":"recommend","kind":"nps","text":{"zh":"推荐吗？","en":"Recommend us?"}},
        {"key":"effort","kind":"ces","text":{"zh":"费力吗？","en":"Easy?"},"hint":{"zh":"选填","en":"Optional"}},
        {"key":"module","kind":"single","required":true,"text":{"zh":"哪个模块？","en":"Which module?"},"options":[{"key":"fi","text":{"zh":"财务","en":"Finance"}},{"key":"mm","text":{"zh":"物料","en":"Materials"}}]},
        {"key":"why","kind":"multiple","required":true,"text":{"zh":"为什么？","en":"Why?"},"options":[{"key":"slow","text":{"zh":"慢","en":"Slow"}},{"key":"rude","text":{"zh":"态度","en":"Rude"}}],
         "showIf":[{"question":"happy","answers":["1","2"]},{"question":"done","answers":["no"]}]},
        {"key":"words","kind":"text","text":{"zh":"还有吗？","en":"Anything else?"}}]}
        """;
}
