using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Asking;

public sealed class Under_the_tenants_rules : IAsyncLifetime
{
    private static readonly int[] s_reminders = [3, 6];
    private static readonly string[] s_smsFirst = ["sms", "email"];
    private SurveyHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SurveyHost.StartAsync();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_delayed_invitation_goes_out_when_its_time_has_come_and_counts_from_then()
    {
        await _host.RulesAsync(new { delayMinutes = 1440, expiryDays = 10 });
        var closed = Given.Closed();
        await _host.DeliverAsync(closed, 10);
        Assert.Empty(await _host.PublishedAsync<SurveySent>());
        Assert.Equal(Micro(closed.OccurredAt.AddMinutes(1440)), await _host.DueAsync(closed, "survey-send"));

        await _host.PassAsync(closed, TimeSpan.FromDays(1));
        await Eventually.Async(async () => (await _host.PublishedAsync<SurveySent>()).Count == 1, what: "the invitation is sent");
        var sent = Assert.Single(await _host.PublishedAsync<SurveySent>());
        Assert.Equal(TimeSpan.FromDays(10), sent.ExpiresAt - sent.OccurredAt);
        Assert.True(sent.OccurredAt >= closed.OccurredAt);
        Assert.Equal(200, (int)(await _host.Page.GetAsync(_host.Link(sent), Ct)).StatusCode);
    }

    [Fact]
    public async Task Reopened_within_the_delay_nobody_hears_of_it_and_the_next_closing_counts_anew()
    {
        await _host.RulesAsync(new { delayMinutes = 60 });
        var closed = Given.Closed();
        await _host.DeliverAsync(closed, 10);
        await _host.DeliverAsync(Given.Reopened(closed), 11);
        Assert.Null(await _host.DueAsync(closed, "survey-send"));
        Assert.Empty(await _host.PublishedAsync<SurveyWithdrawn>());

        var again = closed with { OccurredAt = closed.OccurredAt.AddMinutes(30) };
        await _host.DeliverAsync(again, 12);
        Assert.Equal(Micro(again.OccurredAt.AddMinutes(60)), await _host.DueAsync(closed, "survey-send"));
        Assert.Empty(await _host.PublishedAsync<SurveySent>());
    }

    [Fact]
    public async Task Who_served_is_as_it_was_when_it_was_sent()
    {
        var (closed, engineer) = (Given.Closed(), Guid.CreateVersion7());
        closed = closed with { Card = closed.Card with { EngineerId = engineer, EngineerName = "Zhao Min", TeamId = Guid.CreateVersion7() } };
        var link = await _host.InviteAsync(closed);
        await _host.DeliverAsync(closed with { Card = closed.Card with { EngineerId = Guid.CreateVersion7(), EngineerName = "Somebody else" } }, 14);
        await _host.Page.PostAsync(link, Given.Form(), Ct);
        var answered = Assert.Single(await _host.PublishedAsync<SurveyAnswered>());
        Assert.Equal((engineer, "Zhao Min", closed.Card.TeamId), (answered.Card!.EngineerId, answered.Card.EngineerName, answered.Card.TeamId));
    }

    [Fact]
    public async Task Only_a_delivered_unanswered_invitation_is_reminded_of_and_its_new_link_leads_to_the_same_survey()
    {
        await _host.RulesAsync(new { expiryDays = 14, reminderDays = s_reminders });
        var (delivered, lost, answered) = (Given.Closed(), Given.Closed(), Given.Closed());
        var first = await _host.InviteAsync(delivered);
        await _host.InviteAsync(lost);
        await _host.Page.PostAsync(await _host.InviteAsync(answered), Given.Form(), Ct);
        await _host.DeliverAsync(Given.Delivered(delivered), 1);
        await _host.DeliverAsync(Given.Delivered(answered), 1);
        var sent = (await _host.PublishedAsync<SurveySent>()).First(s => s.TicketId == delivered.TicketId);
        Assert.Equal(Micro(sent.OccurredAt.AddDays(3)), await _host.DueAsync(delivered, "survey-reminder"));
        Assert.Null(await _host.DueAsync(answered, "survey-reminder"));

        foreach (var closed in new[] { delivered, lost, answered }) await _host.PassAsync(closed, TimeSpan.FromDays(3));
        await Eventually.Async(async () => (await _host.PublishedAsync<SurveyReminded>()).Count == 1, what: "the reminder is sent");
        Assert.Equal(Micro(sent.OccurredAt.AddDays(6)), await _host.DueAsync(delivered, "survey-reminder"));
        foreach (var closed in new[] { delivered, lost, answered }) await _host.PassAsync(closed, TimeSpan.FromDays(6));
        await Eventually.Async(async () => (await _host.PublishedAsync<SurveyReminded>()).Count == 2, what: "the second reminder is sent");
        await Eventually.Async(async () => await _host.DueAsync(lost, "survey-reminder") is null, what: "nothing more of the undelivered one is to come");

        var reminders = await _host.PublishedAsync<SurveyReminded>();
        Assert.All(reminders, r => Assert.Equal(delivered.TicketId, r.TicketId));
        Assert.Equal([1, 2], reminders.Select(r => r.Reminder));
        Assert.Null(await _host.DueAsync(delivered, "survey-reminder"));
        var again = $"/s/{_host.Token(reminders[0].SealedToken)}";
        Assert.Equal(HttpStatusCode.OK, (await _host.Page.PostAsync(again, Given.Form(), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _host.Page.PostAsync(first, Given.Form(), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_message_goes_to_the_contacts_first_number()
    {
        await _host.RulesAsync(new { channels = s_smsFirst });
        var closed = Given.Closed(email: null);
        await _host.DeliverAsync(new ContactChanged
        {
            Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = closed.Card.ContactId!.Value, CustomerId = Guid.CreateVersion7(), Name = "Li Wei",
            Phones = ["+8613800138000", "+862112345678"], Language = "en",
        }, 1);
        await _host.DeliverAsync(closed, 10);
        var sent = Assert.Single(await _host.PublishedAsync<SurveySent>());
        Assert.Equal(("sms", "+8613800138000"), (sent.Channel, sent.Phone));
    }

    [Fact]
    public async Task Who_is_not_asked_is_listed_with_the_reason()
    {
        await _host.RulesAsync(new { throttleDays = 30, activeFrom = DateTimeOffset.UtcNow.AddDays(-1) });
        var contact = Guid.CreateVersion7();
        await _host.DeliverAsync(Given.Closed(contact: contact), 10);
        await _host.DeliverAsync(Given.Closed(contact: contact), 10);
        await _host.DeliverAsync(Given.Closed() with { OccurredAt = DateTimeOffset.UtcNow.AddDays(-2) }, 10);
        await _host.RulesAsync(new { ratePercent = 0 });
        await _host.DeliverAsync(Given.Closed(), 10);
        await _host.RulesAsync(new { enabled = false });
        await _host.DeliverAsync(Given.Closed(), 10);
        using var staff = _host.Staff();
        var items = (await staff.GetFromJsonAsync<JsonElement>("/api/v1/surveys?state=skipped", Ct)).GetProperty("items").EnumerateArray();
        Assert.Equal(["off", "not-in-sample", "before-activation", "asked-lately"], items.Select(i => i.GetProperty("skipReason").GetString()));
    }

    [Fact]
    public async Task Rules_are_the_managers_versioned_and_refused_by_field()
    {
        using var agent = _host.Staff();
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PutAsJsonAsync("/api/v1/surveys/rules", new { }, Ct)).StatusCode);
        Assert.Equal(0, (await agent.GetFromJsonAsync<JsonElement>("/api/v1/surveys/rules", Ct)).GetProperty("version").GetInt32());
        await _host.RulesAsync(new { expiryDays = 20 });
        await _host.RulesAsync(new { expiryDays = 21 });
        var rules = await agent.GetFromJsonAsync<JsonElement>("/api/v1/surveys/rules", Ct);
        Assert.Equal((2, 21, "Asia/Shanghai"), (rules.GetProperty("version").GetInt32(), rules.GetProperty("rules").GetProperty("expiryDays").GetInt32(), rules.GetProperty("timeZone").GetString()));

        using var manager = _host.Staff("default", Roles.Manager);
        using var refused = await manager.PutAsJsonAsync("/api/v1/surveys/rules", new { expiryDays = 0, calls = new { attempts = 99 } }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.True(errors.TryGetProperty("expiryDays", out _) && errors.TryGetProperty("calls.attempts", out _), errors.ToString());
        Assert.Equal(2, (await agent.GetFromJsonAsync<JsonElement>("/api/v1/surveys/rules", Ct)).GetProperty("version").GetInt32());
        using var other = _host.Staff("other");
        Assert.Equal(0, (await other.GetFromJsonAsync<JsonElement>("/api/v1/surveys/rules", Ct)).GetProperty("version").GetInt32());
    }

    private static DateTimeOffset Micro(DateTimeOffset at)
    {
        // PostgreSQL keeps microseconds; a due time is rounded up, never down.
        var rest = at.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return new DateTimeOffset(rest == 0 ? at.UtcTicks : at.UtcTicks - rest + TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }
}
