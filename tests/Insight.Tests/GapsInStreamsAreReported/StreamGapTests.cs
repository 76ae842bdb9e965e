using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Streams;

namespace ServiceMesh.Insight.Tests.GapsInStreamsAreReported;

public sealed class StreamGapTests
{
    private readonly InsightHost _insight;
    private readonly string _tenant = InsightHost.NewTenant();
    private readonly Story _story;

    public StreamGapTests(InsightHost insight) => (_insight, _story) = (insight, new Story(_tenant));

    [Fact]
    public async Task A_missing_event_is_reported_once_after_the_patience_and_forgotten_when_it_comes()
    {
        var first = _story.Triaged();
        var missing = _story.Assigned();
        await _insight.DeliverAsync(first, _story.Paused());

        await CheckAsync(StreamWatch.Patience);
        Assert.Empty(Reports());

        await CheckAsync(TimeSpan.Zero);
        await CheckAsync(TimeSpan.Zero);
        Assert.EndsWith("misses event 2", Assert.Single(Reports()), StringComparison.Ordinal);
        Assert.Equal(1, await OpenAsync());
        Assert.InRange(_insight.Streams.OpenGaps, 1, long.MaxValue);

        await _insight.DeliverAsync(missing);
        await CheckAsync(TimeSpan.Zero);
        Assert.Equal(0, await OpenAsync());
    }

    [Fact]
    public async Task Overtaking_is_no_gap()
    {
        Event[] events = [_story.Triaged(), _story.Assigned(), _story.Paused(), _story.Closed()];
        await _insight.DeliverAsync(events.Reverse());

        await CheckAsync(TimeSpan.Zero);

        Assert.Empty(Reports());
    }

    [Fact]
    public async Task A_gap_in_one_publishers_stream_is_none_of_anothers()
    {
        await _insight.DeliverAsync(_story.Opened(), _story.Triaged(), _story.Breached(), _story.Delivered(), _story.Answered(5));

        await CheckAsync(TimeSpan.Zero);

        Assert.Empty(Reports());
    }

    [Fact]
    public async Task A_restart_forgets_no_stream_that_was_not_checked()
    {
        var missing = _story.Triaged();
        await _insight.DeliverAsync(Story.Zone(_tenant, "UTC"));
        await _insight.DeliverAsync(_story.At(DateTimeOffset.UtcNow).Paused());
        using var loggers = new LoggerFactory([_insight.Logs]);
        var restarted = new StreamWatch(_insight.Database, loggers.CreateLogger<StreamWatch>());

        await restarted.ResumeAsync(TestContext.Current.CancellationToken);
        await restarted.CheckAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.EndsWith("misses event 1", Assert.Single(Reports()), StringComparison.Ordinal);
        await _insight.DeliverAsync(missing);
        await CheckAsync(TimeSpan.Zero);
    }

    private Task CheckAsync(TimeSpan patience) => _insight.Streams.CheckAsync(patience, TestContext.Current.CancellationToken);

    private async Task<long> OpenAsync()
    {
        await using var count = _insight.Database.CreateCommand("SELECT count(*) FROM stream_gaps WHERE aggregate = $1 AND reported_at IS NOT NULL");
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _story.Ticket });
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private IEnumerable<string> Reports() => _insight.Logs.Lines.Where(l => l.Contains(_story.Ticket.ToString(), StringComparison.Ordinal));
}
