using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Terms;

/// <summary>A page that watches a job of Sla's until it is over, a look each second, as long as somebody has it open.</summary>
public abstract class WatchingComponent : DeskComponent, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _watch;
    private Func<CancellationToken, Task<bool>>? _look;
    private bool _live;

    /// <summary>Looks again and again until told that it is over; what was watched before is watched no longer.</summary>
    /// <param name="look">Takes a look; true while there is more to come.</param>
    protected void Watch(Func<CancellationToken, Task<bool>> look)
    {
        Unwatch();
        _look = look;
        // A page that is drawn without a circuit is drawn once.
        if (_live)
            _ = RunAsync(look, (_watch = new()).Token);
    }

    /// <summary>Looks no longer.</summary>
    protected void Unwatch()
    {
        _look = null;
        _watch?.Cancel();
        _watch?.Dispose();
        _watch = null;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        _live = true;
        if (_look is { } look)
            Watch(look);
    }

    public void Dispose()
    {
        Unwatch();
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync(Func<CancellationToken, Task<bool>> look, CancellationToken ct)
    {
        try
        {
            for (var more = true; more;)
            {
                await Task.Delay(Beat, ct);
                await InvokeAsync(async () =>
                {
                    more = await LookAsync(look, ct);
                    if (!ct.IsCancellationRequested)
                        StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left, or shows something else.
        }
    }

    private async Task<bool> LookAsync(Func<CancellationToken, Task<bool>> look, CancellationToken ct)
    {
        try
        {
            return await look(ct);
        }
        catch (GatewayException e)
        {
            // Away for a moment: the job goes on all the same.
            return !LeftFor(e) && e.Status >= 500;
        }
    }
}
