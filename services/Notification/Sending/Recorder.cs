using System.Threading.Channels;
using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Records outcomes: row, timer and event in one commit, and as many outcomes in that commit as came in while the one before was being made.
/// </summary>
public sealed partial class Recorder(IWorkFactory works, OutcomeWriter outcomes, ILogger<Recorder> log) : BackgroundService
{
    private const int MostAtOnce = 200;
    private const int Many = 4;
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_gatherMany = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private readonly Channel<Waiting> _inbox = System.Threading.Channels.Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    /// <summary>Returns when the outcome is committed.</summary>
    /// <exception cref="OperationCanceledException">It could not be recorded while the lease lasted; the delivery comes back by itself.</exception>
    public async Task RecordAsync(Record record, TimeSpan leaseLeft)
    {
        using var lease = new CancellationTokenSource(leaseLeft > TimeSpan.Zero ? leaseLeft : TimeSpan.Zero);
        var waiting = new Waiting(record, lease.Token);
        _inbox.Writer.TryWrite(waiting);
        await waiting.Done.Task.WaitAsync(lease.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reader = _inbox.Reader;
        var last = 0;
        while (await reader.WaitToReadAsync(stoppingToken))
        {
            // The more there is to do, the more goes into a commit.
            await Task.Delay(last > Many ? s_gatherMany : s_gather, stoppingToken);
            var batch = new List<Waiting>();
            while (batch.Count < MostAtOnce && reader.TryRead(out var waiting)) batch.Add(waiting);
            last = batch.Count;
            await CommitAsync(batch, stoppingToken);
        }
    }

    private async Task CommitAsync(List<Waiting> batch, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2)
        {
            batch.RemoveAll(w => w.Lease.IsCancellationRequested);
            if (batch.Count == 0) return;
            try
            {
                await WriteAsync([.. batch.Select(w => w.Record)], ct);
                batch.ForEach(w => w.Done.TrySetResult());
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogUnrecorded(batch.Count, e.Message);
                await Task.Delay(pause, ct);
            }
        }
    }

    private async Task WriteAsync(List<Record> records, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await outcomes.WriteAsync(work, records, ct);
        await work.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} outcomes could not be recorded yet ({Reason})")]
    private partial void LogUnrecorded(int count, string reason);

    private sealed record Waiting(Record Record, CancellationToken Lease)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
