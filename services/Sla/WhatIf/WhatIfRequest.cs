using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>What would have been: the tickets opened in a period, under other terms. At least one of policy and calendar is wanted.</summary>
/// <param name="From">Opened at or after this.</param>
/// <param name="To">Opened before this; at most 1,100 days after <paramref name="From"/>.</param>
/// <param name="Filter">Which of them; all when null.</param>
/// <param name="Policy">The policy to suppose, for the tickets that it matches.</param>
/// <param name="Calendar">The calendar to suppose in place of its namesake.</param>
public sealed record WhatIfRequest(DateTimeOffset From, DateTimeOffset To, WhatIfFilter? Filter = null, SupposedPolicy? Policy = null, SupposedCalendar? Calendar = null);

/// <summary>Which tickets, by how they were last triaged; null is any.</summary>
/// <param name="Contracts">Their contracts, 1 to 50.</param>
/// <param name="ServiceLevels">Their service levels, 1 to 50.</param>
/// <param name="Severities">1 to 5.</param>
/// <param name="WorkTypes">Support or maintenance.</param>
public sealed record WhatIfFilter(
    IReadOnlyList<Guid>? Contracts = null, IReadOnlyList<string>? ServiceLevels = null, IReadOnlyList<int>? Severities = null, IReadOnlyList<WorkType>? WorkTypes = null)
{
    internal bool Takes(TicketTraits traits) =>
        (Contracts is null || (traits.ContractId is { } contract && Contracts.Contains(contract)))
        && ServiceLevels?.Contains(traits.ServiceLevel, StringComparer.OrdinalIgnoreCase) != false
        && Severities?.Contains(traits.Severity) != false
        && WorkTypes?.Contains(traits.WorkType) != false;
}

/// <summary>A policy: a definition given here, or a stored one by its name.</summary>
/// <param name="Name">The stored one; of a definition given here any name.</param>
/// <param name="Version">Its version; the newest when null.</param>
/// <param name="Definition">The definition.</param>
public sealed record SupposedPolicy(string? Name = null, int? Version = null, PolicyDefinition? Definition = null);

/// <summary>A calendar: a definition given here, or a stored version.</summary>
/// <param name="Name">The calendar whose place it takes.</param>
/// <param name="Version">The stored version; the newest when null.</param>
/// <param name="Definition">The definition.</param>
public sealed record SupposedCalendar(string? Name = null, int? Version = null, CalendarDefinition? Definition = null);

/// <summary>What is stored of a request: everything by its definition, so that the answer does not depend on what is changed meanwhile.</summary>
internal sealed record WhatIfPlan(DateTimeOffset From, DateTimeOffset To, WhatIfFilter? Filter, PlannedPolicy? Policy, IReadOnlyList<PlannedCalendar> Calendars, string? Replaced);

/// <summary>A policy in a plan; version 0 is one given with the request.</summary>
internal sealed record PlannedPolicy(string Name, int Version, PolicyDefinition Definition);

/// <summary>A calendar in a plan; version 0 is one given with the request.</summary>
internal sealed record PlannedCalendar(string Name, int Version, CalendarDefinition Definition);
