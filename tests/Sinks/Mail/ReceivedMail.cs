namespace ServiceMesh.Sinks.Mail;

/// <summary>One accepted mail, decoded. <see cref="Id"/> counts from 1 in order of arrival.</summary>
public sealed record ReceivedMail
{
    public required long Id { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The envelope's sender, as given to MAIL FROM.</summary>
    public required string Sender { get; init; }

    /// <summary>The envelope's recipients, as given to RCPT TO.</summary>
    public required IReadOnlyList<string> To { get; init; }
    public required string Subject { get; init; }

    /// <summary>The first text/plain part, decoded; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The first text/html part, decoded; null when there is none.</summary>
    public string? Html { get; init; }

    /// <summary>The Message-ID without angle brackets; empty when the mail has none.</summary>
    public required string MessageId { get; init; }

    /// <summary>Unfolded and decoded headers in order; names may repeat.</summary>
    public required IReadOnlyList<MailHeader> Headers { get; init; }

    /// <summary>Size on the wire in bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>It came by an encrypted connection.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The decoded value of the first header of that name, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}

/// <summary>A header line, unfolded and decoded.</summary>
public sealed record MailHeader(string Name, string Value);
