using System.Globalization;
using System.Text.Json;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// An event as it stays in the record, without what names a person or was typed by one: that lies beside it and may be erased.
/// Every read model is a function of these.
/// </summary>
public sealed record KeptEvent
{
    public required string Tenant { get; init; }

    /// <summary>Its number in the tenant's record, in order of arrival, from 1 without holes.</summary>
    public required long Position { get; init; }

    /// <summary>The service that published it.</summary>
    public required string Publisher { get; init; }

    /// <summary>The thing whose stream it belongs to: the ticket, the team, the engineer ...</summary>
    public required Guid Aggregate { get; init; }

    /// <summary>Its number in the publisher's stream, from 1. Of whole-state events the highest is the newest.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event's name, for example <c>TicketAssigned</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was kept (UTC); never before that of the position before.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The day of <see cref="At"/> in the tenant's zone.</summary>
    public required DateOnly Day { get; init; }

    public Guid? TicketId { get; init; }

    /// <summary><c>system</c>, <c>staff</c>, <c>customer</c> or <c>integration</c>.</summary>
    public required string ActorKind { get; init; }

    /// <summary>Account of staff, contact of customers, key or channel of integrations; null for the system.</summary>
    public string? ActorId { get; init; }

    /// <summary>The event's own properties, camelCase, nulls left out; a ticket's card with its ids, severity and cycle only.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>A property as text; null when it is not there.</summary>
    public string? Text(string name) => Data.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>A property that is an id; null when it is not there.</summary>
    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>A property that is a whole number; null when it is not there.</summary>
    public int? Number(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A property that is an amount; null when it is not there.</summary>
    public decimal? Amount(string name) => decimal.TryParse(Text(name), CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>True when the property is there and true.</summary>
    public bool Is(string name) => Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A property that is an instant (UTC); null when it is not there.</summary>
    public DateTimeOffset? Instant(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>A property of the ticket's card (<c>card</c>), as text; null when there is no card or not this.</summary>
    public string? Card(string name) => Data.TryGetProperty("card", out var card) && card.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;
}
