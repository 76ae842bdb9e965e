using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Attachments;

/// <summary>Asks the operator's virus scanner, a program or an address.</summary>
public sealed partial class VirusScanner(IOptions<AttachmentOptions> options, ILogger<VirusScanner> logger) : IDisposable
{
    // Without the retries and spans of other clients: a scan is repeated by its timer, and a file's content is nobody's trace.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false }) { Timeout = options.Value.ScanTimeout };

    /// <summary>Whether the file is clean; null when the scanner could not tell now.</summary>
    public async Task<bool?> IsCleanAsync(string path, CancellationToken ct)
    {
        try
        {
            return options.Value.ScanCommand is { } command ? await RunAsync(command, path, ct) : await PostAsync(options.Value.ScanUrl!, path, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.ComponentModel.Win32Exception or InvalidOperationException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogAway(e.GetType().Name);
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<bool?> RunAsync(string command, string path, CancellationToken ct)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1).Append(path))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(options.Value.ScanTimeout);
        try
        {
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, timeout.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, timeout.Token),
                process.WaitForExitAsync(timeout.Token));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return process.ExitCode switch { 0 => true, 1 => false, _ => null };
    }

    private async Task<bool?> PostAsync(string url, string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        using var content = new StreamContent(file);
        content.Headers.ContentType = new(FileRules.Unknown);
        using var answer = await _http.PostAsync(url, content, ct);
        return answer switch
        {
            { IsSuccessStatusCode: true } => true,
            { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.NotAcceptable or HttpStatusCode.UnprocessableEntity } => false,
            _ => null,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The virus scanner does not answer ({Reason}); the file is looked at again later")]
    private partial void LogAway(string reason);
}

/// <summary>Has a file looked at, outside every transaction; it is armed again until an answer is written down.</summary>
public sealed class ScanTimer(ScanPump pump, IOptions<AttachmentOptions> options) : ITimerHandler
{
    public const string Kind = "scan-attachment";

    internal static TimerRequest For(string tenant, Guid id, DateTimeOffset due) => new(Kind, id.ToString("N"), due, tenant);

    /// <inheritdoc />
    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        // Should this process end in between, the next arming brings the file back.
        work.Arm(For(t.Tenant, Guid.ParseExact(t.Key, "N"), work.Now + options.Value.ScanTimeout + TimeSpan.FromSeconds(30)));
        pump.Enqueue(t.Tenant, Guid.ParseExact(t.Key, "N"));
        return Task.CompletedTask;
    }
}

/// <summary>Scans at most two files at a time. What it is doing may be lost: the timer behind each file brings it back.</summary>
public sealed partial class ScanPump(IServiceScopeFactory scopes, IWorkFactory works, FileStore files, VirusScanner scanner, ILogger<ScanPump> logger) : IHostedService, IDisposable
{
    private const int AtATime = 2;
    private readonly SemaphoreSlim _turns = new(AtATime, AtATime);
    private readonly ConcurrentDictionary<Guid, byte> _underWay = new();
    private readonly CancellationTokenSource _stopping = new();

    internal void Enqueue(string tenant, Guid id)
    {
        if (!_stopping.IsCancellationRequested && _underWay.TryAdd(id, 0))
            _ = Task.Run(() => RunAsync(tenant, id));
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        files.SweepPassing();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        for (var turn = 0; turn < AtATime; turn++)
            await _turns.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _turns.Dispose();
    }

    private async Task RunAsync(string tenant, Guid id)
    {
        var ct = _stopping.Token;
        try
        {
            await _turns.WaitAsync(ct);
            try
            {
                await ScanAsync(tenant, id, ct);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // After the restart.
        }
        catch (Exception e)
        {
            LogPutOff(e, id);
        }
        finally
        {
            _underWay.TryRemove(id, out _);
        }
    }

    private async Task ScanAsync(string tenant, Guid id, CancellationToken ct)
    {
        string? place;
        await using (var scope = scopes.CreateAsyncScope())
        {
            place = await scope.ServiceProvider.GetRequiredService<IntakeDb>().Attachments
                .Where(a => a.Tenant == tenant && a.Id == id && a.Scan == ScanState.Pending).Select(a => a.StoredAs).SingleOrDefaultAsync(ct);
        }

        // Gone or told already: nothing more to do.
        var clean = place is null ? true : await scanner.IsCleanAsync(files.PathOf(tenant, place), ct);
        if (clean is not { } told)
            return;
        await using var work = await works.BeginAsync(ct);
        work.Cancel(ScanTimer.Kind, id.ToString("N"));
        var rows = await work.Db<IntakeDb>().Attachments.FromSql($"SELECT * FROM attachments WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is { Scan: ScanState.Pending } row)
        {
            row.Scan = told ? ScanState.Clean : ScanState.Infected;
            if (row.TicketId is { } ticket)
                work.Touched(tenant, ticket);
        }

        await work.CommitAsync(ct);
        if (!told && place is not null)
            files.Delete(tenant, place);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "File {Attachment} could not be looked at now; its timer brings it back")]
    private partial void LogPutOff(Exception failure, Guid attachment);
}
