using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Tests.TheRecordIsAChain;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Insight.Tests.PeopleAreErased;

public sealed class ErasureTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();
    private readonly Guid _contact = Guid.CreateVersion7();

    [Fact]
    public async Task Names_and_words_are_gone_figures_stay_and_the_chain_still_verifies()
    {
        var (story, other) = (new Story(_tenant, contact: _contact), new Story(_tenant, contact: Guid.CreateVersion7()));
        await insight.DeliverAsync(story.Opened(), story.Noted("Wang Fang called back"), story.Assigned(), story.Closed(), story.Answered(2, "Never again, Wang"), other.Opened());
        await insight.CloseTodayAsync(_tenant);
        var before = await insight.ColumnAsync("SELECT d::text FROM daily_counts d WHERE tenant = $1 ORDER BY day", _tenant);
        var hashes = await insight.ColumnAsync("SELECT encode(hash, 'hex') FROM timeline WHERE tenant = $1 ORDER BY position", _tenant);

        var erased = await EraseAsync(_contact);

        Assert.Equal(1, erased.GetProperty("tickets").GetInt32());
        Assert.Equal(3, erased.GetProperty("events").GetInt32());
        var beside = await insight.ColumnAsync("SELECT p::text FROM personal p WHERE tenant = $1", _tenant);
        Assert.Single(beside, row => row.Contains("Wang", StringComparison.Ordinal));
        var timeline = await insight.TimelineAsync(_tenant, story.Ticket);
        Assert.DoesNotContain("Wang", string.Concat(timeline.Select(i => i.GetRawText())), StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, timeline[0].GetProperty("erasedAt").ValueKind);
        Assert.Contains("Li Na", timeline[2].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, timeline[4].GetProperty("data").GetProperty("score").GetInt32());
        Assert.Equal("Wang Fang", (await insight.TimelineAsync(_tenant, other.Ticket))[0].GetProperty("by").GetProperty("name").GetString());

        Assert.Equal(hashes, await insight.ColumnAsync("SELECT encode(hash, 'hex') FROM timeline WHERE tenant = $1 ORDER BY position", _tenant));
        Assert.Equal(before, await insight.ColumnAsync("SELECT d::text FROM daily_counts d WHERE tenant = $1 ORDER BY day", _tenant));
        var result = await insight.VerifyAsync(_tenant);
        Assert.True(result.Intact, JsonSerializer.Serialize(result.Findings));
        Assert.Equal(3, result.Erased);
    }

    [Fact]
    public async Task The_erasure_is_an_event_of_its_own_and_what_arrives_late_is_erased_too()
    {
        var story = new Story(_tenant, contact: _contact);
        await insight.DeliverAsync(story.Opened());
        var erased = await EraseAsync(_contact);

        var told = Assert.Single((await TestOutbox.ReadAsync(insight.Database)).OfType<PersonErased>(), e => e.Tenant == _tenant);
        Assert.Equal(_contact, told.ContactId);
        await insight.DeliverAsync(told, story.Noted("Late words of Wang"), story.At(DateTimeOffset.UtcNow.AddDays(1)).Noted("Later words"));
        Assert.Equal(2, await insight.TamperAsync(_tenant,
            "UPDATE messaging.timers SET due_at = clock_timestamp() - interval '1 second' WHERE kind = 'insight-erase-again' AND tenant = $1"));

        await Eventually.Async(async () => (long)(await insight.ScalarAsync("SELECT count(*) FROM personal WHERE tenant = $1 AND customer::text LIKE '%Late words%'", _tenant))! == 0, what: "the late words are gone");
        Assert.Equal(1L, await insight.ScalarAsync("SELECT count(*) FROM personal WHERE tenant = $1 AND customer::text LIKE '%Later words%'", _tenant));
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
        var list = (await insight.GetAsync(_tenant, "/api/v1/insight/record/erasures")).GetProperty("items");
        Assert.Equal(erased.GetProperty("id").GetString(), Assert.Single(list.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Who_turned_out_to_be_the_one_who_reported_a_ticket_is_erased_from_it()
    {
        var story = new Story(_tenant, contact: Guid.CreateVersion7());
        await insight.DeliverAsync(story.Opened(), story.Corrected(_contact, "Chen Jing"), story.Noted("Chen Jing wants it by Friday"));

        var erased = await EraseAsync(_contact);

        Assert.Equal((1, 3), (erased.GetProperty("tickets").GetInt32(), erased.GetProperty("events").GetInt32()));
        Assert.Empty(await insight.ColumnAsync("SELECT p::text FROM personal p WHERE tenant = $1 AND p::text LIKE '%Chen Jing%'", _tenant));
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    [Fact]
    public async Task A_ticket_that_only_who_keeps_tickets_knows_to_be_theirs_is_erased_too()
    {
        var (known, unproven, other) = (new Story(_tenant, contact: _contact), new Story(_tenant, contact: null), new Story(_tenant, contact: null));
        await insight.DeliverAsync(known.Opened(), unproven.Opened(), unproven.Noted("Wang Fang called back"), other.Opened());
        Assert.Equal(1, (await EraseAsync(_contact)).GetProperty("tickets").GetInt32());
        await insight.DeliverAsync(known.Erased(_contact), unproven.Erased(_contact), other.Erased(Guid.CreateVersion7()));

        await Eventually.Async(
            async () => (await insight.ColumnAsync("SELECT p::text FROM personal p WHERE tenant = $1 AND p::text LIKE '%Wang%'", _tenant)).Length == 1, what: "only the other ticket tells of somebody");

        Assert.Equal("Wang Fang", (await insight.TimelineAsync(_tenant, other.Ticket))[0].GetProperty("by").GetProperty("name").GetString());
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    [Fact]
    public async Task Another_tenants_contact_is_nobody_and_only_those_in_charge_may_erase()
    {
        await insight.DeliverAsync(new Story(_tenant, contact: _contact).Opened());
        var stranger = InsightHost.NewTenant();

        Assert.Equal((HttpStatusCode.NotFound, "contact.not-found"), await PostAsync(stranger, _contact, Roles.Admin));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(_tenant, _contact, Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Ops)).Status);
        Assert.Equal(1L, await insight.ScalarAsync("SELECT count(*) FROM personal WHERE tenant = $1 AND customer IS NOT NULL", _tenant));
    }

    [Fact]
    public void No_event_puts_a_persons_name_words_or_address_into_the_chain()
    {
        // Every text of every event that there is, filled with something that must not be found again.
        foreach (var type in EventJson.Types.Values.Where(t => !t.IsSubclassOf(typeof(TransientEvent))))
        {
            var parts = EventParts.Split(type.Name, JsonSerializer.SerializeToElement(Names(type)), "customer", _contact.ToString(), "Zhang San");
            Assert.DoesNotContain("Zhang", System.Text.Encoding.UTF8.GetString(parts.Kept), StringComparison.Ordinal);
            Assert.Contains("Zhang San", System.Text.Encoding.UTF8.GetString(parts.Customer!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_parts_of_an_event_laid_over_each_other_say_what_it_said()
    {
        var e = new SurveyAnswered
        {
            Tenant = _tenant, TicketId = Guid.CreateVersion7(), OccurredAt = DateTimeOffset.UtcNow, SurveyId = Guid.CreateVersion7(), Score = 2, Comment = "Slow",
            Replies = [new SurveyReply("score", "csat", ["2"]), new SurveyReply("why", "text", ["My name is Wang"]), new SurveyReply("what", "multiple", ["slow", "price"])],
        };
        var parts = EventParts.Of(e);
        var kept = JsonSerializer.Deserialize<JsonElement>(parts.Kept);

        Assert.Equal(["csat", "text", "multiple"], kept.GetProperty("replies").EnumerateArray().Select(r => r.GetProperty("kind").GetString()));
        Assert.DoesNotContain("Wang", kept.GetRawText(), StringComparison.Ordinal);
        var whole = Layers.Merge(false, kept, JsonSerializer.Deserialize<JsonElement>(parts.Customer!), null);
        Assert.Equal("My name is Wang", whole.GetProperty("replies")[1].GetProperty("values")[0].GetString());
        Assert.Equal("price", whole.GetProperty("replies")[2].GetProperty("values")[1].GetString());
        Assert.Equal("Slow", whole.GetProperty("comment").GetString());
    }

    /// <summary>The properties by which events name people or repeat their words, wherever they are texts.</summary>
    private static Dictionary<string, object> Names(Type type)
    {
        string[] personal =
        [
            "text", "subject", "comment", "note", "resolution", "steps", "risk", "report", "place", "explanation", "contactName", "engineerName", "personName",
            "contactEmail", "engineerEmail", "email", "phone", "maskedRecipient", "tool", "name", "reason", "cause",
        ];
        string[] things = ["CustomerChanged", "ProductChanged", "TeamChanged", "TenantChanged", "AssetChanged", "CalendarChanged"];
        return type.GetProperties()
            .Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyType))
            .Where(p => p.PropertyType == typeof(string) && personal.Contains(p.Name))
            .Where(p => p.Name != "name" || !things.Contains(type.Name))
            .Where(p => $"{type.Name}.{p.Name}" is not ("MessageFailed.reason" or "NotificationFailed.reason" or "NotificationDropped.reason" or "FollowUpDue.reason"
                or "FollowUpCompleted.reason" or "FollowUpEscalated.cause"))
            .ToDictionary(p => p.Name, object (_) => "Zhang Wei");
    }

    private async Task<JsonElement> EraseAsync(Guid contact)
    {
        using var client = insight.Client(_tenant, Roles.Admin);
        using var response = await client.PostAsJsonAsync("/api/v1/insight/record/erasures", new { contactId = contact, reason = "request 17" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<(HttpStatusCode Status, string? Code)> PostAsync(string tenant, Guid contact, params string[] roles)
    {
        using var client = insight.Client(tenant, roles);
        using var response = await client.PostAsJsonAsync("/api/v1/insight/record/erasures", new { contactId = contact }, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }
}
