using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ServiceMesh.Sinks.Mail;

/// <summary>
/// One SMTP conversation (RFC 5321: EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT; with a certificate RFC 3207: STARTTLS, and no mail before it).
/// </summary>
internal sealed class SmtpSession(Socket socket, Stream plain, Mailbox mailbox, Func<string, string?> refuse, X509Certificate2? certificate) : IAsyncDisposable
{
    public const int MaxMessageBytes = 10 * 1024 * 1024;
    private const int MaxLineBytes = 16 * 1024;
    private const int MaxRecipients = 100;
    private const int TcpLevel = 6;
    private const int QuickAck = 12;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private static readonly StreamPipeReaderOptions LeaveOpen = new(leaveOpen: true);

    private readonly List<string> _recipients = [];
    private Stream _stream = plain;
    private PipeReader _reader = PipeReader.Create(plain, LeaveOpen);
    private SslStream? _encrypted;
    private string? _sender;

    public async Task RunAsync(CancellationToken stopping)
    {
        await ReplyAsync("220 sink ready", stopping);
        while (await ReadLineAsync(stopping) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
            var rest = space < 0 ? "" : line[(space + 1)..].Trim();
            if (verb == "QUIT")
            {
                await ReplyAsync("221 2.0.0 bye", stopping);
                return;
            }
            if (verb == "STARTTLS" && certificate is not null && _encrypted is null) await EncryptAsync(certificate, stopping);
            else if (verb == "DATA") await DataAsync(stopping);
            else await ReplyAsync(Answer(verb, rest), stopping);
        }
    }

    private string Answer(string verb, string rest)
    {
        switch (verb)
        {
            case "EHLO":
                Reset();
                return $"250-sink\r\n{(certificate is not null && _encrypted is null ? "250-STARTTLS\r\n" : "")}250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {MaxMessageBytes}";
            case "HELO":
                Reset();
                return "250 sink";
            case "RSET":
                Reset();
                return "250 2.0.0 forgotten";
            case "NOOP":
                return "250 2.0.0 here";
            case "MAIL":
                if (certificate is not null && _encrypted is null) return "530 5.7.0 STARTTLS first";
                if (_sender is not null) return "503 5.5.1 one mail at a time";
                if (Path(rest, "FROM:") is not { } sender) return "501 5.5.4 MAIL FROM:<address>";
                _sender = sender;
                return "250 2.1.0 sender noted";
            case "RCPT":
                if (_sender is null) return "503 5.5.1 MAIL first";
                if (Path(rest, "TO:") is not { Length: > 0 } recipient) return "501 5.5.4 RCPT TO:<address>";
                if (_recipients.Count >= MaxRecipients) return "452 4.5.3 too many recipients";
                if (refuse(recipient) is { } refusal) return refusal;
                _recipients.Add(recipient);
                return "250 2.1.5 recipient noted";
            default:
                return "502 5.5.1 not known here";
        }
    }

    /// <summary>From here on everything is encrypted, and what was said before is forgotten.</summary>
    private async Task EncryptAsync(X509Certificate2 certificate, CancellationToken stopping)
    {
        await ReplyAsync("220 2.0.0 go ahead", stopping);
        _encrypted = new SslStream(_stream, leaveInnerStreamOpen: true);
        await _encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping);
        _stream = _encrypted;
        await _reader.CompleteAsync();
        _reader = PipeReader.Create(_stream, LeaveOpen);
        Reset();
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        if (_encrypted is not null) await _encrypted.DisposeAsync();
    }

    private async Task DataAsync(CancellationToken stopping)
    {
        if (_sender is null || _recipients.Count == 0)
        {
            await ReplyAsync("503 5.5.1 MAIL and RCPT first", stopping);
            return;
        }
        await ReplyAsync("354 end with a dot", stopping);
        var message = new ArrayBufferWriter<byte>(4096);
        var tooLong = false;
        while (true)
        {
            var line = await ReadLineAsync(stopping) ?? throw new InvalidDataException("The mail ended before its dot.");
            if (line is [(byte)'.']) break;
            var content = line is [(byte)'.', ..] ? line.AsMemory(1) : line.AsMemory();
            tooLong |= message.WrittenCount + content.Length + 2 > MaxMessageBytes;
            if (tooLong) continue;
            message.Write(content.Span);
            message.Write("\r\n"u8);
        }
        if (tooLong)
        {
            Reset();
            await ReplyAsync("552 5.3.4 too large", stopping);
            return;
        }
        var mail = mailbox.Add(_sender, [.. _recipients], message.WrittenSpan.ToArray(), _encrypted is not null);
        Reset();
        await ReplyAsync($"250 2.0.0 kept as {mail.Id}", stopping);
    }

    private void Reset()
    {
        _sender = null;
        _recipients.Clear();
    }

    /// <summary>The address of <c>FROM:&lt;a@b&gt; SIZE=1</c>; empty for the null sender, null when malformed.</summary>
    private static string? Path(string rest, string keyword)
    {
        if (!rest.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)) return null;
        var path = rest[keyword.Length..].TrimStart();
        var end = path.IndexOf('>', StringComparison.Ordinal);
        return path.StartsWith('<') && end > 0 ? path[1..end] : null;
    }

    private async Task<byte[]?> ReadLineAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Silence);
        while (true)
        {
            AcknowledgeAtOnce();
            var read = await _reader.ReadAsync(patience.Token);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return line is [.., (byte)'\r'] ? line[..^1] : line;
            }
            if (buffer.Length > MaxLineBytes) throw new InvalidDataException("A line is too long.");
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return null;
        }
    }

    /// <summary>
    /// Mail clients write a message in small pieces and wait for each to be acknowledged, which Linux delays by 40 ms unless asked
    /// not to; the wish holds until the next piece only.
    /// </summary>
    private void AcknowledgeAtOnce()
    {
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(TcpLevel, QuickAck, BitConverter.GetBytes(1));
    }

    private async Task ReplyAsync(string reply, CancellationToken stopping) =>
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), stopping);
}
