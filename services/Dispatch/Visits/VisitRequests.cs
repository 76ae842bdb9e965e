using System.ComponentModel.DataAnnotations;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Tickets;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Help from afar begins; tool or way, where it is joined (https) and a note, if wanted.</summary>
public sealed record RemoteSessionRequest(
    [MaxLength(200)] string? Tool = null, [MaxLength(2000)] string? Note = null, [MaxLength(2000), RegularExpression("https://[^\\s]+")] string? Link = null);

/// <summary>Help from afar is over: what was done.</summary>
public sealed record RemoteSessionEndRequest(Guid SessionId, [NotBlank, MaxLength(20_000)] string Log);

/// <summary>A visit is agreed; with the id of an agreed one it is moved. The window is at most 31 days long and ends after it begins.</summary>
/// <param name="Parts">Parts to be taken along, 50 at most.</param>
/// <param name="TravelMinutes">The estimated way there, 0 to 2,880 minutes.</param>
/// <param name="At">The place in degrees.</param>
/// <param name="LateReason">Why it begins after the time promised on site; needed then.</param>
/// <param name="Override">A dispatcher or manager passes over what speaks against the ticket's engineer on that day; never over a missing certificate.</param>
/// <param name="OverrideReason">Why; needed then.</param>
public sealed record VisitRequest(
    DateTimeOffset From, DateTimeOffset To, Guid? VisitId = null, [MaxLength(500)] string? Place = null, [MaxLength(50)] string[]? Parts = null,
    [Range(0, 2880)] int? TravelMinutes = null, GeoPoint? At = null, [MaxLength(500)] string? LateReason = null, bool Override = false,
    [MaxLength(500)] string? OverrideReason = null);

/// <summary>The engineer is there; without a visit agreed before, the check-in makes one. The place is told in words, in degrees or both, or it is said why not.</summary>
/// <param name="NoPlaceReason">Why no place is told; needed without one.</param>
/// <param name="Reason">Why a dispatcher or manager checks in for the engineer; needed then.</param>
public sealed record ArriveRequest(
    Guid? VisitId = null, [MaxLength(500)] string? Place = null, GeoPoint? At = null, [MaxLength(500)] string? NoPlaceReason = null, [MaxLength(500)] string? Reason = null);

/// <summary>The visit is over.</summary>
/// <param name="SignedBy">Who signed on the customer's side.</param>
/// <param name="PartsUsed">50 at most.</param>
public sealed record VisitReportRequest(
    Guid VisitId, [NotBlank, MaxLength(20_000)] string Report, [NotBlank, MaxLength(200)] string? SignedBy = null, [MaxLength(50)] string[]? PartsUsed = null);

/// <summary>An agreed visit is off.</summary>
public sealed record VisitCancelRequest(Guid VisitId, [NotBlank, MaxLength(500)] string Reason);

/// <summary>A photo or signature; its content is at <c>/api/v1/work/{ticket}/visits/{visit}/files/{id}</c>.</summary>
public sealed record VisitFileView(Guid Id, VisitFileKind Kind, string Type, int Bytes, string? By, DateTimeOffset At);

/// <summary>A visit as shown.</summary>
/// <param name="CheckInMetres">How far from the agreed place the check-in was made; null when one of them was not told in degrees.</param>
/// <param name="OverrideReason">Why it was agreed although something spoke against the engineer; null when nothing did.</param>
/// <param name="ArrivedBy">Who checked in.</param>
/// <param name="ArrivedReason">Why that was not the engineer; null when it was.</param>
/// <param name="NoPlaceReason">Why the check-in has no place; null when it has one.</param>
public sealed record VisitView(
    Guid Id, VisitState State, Guid? EngineerId, string? EngineerName, DateTimeOffset From, DateTimeOffset To, string? Place, GeoPoint? At,
    IReadOnlyList<string> Parts, int? TravelMinutes, string? LateReason, DateTimeOffset? ArrivedAt, string? ArrivedPlace, double? CheckInMetres,
    DateTimeOffset? DoneAt, string? Report, IReadOnlyList<string> PartsUsed, string? SignedBy, string? CancelReason, IReadOnlyList<VisitFileView> Files,
    string? OverrideReason = null, string? ArrivedBy = null, string? ArrivedReason = null, string? NoPlaceReason = null);

/// <summary>A remote session as shown.</summary>
public sealed record RemoteSessionView(
    Guid Id, string? Tool, string? Link, string? Note, string? By, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Log);

/// <summary>Visits and remote sessions of a ticket, the latest first.</summary>
/// <param name="DueOnSiteAt">By when somebody is promised on site; null when nothing is, or somebody is there.</param>
/// <param name="VisitsPerDay">The most visits a day that the team sets for one engineer; null when it sets none.</param>
/// <param name="Promise">What <paramref name="DueOnSiteAt"/> was promised by.</param>
/// <param name="Days">What the ticket's engineer has agreed for the next 60 days; null when nobody has the ticket.</param>
public sealed record VisitList(
    IReadOnlyList<VisitView> Visits, IReadOnlyList<RemoteSessionView> Sessions, DateTimeOffset? DueOnSiteAt, int? VisitsPerDay, IReadOnlyList<VisitDay>? Days, OnSitePromise? Promise = null);

/// <summary>A promise to be on site.</summary>
/// <param name="DueAt">By when.</param>
/// <param name="Cutoff">Of a same-day promise: the local time until which a report counts for its day, like <c>16:00</c>; else null.</param>
/// <param name="Zone">Of a same-day promise: the IANA zone in which that is meant, the contract calendar's; else null.</param>
public sealed record OnSitePromise(DateTimeOffset DueAt, string? Cutoff, string? Zone);
