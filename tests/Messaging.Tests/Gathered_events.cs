using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>A service that gathers: what arrives together is one commit, and each event is as good as alone.</summary>
public sealed class Gathered_events : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync(
        "notification", await TestDatabase.CreateAsync(), null, m => m.Handle<NoteAdded, LedgerHandler>().Gather(), null, ("Messaging:RetryLadderSeconds:0", "1"), ("Messaging:RetryLadderSeconds:1", "1"));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Are_committed_together_and_each_once_with_those_of_a_ticket_in_turn()
    {
        var tickets = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        var events = Enumerable.Range(1, 10).SelectMany(n => tickets.Select(t => (Note: Numbered(t, n), Id: Guid.CreateVersion7()))).ToList();
        // Each a second time, as a broker may bring it.
        await DeliverAsync([.. events, .. events]);
        Assert.Equal(200, await _service.LedgerAsync());
        // A transaction leaves its number in the rows it wrote.
        Assert.InRange(await _service.CountAsync("SELECT count(DISTINCT xmin::text) FROM ledger"), 1, 100);
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM (SELECT what, lag(what) OVER (PARTITION BY ticket ORDER BY at) AS before FROM ledger) l WHERE before >= what"));
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_of_itself_and_takes_none_with_it()
    {
        var good = Enumerable.Range(0, 30).Select(_ => Notes.Of(Guid.CreateVersion7(), "good")).ToList();
        await DeliverAsync([.. good.Take(15).Append(Notes.Of(Guid.CreateVersion7(), "poison")).Concat(good.Skip(15)).Select(n => (n, Guid.CreateVersion7()))]);
        Assert.Equal(30, await _service.LedgerAsync());
        await Eventually.Async(async () => await _service.CountAsync("SELECT count(*) FROM messaging.outbox WHERE destination = 'notification_error'") == 1, what: "the bad one is buried");
        Assert.Equal((30, 0), (await _service.LedgerAsync(), await _service.CountAsync("SELECT count(*) FROM ledger WHERE what LIKE 'poison%'")));
    }

    [Fact]
    public async Task One_that_came_early_has_its_turn_when_what_it_waits_for_is_handled()
    {
        var ticket = Guid.CreateVersion7();
        await DeliverAsync([(Notes.Of(ticket, "too early"), Guid.CreateVersion7()), (Notes.Of(Guid.CreateVersion7(), "good"), Guid.CreateVersion7())]);
        Assert.Equal(1, await _service.LedgerAsync());
        await DeliverAsync([(Notes.Of(ticket, "first"), Guid.CreateVersion7())]);
        await Eventually.Async(async () => await _service.LedgerAsync() == 3, what: "both were handled");
    }

    private static NoteAdded Numbered(Guid ticket, int n) => Notes.Of(ticket, $"{n:00}");

    private Task DeliverAsync(IReadOnlyList<(NoteAdded Note, Guid Id)> events) =>
        Task.WhenAll(events.Select(e => _service.Delivery.DeliverAsync(e.Note, e.Id, TestContext.Current.CancellationToken)));
}
