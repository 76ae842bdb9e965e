using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

public sealed class Maintenance
{
    private static readonly string[] s_told = ["maintenance-due", "maintenance-overdue"];
    private static readonly DateTimeOffset s_opens = DateTimeOffset.UtcNow.AddDays(7);

    [Fact]
    public async Task Customers_hear_of_a_window_in_their_zone_and_once_more_when_it_is_moved_or_called_off()
    {
        await using var host = await NotificationHost.StartAsync();
        var (one, other, stranger, engineer) = (Given.Address(), Given.Address(), Given.Address(), Given.Address());
        var card = Card(engineer) with { ProductId = Guid.CreateVersion7() };
        await host.DeliverAsync(new BrandChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, BrandId = Guid.CreateVersion7(), Code = "nova", NameZh = "新星服务", NameEn = "Nova Care" }, 1);
        await host.DeliverAsync(new ProductChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ProductId = card.ProductId.Value, Code = "N1", Name = "N1", Brand = "nova" }, 1);
        await host.DeliverAsync(Contact(card.CustomerId, one, "en"), 1);
        await host.DeliverAsync(Contact(card.CustomerId, other, "zh-CN"), 1);
        await host.DeliverAsync(Contact(Guid.CreateVersion7(), stranger, "en"), 1);

        await host.DeliverAsync(new MaintenanceWindowAnnounced { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = card }, 2);
        var english = await host.MailAsync(one, "Planned upgrade: ERP upgrade");
        Assert.Contains("(America/New_York)", english.Text, StringComparison.Ordinal);
        Assert.Contains("may not be available", english.Text, StringComparison.Ordinal);
        // Under the brand of the product that is upgraded.
        Assert.Contains("Nova Care", english.Header("From")!, StringComparison.Ordinal);
        await host.MailAsync(other, "计划内升级预告");
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE audience <> 'customer'"));

        // Moved: at once, with the old time; its later announcement says nothing new.
        var moved = card with { From = card.From.AddDays(2), To = card.To.AddDays(2), DueAt = card.DueAt.AddDays(2) };
        await host.DeliverAsync(new MaintenanceRunScheduled { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = moved, PreviousFrom = card.From, Reason = "month-end closing" }, 3);
        Assert.Contains("month-end closing", (await host.MailAsync(one, "Moved: ERP upgrade")).Text, StringComparison.Ordinal);
        Assert.Contains($"/maintenance/runs/{card.RunId}", (await host.MailAsync(engineer, "Moved: ERP upgrade")).Text, StringComparison.Ordinal);
        await host.DeliverAsync(new MaintenanceWindowAnnounced { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = moved }, 4);

        await host.DeliverAsync(new MaintenanceRunCancelled { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = moved, Reason = "plan-ended", WasOverdue = false }, 5);
        Assert.DoesNotContain("plan-ended", (await host.MailAsync(one, "Called off: ERP upgrade")).Text, StringComparison.Ordinal);
        Assert.Equal(6L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE audience = 'customer'"));
        Assert.Empty(host.Mail.Mailbox.Find(stranger));
    }

    [Fact]
    public async Task A_window_nobody_was_told_of_is_moved_in_silence()
    {
        await using var host = await NotificationHost.StartAsync();
        var card = Card(Given.Address());
        await host.DeliverAsync(Contact(card.CustomerId, Given.Address(), "en"), 1);
        await host.DeliverAsync(new MaintenanceRunScheduled { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = card }, 1);
        await host.DeliverAsync(new MaintenanceRunScheduled { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = card, PreviousFrom = card.From.AddDays(-1), Reason = "plan-changed" }, 2);
        await host.DeliverAsync(new MaintenanceRunCancelled { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, Card = card, Reason = "plan-ended", WasOverdue = false }, 3);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries"));
    }

    [Fact]
    public async Task Engineer_managers_and_the_next_role_hear_of_what_is_due_overdue_and_escalated()
    {
        await using var host = await NotificationHost.StartAsync();
        var (engineer, manager, dispatcher) = (Given.Address(), Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(manager, "manager", "zh-CN"), 1);
        await host.DeliverAsync(Given.Account(dispatcher, "dispatcher"), 1);
        var card = Card(engineer);
        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.From, Card = card }, 1);
        await host.MailAsync(engineer, "Due now: ERP upgrade (Huaxin)");
        Assert.Empty(host.Mail.Mailbox.Find(manager));

        var late = card with { OverdueAt = card.DueAt };
        var overdue = new MaintenanceRunOverdue { Tenant = "default", OccurredAt = card.DueAt, Card = late, Started = true };
        await host.DeliverAsync(overdue, 2);
        await host.DeliverAsync(overdue, 2);
        Assert.Contains("has begun and is not finished", (await host.MailAsync(engineer, "Overdue: ERP upgrade")).Text, StringComparison.Ordinal);
        await host.MailAsync(manager, "维护逾期：ERP upgrade");

        await host.DeliverAsync(new MaintenanceRunEscalated { Tenant = "default", OccurredAt = card.DueAt.AddDays(1), Card = late, Level = 1, Role = "dispatcher", Started = true }, 3);
        await host.MailAsync(dispatcher, "Escalation level 1: ERP upgrade");
        await host.MailAsync(engineer, "Escalation level 1: ERP upgrade");
        Assert.Single(host.Mail.Mailbox.Find(manager));
        Assert.Single(host.Mail.Mailbox.Find(engineer, "Overdue: ERP"));

        // Given to somebody else, late as it is: told as the first one was.
        var next = Given.Address();
        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.DueAt.AddDays(1), Card = late with { EngineerEmail = next }, Given = true }, 4);
        await host.MailAsync(next, "Due now: ERP upgrade (Huaxin)");
        Assert.Single(host.Mail.Mailbox.Find(manager));

        // Taken by somebody himself: he knows.
        var own = Given.Address();
        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.DueAt.AddDays(2), Card = late with { EngineerEmail = own }, Given = true, Claimed = true }, 5);
        Assert.Equal(0L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{own}'"));
    }

    [Fact]
    public async Task A_run_that_nobody_has_is_told_to_the_managers_and_a_completed_one_takes_back_what_waits()
    {
        await using var host = await NotificationHost.StartAsync();
        var manager = Given.Address();
        await host.DeliverAsync(Given.Account(manager, "manager"), 1);
        await host.PreferAsync(manager, new { digestMinutes = 60 });
        var card = Card(null);
        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.From, Card = card }, 1);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE state = 'held' AND template = 'maintenance-due' AND audience = 'manager'"));
        await host.DeliverAsync(new MaintenanceRunCompleted
        {
            Tenant = "default", OccurredAt = card.To, Card = card, StartedAt = card.From, CompletedAt = card.To, Late = false, Verdict = MaintenanceVerdict.Passed,
        }, 2);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE state = 'dropped' AND failure = 'no-longer-true'"));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM held_deliveries"));
    }

    [Fact]
    public async Task Rules_that_name_a_team_hear_of_its_runs_and_of_no_others()
    {
        await using var host = await NotificationHost.StartAsync();
        var (card, member, other) = (Card(Given.Address()), Given.Address(), Given.Address());
        foreach (var (address, team) in new[] { (member, card.TeamId), (other, Guid.CreateVersion7()) })
        {
            await host.DeliverAsync(new EngineerChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, EngineerId = Guid.CreateVersion7(), Name = "Wu Hao", Email = address, Language = "en", TeamIds = [team], Skills = [], Active = true }, 1);
            using var manager = host.Staff("default", "manager");
            using var answer = await manager.PostAsJsonAsync("/api/v1/notifications/rules", new { templates = s_told, teamId = team, ofTeamId = team }, TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        }

        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.From, Card = card }, 1);
        await host.MailAsync(member, "Due now: ERP upgrade");
        await host.DeliverAsync(new MaintenanceRunOverdue { Tenant = "default", OccurredAt = card.DueAt, Card = card with { OverdueAt = card.DueAt }, Started = false }, 2);
        await host.MailAsync(member, "Overdue: ERP upgrade");
        Assert.Empty(host.Mail.Mailbox.Find(other));
        Assert.Equal(0L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{other}'"));
    }

    [Fact]
    public async Task Endpoints_hear_of_runs_and_certificates_signed_and_without_names()
    {
        await using var host = await NotificationHost.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.RegisterAsync(host, "default", "MaintenanceRunDue", "MaintenanceRunStarted", "MaintenanceRunCompleted", "MaintenanceRunOverdue", "MaintenanceRunEscalated", "CertificateExpiring");
        var card = Card(Given.Address());
        var late = card with { OverdueAt = card.DueAt };
        await host.DeliverAsync(new MaintenanceRunDue { Tenant = "default", OccurredAt = card.From, Card = card }, 1);
        var started = new MaintenanceRunStarted { Tenant = "default", OccurredAt = card.From, Card = card };
        await host.DeliverAsync(started, 2);
        await host.DeliverAsync(started, 2);
        await host.DeliverAsync(new MaintenanceRunOverdue { Tenant = "default", OccurredAt = card.DueAt, Card = late, Started = true }, 3);
        await host.DeliverAsync(new MaintenanceRunEscalated { Tenant = "default", OccurredAt = card.DueAt.AddDays(1), Card = late, Level = 1, Role = "dispatcher", Started = true }, 4);
        await host.DeliverAsync(new MaintenanceRunCompleted { Tenant = "default", OccurredAt = card.DueAt.AddDays(2), Card = late, StartedAt = card.From, CompletedAt = card.DueAt.AddDays(2), Late = true, Verdict = MaintenanceVerdict.Failed }, 5);
        await host.DeliverAsync(new CertificateExpiring { Tenant = "default", OccurredAt = card.From, EngineerId = Guid.CreateVersion7(), EngineerName = "Chen Jie", EngineerEmail = "chen@vendor.example", Certificate = "SAP FI", ValidUntil = new DateOnly(2027, 1, 31), Expired = false, TeamIds = [card.TeamId] }, 6);
        await Eventually.Async(() => receiver.Calls.Count == 6);

        var bodies = receiver.Calls.Select(c => System.Text.Json.JsonDocument.Parse(c.Body).RootElement).ToDictionary(b => b.GetProperty("type").GetString()!);
        Assert.Equal(["CertificateExpiring", "MaintenanceRunCompleted", "MaintenanceRunDue", "MaintenanceRunEscalated", "MaintenanceRunOverdue", "MaintenanceRunStarted"], bodies.Keys.Order(StringComparer.Ordinal));
        Assert.All(bodies.Where(b => b.Key != "CertificateExpiring"), b => Assert.Equal((card.RunId, "upgrade", card.TeamId), (b.Value.GetProperty("run").GetProperty("id").GetGuid(), b.Value.GetProperty("run").GetProperty("kind").GetString(), b.Value.GetProperty("run").GetProperty("teamId").GetGuid())));
        Assert.Equal(("failed", true), (bodies["MaintenanceRunCompleted"].GetProperty("data").GetProperty("verdict").GetString(), bodies["MaintenanceRunCompleted"].GetProperty("data").GetProperty("late").GetBoolean()));
        Assert.Equal((1, "dispatcher"), (bodies["MaintenanceRunEscalated"].GetProperty("data").GetProperty("level").GetInt32(), bodies["MaintenanceRunEscalated"].GetProperty("data").GetProperty("role").GetString()));
        Assert.Equal("2027-01-31", bodies["CertificateExpiring"].GetProperty("data").GetProperty("validUntil").GetString());
        Assert.All(receiver.Calls, c => Assert.DoesNotContain("Chen", c.Body, StringComparison.OrdinalIgnoreCase));
        Assert.All(receiver.Calls, c => Assert.DoesNotContain("Huaxin", c.Body, StringComparison.Ordinal));
    }

    private static ContactChanged Contact(Guid customer, string email, string language) => new()
    {
        Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = Guid.CreateVersion7(), CustomerId = customer, Name = "Wang Li", Email = email, Phones = [], Language = language,
    };

    private static MaintenanceRunCard Card(string? engineer) => new()
    {
        RunId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), PlanName = "ERP upgrade", Kind = MaintenanceKind.Upgrade, ContractId = Guid.CreateVersion7(), ContractNumber = "C-1",
        CustomerId = Guid.CreateVersion7(), CustomerName = "Huaxin", OccursOn = DateOnly.FromDateTime(s_opens.UtcDateTime), From = s_opens, To = s_opens.AddHours(4), Zone = "America/New_York",
        DueAt = s_opens.AddHours(28), Cover = MaintenanceCover.Covered, TeamId = Guid.CreateVersion7(), TeamName = "ERP", EngineerId = engineer is null ? null : Guid.CreateVersion7(),
        EngineerName = engineer is null ? null : "Chen Jie", EngineerEmail = engineer, EngineerLanguage = engineer is null ? null : "en",
    };
}
