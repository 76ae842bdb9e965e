using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServiceMesh.Sinks.Mail;

/// <summary>
/// A small SMTP server on loopback that accepts everything and sends nothing on. For the local mailbox and for tests.
/// Limits: 100 connections at a time, 10 MB a mail, 100 recipients, five minutes of silence.
/// </summary>
/// <param name="mailbox">Where accepted mails go.</param>
/// <param name="port">The port to listen on; 0 takes a free one, see <see cref="Port"/>.</param>
public sealed partial class SmtpSink(Mailbox mailbox, int port = 0, ILogger<SmtpSink>? logger = null) : IHostedService, IAsyncDisposable
{
    private const int MaxConnections = 100;
    private readonly ILogger _logger = logger ?? NullLogger<SmtpSink>.Instance;
    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _connections = new(MaxConnections);
    private Task _accepting = Task.CompletedTask;

    /// <summary>The mails accepted so far.</summary>
    public Mailbox Mailbox => mailbox;

    /// <summary>The port it listens on, known after the start.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// Lets a test play an unwilling server: given the recipient it returns the SMTP reply that refuses it
    /// (for example <c>451 4.3.0 try later</c>), or null to accept.
    /// </summary>
    public Func<string, string?>? Refuse { get; set; }

    /// <summary>With one, mails are taken encrypted only (STARTTLS).</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A started sink with its own mailbox on a free port.</summary>
    public static Task<SmtpSink> StartNewAsync(CancellationToken cancellationToken = default) => StartNewAsync(null, null, cancellationToken);

    /// <summary>The same with a certificate, or with a mailbox of another size.</summary>
    public static async Task<SmtpSink> StartNewAsync(X509Certificate2? certificate, Mailbox? mailbox = null, CancellationToken cancellationToken = default)
    {
        var sink = new SmtpSink(mailbox ?? new Mailbox()) { Certificate = certificate };
        await sink.StartAsync(cancellationToken);
        return sink;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        LogListening(Port);
        _accepting = AcceptAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _listener.Dispose();
        _stopping.Dispose();
        _connections.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stopping)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                await _connections.WaitAsync(stopping);
                var client = await _listener.AcceptTcpClientAsync(stopping);
                open.RemoveAll(t => t.IsCompleted);
                open.Add(ServeAsync(client, stopping));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && stopping.IsCancellationRequested)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        try
        {
            client.NoDelay = true;
            using (client)
            {
                await using var session = new SmtpSession(client.Client, client.GetStream(), mailbox, recipient => Refuse?.Invoke(recipient), Certificate);
                await session.RunAsync(stopping);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidDataException or AuthenticationException)
        {
            LogEnded(e.GetType().Name);
        }
        finally
        {
            _connections.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "SMTP sink listens on port {Port}")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "SMTP connection ended by {Cause}")]
    private partial void LogEnded(string cause);
}
