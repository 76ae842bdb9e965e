using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceMesh.Notification.Tests;

/// <summary>A hostile webhook receiver: says 200 at once and then sends its answer's body for ever, or as good as never.</summary>
internal sealed class EndlessReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _sent;

    /// <param name="silent">Sends no byte of the body it announced.</param>
    public EndlessReceiver(bool silent)
    {
        _listener.Start();
        _accepting = AcceptAsync(silent);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>Bytes of the body that the other side's network took.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(bool silent)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await AnswerAsync(client.GetStream(), silent);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, bool silent)
    {
        try
        {
            var block = new byte[64 * 1024];
            _ = await stream.ReadAsync(block, _stopping.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"), _stopping.Token);
            if (silent)
            {
                while (await stream.ReadAsync(block, _stopping.Token) > 0) continue;
                return;
            }
            for (; ; Interlocked.Add(ref _sent, block.Length)) await stream.WriteAsync(block, _stopping.Token);
        }
        catch (IOException)
        {
            // The other side has had enough.
        }
    }
}
