using System.Globalization;
using System.Security.Cryptography;

namespace ServiceMesh.Insight.Domain;

/// <summary>A row of the record as the chain sees it: everything but people's names and words, of which it has the seals.</summary>
public sealed record ChainLink
{
    public required string Tenant { get; init; }

    /// <summary>From 1, without holes, in order of arrival.</summary>
    public required long Position { get; init; }
    public required string Publisher { get; init; }
    public required Guid Aggregate { get; init; }
    public required long Sequence { get; init; }
    public required string Type { get; init; }

    /// <summary>When it happened (UTC, whole microseconds).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was kept (UTC, whole microseconds).</summary>
    public required DateTimeOffset ArrivedAt { get; init; }
    public Guid? TicketId { get; init; }
    public required string ActorKind { get; init; }
    public string? ActorId { get; init; }

    /// <summary>The kept properties in canonical JSON (UTF-8).</summary>
    public required byte[] Data { get; init; }
    public string? TraceId { get; init; }

    /// <summary>The hash of the customer's part with its salt; null when the event has none.</summary>
    public byte[]? CustomerSeal { get; init; }

    /// <summary>The hash of the staff's part with its salt; null when the event has none.</summary>
    public byte[]? StaffSeal { get; init; }

    /// <summary>The canonical JSON (UTF-8) that the digest is taken of.</summary>
    public byte[] Text() => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        if (ActorId is not null) writer.WriteString("actorId", ActorId);
        writer.WriteString("actorKind", ActorKind);
        writer.WriteString("aggregate", Aggregate);
        writer.WriteString("arrivedAt", CanonicalJson.Instant(ArrivedAt));
        writer.WriteString("at", CanonicalJson.Instant(At));
        if (CustomerSeal is not null) writer.WriteString("customerSeal", Convert.ToHexStringLower(CustomerSeal));
        writer.WritePropertyName("data");
        writer.WriteRawValue(Data, skipInputValidation: true);
        writer.WriteNumber("position", Position);
        writer.WriteString("publisher", Publisher);
        writer.WriteNumber("sequence", Sequence);
        if (StaffSeal is not null) writer.WriteString("staffSeal", Convert.ToHexStringLower(StaffSeal));
        writer.WriteString("tenant", Tenant);
        if (TicketId is { } ticket) writer.WriteString("ticketId", ticket);
        if (TraceId is not null) writer.WriteString("traceId", TraceId);
        writer.WriteString("type", Type);
        writer.WriteEndObject();
    });

    /// <summary>SHA-256 of <see cref="Text"/>.</summary>
    public byte[] Digest() => SHA256.HashData(Text());

    /// <summary>This row's hash, given that of the row before; <see cref="Chain.Start"/> for position 1.</summary>
    public byte[] Hash(ReadOnlySpan<byte> previous) => Chain.Hash(previous, Digest());
}

/// <summary>The arithmetic of the chain.</summary>
public static class Chain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Bytes of a salt: not to be guessed.</summary>
    public const int SaltLength = 16;

    /// <summary>What stands before the first row.</summary>
    public static ReadOnlySpan<byte> Start => new byte[HashLength];

    /// <summary>SHA-256 of the hash before and this row's digest.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> digest)
    {
        Span<byte> both = stackalloc byte[HashLength * 2];
        previous.CopyTo(both);
        digest.CopyTo(both[HashLength..]);
        return SHA256.HashData(both);
    }

    /// <summary>SHA-256 of a salt and a part's canonical JSON.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(part);
        return hash.GetHashAndReset();
    }

    /// <summary>An event's place in its stream, as one word.</summary>
    public static string EventId(string publisher, Guid aggregate, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{publisher}-{aggregate:N}-{sequence}");
}
