using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

public sealed class Delivery_without_a_broker : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync(
        "dispatch", await TestDatabase.CreateAsync(), null, m => m.Handle<NoteAdded, LedgerHandler>(), null, ("Messaging:RetryLadderSeconds:0", "1"), ("Messaging:RetryLadderSeconds:1", "1"));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Events_of_a_ticket_are_numbered_without_gaps_across_commits_and_writers()
    {
        var ticket = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.PublishAsync(Notes.Of(ticket), Notes.Of(ticket))));
        var events = await TestOutbox.ReadAsync(_service.DataSource);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), events.Select(e => e.Stream!.Sequence).Order());
        Assert.All(events, e => Assert.Equal(("dispatch", ticket), (e.Stream!.Publisher, e.Stream.Aggregate)));
    }

    [Fact]
    public async Task A_rolled_back_work_leaves_no_gap()
    {
        var ticket = Guid.CreateVersion7();
        await using (var abandoned = await _service.Works.BeginAsync(TestContext.Current.CancellationToken)) abandoned.Publish(Notes.Of(ticket));
        await _service.PublishAsync(Notes.Of(ticket));
        Assert.Equal(1, Assert.Single(await TestOutbox.ReadAsync(_service.DataSource)).Stream!.Sequence);
    }

    [Fact]
    public async Task A_message_that_came_early_has_its_turn_when_what_it_waits_for_is_handled_also_by_a_process_that_knows_nothing_of_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var (database, ticket) = (await TestDatabase.CreateAsync(), Guid.CreateVersion7());
        Task<TestService> StartAsync() => TestService.StartAsync("dispatch", database, null, m => m.Handle<NoteAdded, LedgerHandler>(), null, ("Messaging:RetryLadderSeconds:0", "3600"));
        await using (var before = await StartAsync()) await before.Delivery.DeliverAsync(Notes.Of(ticket, "too early"), Guid.CreateVersion7(), ct);
        await using var service = await StartAsync();
        Assert.Equal(0, await service.LedgerAsync());
        await service.Delivery.DeliverAsync(Notes.Of(ticket, "first"), Guid.CreateVersion7(), ct);
        await Eventually.Async(async () => await service.LedgerAsync() == 2, what: "both were handled");
    }

    [Fact]
    public async Task A_work_disposed_twice_leaves_whoever_has_its_connection_now_alone()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var service = await TestService.StartAsync("dispatch", $"{await TestDatabase.CreateAsync()};Maximum Pool Size=4", null);
        var over = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Works.BeginAsync(ct)));
        foreach (var work in over) await work.DisposeAsync();
        await using var next = await service.Works.BeginAsync(ct);
        next.Publish(Notes.Of(Guid.CreateVersion7()));
        foreach (var work in over) await work.DisposeAsync();
        await next.CommitAsync(ct);
        Assert.Single(await TestOutbox.ReadAsync(service.DataSource));
    }

    [Fact]
    public async Task A_message_delivered_many_times_at_once_has_one_effect()
    {
        var (note, id) = (Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _service.Delivery.DeliverAsync(note, id, TestContext.Current.CancellationToken)));
        Assert.Equal(1, await _service.LedgerAsync());
    }

    [Fact]
    public async Task A_failing_try_leaves_nothing_behind_and_the_next_one_counts()
    {
        LedgerHandler.Failures = 0;
        await _service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7(), "fails twice"), Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        Assert.Equal(1, await _service.LedgerAsync());
    }

    [Fact]
    public async Task An_event_that_comes_too_early_is_handled_once_its_precondition_is_there()
    {
        var ticket = Guid.CreateVersion7();
        await _service.Delivery.DeliverAsync(Notes.Of(ticket, "too early"), Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        Assert.Equal(0, await _service.LedgerAsync());
        await _service.Delivery.DeliverAsync(Notes.Of(ticket, "first"), Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        await Eventually.Async(async () => await _service.LedgerAsync() == 2, what: "the early event is handled");
    }

    [Fact]
    public async Task A_poisoned_message_is_given_up_after_the_ladder_and_kept_for_the_error_queue()
    {
        var id = Guid.CreateVersion7();
        await _service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7(), "poison"), id, TestContext.Current.CancellationToken);
        await Eventually.Async(async () => await _service.CountAsync("SELECT count(*) FROM messaging.outbox WHERE destination = 'dispatch_error'") == 1, what: "the message is buried");
        Assert.Equal(0, await _service.LedgerAsync());
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
    }

    [Fact]
    public async Task The_inbox_is_partitioned_by_the_day_in_the_message_id()
    {
        await _service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        await _service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-40)), TestContext.Current.CancellationToken);
        Assert.Equal(1, await _service.CountAsync($"SELECT count(*) FROM messaging.inbox_{DateTime.UtcNow:yyyyMMdd}"));
        Assert.Equal(1, await _service.CountAsync("SELECT count(*) FROM messaging.inbox_other"));
    }
}
