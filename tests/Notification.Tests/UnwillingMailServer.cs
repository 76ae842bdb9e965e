using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceMesh.Notification.Tests;

/// <summary>How a mail server can be bad.</summary>
internal enum Unwilling
{
    /// <summary>Takes the connection and says nothing, ever.</summary>
    Silent,

    /// <summary>Takes the whole mail the first time and hangs up before it says so: nobody knows whether it has it.</summary>
    DropsAfterData,

    /// <summary>Takes the whole mail and never says whether it has it.</summary>
    SilentAfterData,

    /// <summary>Greets one letter a second.</summary>
    Trickling,

    /// <summary>Greets for ever, as fast as it can.</summary>
    Endless,

    /// <summary>Offers encryption and then speaks none.</summary>
    BrokenTls,
}

/// <summary>A mail server on loopback that plays one bad part; otherwise it takes mails and remembers their Message-IDs.</summary>
internal sealed class UnwillingMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Unwilling _part;
    private readonly Task _accepting;
    private int _mails;

    public UnwillingMailServer(Unwilling part)
    {
        _part = part;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>Mails whose end was received.</summary>
    public int Mails => Volatile.Read(ref _mails);

    /// <summary>The Message-ID of every mail whose end was received, acknowledged or not.</summary>
    public ConcurrentQueue<string> MessageIds { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Connections++;
                open.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(client.GetStream(), _stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream, CancellationToken ct)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        if (_part == Unwilling.Silent)
        {
            await reader.ReadLineAsync(ct);
            return;
        }
        if (_part == Unwilling.Trickling)
        {
            using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await second.WaitForNextTickAsync(ct)) await stream.WriteAsync("2"u8.ToArray(), ct);
        }
        if (_part == Unwilling.Endless)
        {
            while (true) await SayAsync(stream, "220-" + new string('x', 500), ct);
        }
        await SayAsync(stream, "220 here", ct);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await SayAsync(stream, "354 go on", ct);
                while (await reader.ReadLineAsync(ct) is { } data && data != ".")
                {
                    if (data.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase)) MessageIds.Enqueue(data);
                }
                if (_part == Unwilling.SilentAfterData)
                {
                    Interlocked.Increment(ref _mails);
                    await reader.ReadLineAsync(ct);
                    return;
                }
                if (Interlocked.Increment(ref _mails) == 1) return;
            }
            if (_part == Unwilling.BrokenTls && verb == "EHLO")
            {
                await SayAsync(stream, "250-here\r\n250 STARTTLS", ct);
                continue;
            }
            if (_part == Unwilling.BrokenTls && verb == "STARTTLS")
            {
                await SayAsync(stream, "220 go ahead\r\nthis is no TLS at all, and never will be", ct);
                return;
            }
            await SayAsync(stream, verb == "QUIT" ? "221 bye" : "250 ok", ct);
        }
    }

    private static async Task SayAsync(NetworkStream stream, string line, CancellationToken ct) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), ct);
}
