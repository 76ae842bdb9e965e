using System.ComponentModel.DataAnnotations;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>An engineer to make or change.</summary>
/// <param name="Language">BCP 47 tag, for example <c>zh-CN</c>.</param>
/// <param name="Skills">Product codes and categories.</param>
/// <param name="AccountId">The account to sign in with; one account is at most one engineer.</param>
/// <param name="Active">Whether the engineer gets tickets.</param>
public sealed record EngineerRequest(
    [NotBlank, MaxLength(200)] string Name,
    [RegularExpression("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), MaxLength(35)] string Language,
    [EmailAddress, MaxLength(254)] string? Email = null,
    [MaxLength(100), Keywords(200)] string[]? Skills = null,
    [MaxLength(100)] Guid[]? TeamIds = null,
    Guid? AccountId = null,
    bool Active = true);

/// <summary>An engineer as shown.</summary>
/// <param name="OpenTickets">Tickets he has to work on: assigned, in progress or waiting.</param>
public sealed record EngineerView(
    Guid Id, string Name, string? Email, string Language, IReadOnlyList<string> Skills, IReadOnlyList<Guid> TeamIds,
    Guid? AccountId, bool Active, int OpenTickets);

/// <summary>A page of engineers.</summary>
public sealed record EngineerPage(IReadOnlyList<EngineerView> Items, string? Next);
