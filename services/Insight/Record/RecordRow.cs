using System.Security.Cryptography;
using System.Text.Json;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Projections;

namespace ServiceMesh.Insight.Record;

/// <summary>An event on its way into the record: no position yet.</summary>
/// <param name="Publisher">The service that published it.</param>
/// <param name="Aggregate">The thing whose stream it is.</param>
/// <param name="Sequence">Its number there.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="TicketId">The ticket it is about; null for none.</param>
/// <param name="At">When it happened.</param>
/// <param name="Day">The day of that in the tenant's zone.</param>
/// <param name="Type">The event's name.</param>
/// <param name="ActorKind"><c>system</c>, <c>staff</c>, <c>customer</c> or <c>integration</c>.</param>
/// <param name="ActorId">Who caused it.</param>
/// <param name="TraceId">32 hex digits, or null.</param>
/// <param name="Parts">What it says.</param>
public sealed record Arrival(
    string Publisher, Guid Aggregate, long Sequence, string Tenant, Guid? TicketId, DateTimeOffset At, DateOnly Day, string Type, string ActorKind,
    string? ActorId, string? TraceId, EventParts Parts);

/// <summary>An event with its place in the chain.</summary>
/// <param name="Arrival">What came.</param>
/// <param name="Link">The row as the chain sees it.</param>
/// <param name="Hash">The chain's hash up to here.</param>
/// <param name="CustomerSalt">The salt of the customer's part; null when there is none.</param>
/// <param name="StaffSalt">The salt of the staff's part; null when there is none.</param>
public sealed record RecordRow(Arrival Arrival, ChainLink Link, byte[] Hash, byte[]? CustomerSalt, byte[]? StaffSalt)
{
    /// <summary>The event as read models see it.</summary>
    public KeptEvent Kept() => new()
    {
        Tenant = Link.Tenant,
        Position = Link.Position,
        Publisher = Link.Publisher,
        Aggregate = Link.Aggregate,
        Sequence = Link.Sequence,
        Type = Link.Type,
        At = Link.At,
        ArrivedAt = Link.ArrivedAt,
        Day = Arrival.Day,
        TicketId = Link.TicketId,
        ActorKind = Link.ActorKind,
        ActorId = Link.ActorId,
        Data = JsonSerializer.Deserialize<JsonElement>(Link.Data),
    };
}

/// <summary>The end of a tenant's record, locked by the one who appends.</summary>
public sealed class ChainHead(string tenant, long position, byte[] hash, DateTimeOffset arrivedAt)
{
    public string Tenant => tenant;
    public long Position { get; private set; } = position;
    public byte[] Hash { get; private set; } = hash;
    public DateTimeOffset ArrivedAt { get; private set; } = arrivedAt;

    /// <summary>Gives the next position to what came.</summary>
    public RecordRow Append(Arrival arrival, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (now > ArrivedAt) ArrivedAt = CanonicalJson.WholeMicroseconds(now);
        var (customerSalt, customerSeal) = Seal(arrival.Parts.Customer);
        var (staffSalt, staffSeal) = Seal(arrival.Parts.Staff);
        var link = new ChainLink
        {
            Tenant = tenant,
            Position = ++Position,
            Publisher = arrival.Publisher,
            Aggregate = arrival.Aggregate,
            Sequence = arrival.Sequence,
            Type = arrival.Type,
            At = CanonicalJson.WholeMicroseconds(arrival.At),
            ArrivedAt = ArrivedAt,
            TicketId = arrival.TicketId,
            ActorKind = arrival.ActorKind,
            ActorId = arrival.ActorId,
            Data = arrival.Parts.Kept,
            TraceId = arrival.TraceId,
            CustomerSeal = customerSeal,
            StaffSeal = staffSeal,
        };
        Hash = link.Hash(Hash);
        return new RecordRow(arrival, link, Hash, customerSalt, staffSalt);
    }

    private static (byte[]? Salt, byte[]? Seal) Seal(byte[]? part)
    {
        if (part is null) return default;
        var salt = RandomNumberGenerator.GetBytes(Chain.SaltLength);
        return (salt, Chain.Seal(salt, part));
    }
}
