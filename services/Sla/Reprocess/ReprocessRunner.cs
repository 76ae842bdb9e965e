using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Runs re-process jobs, one chunk at a time, in turn; woken by each job's timer, which also finds it again after a crash.</summary>
internal sealed partial class ReprocessRunner(ReprocessChunk chunk, ILogger<ReprocessRunner> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<(string Tenant, Guid Id), bool> _known = new();
    private readonly Channel<(string Tenant, Guid Id)> _turns = Channel.CreateUnbounded<(string, Guid)>();

    /// <summary>Gives a job its turn, unless it waits for it already.</summary>
    public void Wake(string tenant, Guid id)
    {
        if (_known.TryAdd((tenant, id), true))
        {
            _turns.Writer.TryWrite((tenant, id));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _turns.Reader.ReadAllAsync(stoppingToken))
        {
            if (await HasMoreAsync(job.Tenant, job.Id, stoppingToken))
            {
                _turns.Writer.TryWrite(job);
            }
            else
            {
                _known.TryRemove(job, out _);
            }
        }
    }

    private async Task<bool> HasMoreAsync(string tenant, Guid id, CancellationToken ct)
    {
        try
        {
            return await chunk.RunAsync(tenant, id, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogInterrupted(failure, id);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Re-process {Job} was interrupted; its timer goes on with it")]
    private partial void LogInterrupted(Exception failure, Guid job);
}
