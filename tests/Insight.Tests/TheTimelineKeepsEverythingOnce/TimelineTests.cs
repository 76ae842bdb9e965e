using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.TheTimelineKeepsEverythingOnce;

public sealed class TimelineTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Events_of_all_services_come_in_order_of_time_whatever_the_order_of_arrival()
    {
        var story = new Story(_tenant);
        Event[] events = [story.Opened(), story.Triaged(), story.Assigned(), story.Delivered(), story.Paused(), story.Breached(), story.Closed(), story.Answered(2)];
        await insight.DeliverAsync(events.Reverse());

        var timeline = await insight.TimelineAsync(_tenant, story.Ticket);

        Assert.Equal(events.Select(e => e.GetType().Name), timeline.Select(i => i.GetProperty("type").GetString()));
        Assert.Equal(events.Select(e => e.Stream!.Publisher), timeline.Select(i => i.GetProperty("publisher").GetString()));
        Assert.Equal("Wang Fang", timeline[0].GetProperty("by").GetProperty("name").GetString());
        Assert.Equal("customer", timeline[0].GetProperty("by").GetProperty("kind").GetString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", timeline[0].GetProperty("traceId").GetString());
        Assert.Equal("Waiting: waiting for customer", timeline[4].GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Events_of_the_same_instant_come_by_publisher_and_sequence()
    {
        var story = new Story(_tenant);
        var at = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        Event[] events = [story.Triaged() with { OccurredAt = at }, story.Assigned() with { OccurredAt = at }, story.Opened() with { OccurredAt = at }];
        await insight.DeliverAsync(events.Reverse());

        var timeline = await insight.TimelineAsync(_tenant, story.Ticket);

        Assert.Equal(["TicketTriaged", "TicketAssigned", "TicketOpened"], timeline.Select(i => i.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_repeated_event_is_kept_and_counted_once_also_under_another_message_id_and_in_one_batch()
    {
        var story = new Story(_tenant);
        Event[] events = [story.Opened(), story.Assigned(), story.Assigned(again: true)];
        await insight.DeliverAsync([.. events, .. events]);
        await insight.DeliverAsync(events);

        Assert.Equal(3, (await insight.TimelineAsync(_tenant, story.Ticket)).Length);
        var day = await insight.DayAsync(_tenant, "2026-11-20");
        Assert.Equal(1, day.GetProperty("opened").GetInt32());
        Assert.Equal(2, day.GetProperty("assigned").GetInt32());
        Assert.Equal(1, day.GetProperty("reassigned").GetInt32());
    }

    [Fact]
    public async Task The_same_message_twice_is_handled_once()
    {
        var story = new Story(_tenant);
        var (opened, id) = (story.Opened(), Guid.CreateVersion7());
        var delivery = insight.Services.GetRequiredService<IEventDelivery>();
        await delivery.DeliverAsync(opened, id, TestContext.Current.CancellationToken);
        await delivery.DeliverAsync(opened, id, TestContext.Current.CancellationToken);

        Assert.Single(await insight.TimelineAsync(_tenant, story.Ticket));
    }

    [Fact]
    public async Task Secrets_and_addresses_are_not_kept_and_long_texts_are_shortened()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened(), story.Assigned(), story.Delivered());

        var timeline = await insight.TimelineAsync(_tenant, story.Ticket);

        var all = string.Concat(timeline.Select(i => i.GetRawText()));
        Assert.DoesNotContain("sealed-token", all, StringComparison.Ordinal);
        Assert.DoesNotContain("hash-of-token", all, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", all, StringComparison.Ordinal);
        Assert.Equal(203, timeline[0].GetProperty("data").GetProperty("text").GetString()!.Length);
        Assert.Equal("Assigned to ERP, Li Na", timeline[1].GetProperty("summary").GetString());
    }

    [Fact]
    public async Task A_thousand_events_of_many_tickets_arrive_whole_and_page_by_page()
    {
        var stories = Enumerable.Range(0, 100).Select(_ => new Story(_tenant)).ToList();
        await insight.DeliverAsync(stories.SelectMany(s => new Event[] { s.Opened(), s.Triaged(), s.Assigned() }.Concat(Enumerable.Range(0, 7).Select(_ => s.Paused()))));

        var counts = await insight.GetAsync(_tenant, "/api/v1/insight/event-counts?from=2026-11-20&to=2026-11-20");
        Assert.Equal(
            [("TicketAssigned", 100), ("TicketOpened", 100), ("TicketPaused", 700), ("TicketTriaged", 100)],
            counts.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("type").GetString(), i.GetProperty("count").GetInt32())));

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{stories[0].Ticket}/timeline?limit=3{cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : "&cursor=" + page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(10, seen.Distinct().Count());
        Assert.Equal(10, seen.Count);
    }

    [Theory]
    [InlineData("/api/v1/insight/tickets/00000000-0000-0000-0000-000000000001/timeline", HttpStatusCode.NotFound, "ticket.not-found")]
    [InlineData("/api/v1/insight/tickets/00000000-0000-0000-0000-000000000001/timeline?limit=0", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("/api/v1/insight/tickets/00000000-0000-0000-0000-000000000001/timeline?cursor=abc", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("/api/v1/insight/daily?from=yesterday", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("/api/v1/insight/daily?from=2026-11-21&to=2026-11-20", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("/api/v1/insight/event-counts?from=0001-01-01&to=9999-12-31", HttpStatusCode.BadRequest, "request.invalid")]
    public async Task What_makes_no_sense_is_a_clear_problem(string path, HttpStatusCode status, string code)
    {
        using var client = insight.Client(_tenant);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }
}
