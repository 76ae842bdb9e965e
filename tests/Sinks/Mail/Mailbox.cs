namespace ServiceMesh.Sinks.Mail;

/// <summary>The last <paramref name="capacity"/> mails in memory, and how often each Message-ID came.</summary>
public sealed class Mailbox(int capacity = 10_000, TimeProvider? clock = null)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReceivedMail> _mails = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long _received;

    /// <summary>How often each Message-ID was accepted.</summary>
    public OccurrenceCounter MessageIds { get; } = new();

    /// <summary>Mails accepted since the start or the last <see cref="Clear"/>, forgotten ones included.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Parses and keeps a mail; the oldest is forgotten when the mailbox is full.</summary>
    /// <param name="encrypted">It came by an encrypted connection.</param>
    public ReceivedMail Add(string sender, IReadOnlyList<string> recipients, byte[] message, bool encrypted = false)
    {
        var parsed = MimeParser.Parse(message);
        lock (_gate)
        {
            var mail = new ReceivedMail
            {
                Id = Interlocked.Increment(ref _received),
                ReceivedAt = _clock.GetUtcNow(),
                Sender = sender,
                To = recipients,
                Subject = parsed.Header("Subject") ?? "",
                Text = parsed.Text,
                Html = parsed.Html,
                MessageId = (parsed.Header("Message-ID") ?? "").Trim('<', '>', ' '),
                Headers = parsed.Headers,
                Bytes = message.Length,
                Encrypted = encrypted,
            };
            _mails.Enqueue(mail);
            if (_mails.Count > capacity) _mails.Dequeue();
            if (mail.MessageId.Length > 0) MessageIds.Count(mail.MessageId);
            return mail;
        }
    }

    /// <summary>Mails in order of arrival. Texts match anywhere, ignoring case.</summary>
    /// <param name="to">Part of a recipient's address.</param>
    /// <param name="subject">Part of the subject.</param>
    /// <param name="after">Only mails with a greater <see cref="ReceivedMail.Id"/>.</param>
    public IReadOnlyList<ReceivedMail> Find(string? to = null, string? subject = null, long after = 0)
    {
        lock (_gate)
        {
            return [.. _mails.Where(m => m.Id > after
                && (string.IsNullOrEmpty(to) || m.To.Any(a => a.Contains(to, StringComparison.OrdinalIgnoreCase)))
                && (string.IsNullOrEmpty(subject) || m.Subject.Contains(subject, StringComparison.OrdinalIgnoreCase)))];
        }
    }

    /// <summary>The mail with this id, or null when it never came or was forgotten.</summary>
    public ReceivedMail? Get(long id)
    {
        lock (_gate) return _mails.FirstOrDefault(m => m.Id == id);
    }

    /// <summary>Forgets everything; ids go on counting.</summary>
    public void Clear()
    {
        lock (_gate) _mails.Clear();
        MessageIds.Clear();
    }
}
