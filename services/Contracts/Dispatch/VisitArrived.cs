namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch at the check-in of a visit. It meets the arrival clock; "on my way" does not.</summary>
public sealed record VisitArrived : TicketEvent
{
    public required Guid VisitId { get; init; }
    public Guid? EngineerId { get; init; }

    /// <summary>Where the check-in was made, in words or as coordinates; null when the place is not told.</summary>
    public string? Place { get; init; }

    /// <summary>Where the check-in was made, in degrees (WGS 84).</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>How far from the agreed place, in metres; null when one of them was not told in degrees.</summary>
    public double? Metres { get; init; }

    /// <summary>Why no place is told; null when one is.</summary>
    public string? NoPlaceReason { get; init; }

    /// <summary>Why somebody else checked in for the engineer; null when it was the engineer.</summary>
    public string? Reason { get; init; }
}
