using System.ComponentModel.DataAnnotations;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>An item of a checklist to save.</summary>
/// <param name="Key">Lower-case letters, digits and hyphens; unique in its list.</param>
/// <param name="TextZh">The same in Chinese.</param>
public sealed record ChecklistItemRequest(
    [property: RegularExpression("[a-z0-9][a-z0-9-]{0,39}")] string Key, [property: NotBlank, MaxLength(500)] string Text,
    [property: MaxLength(500)] string? TextZh = null, bool Required = true);

/// <summary>A plan to make or change.</summary>
/// <param name="Zone">IANA name of the customer's zone; the tenant's if not given.</param>
/// <param name="StartsOn">The first day on which a run may begin, from which the rule counts.</param>
/// <param name="EndsOn">The last such day.</param>
/// <param name="At">When a window opens, in the zone.</param>
/// <param name="Minutes">How long a window is, 1 minute to 31 days.</param>
/// <param name="Rule">RFC 5545's RRULE of days, for example <c>FREQ=MONTHLY;BYMONTHDAY=31</c>: the last day where a month has fewer, unless <c>SKIP=OMIT</c>.</param>
/// <param name="GraceHours">Hours after the window within which the run has to be completed, 0 to 720.</param>
/// <param name="AnnounceDays">Days before the window on which the customer's contacts are told, 0 (not at all) to 60.</param>
/// <param name="TeamId">The default team if not given.</param>
/// <param name="EngineerId">Who does it; chosen when it is due if not given.</param>
/// <param name="RtoMinutes">Recovery time promised, for restore drills, which need it: 1 minute to a month.</param>
/// <param name="RpoMinutes">Data loss promised at most, for restore drills, which need it: 0 to a month.</param>
/// <param name="Checklist">Instead of the tenant's list for the kind.</param>
/// <param name="CoverReason">Why it takes place although the contract does not cover it; from managers only.</param>
public sealed record PlanRequest(
    [NotBlank, MaxLength(200)] string Name,
    MaintenanceKind Kind,
    Guid ContractId,
    DateOnly StartsOn,
    TimeOnly At,
    [Range(1, MaintenanceSchedule.LongestMinutes)] int Minutes,
    [NotBlank, MaxLength(500)] string Rule,
    [MaxLength(64)] string? Zone = null,
    DateOnly? EndsOn = null,
    Guid? ProductId = null,
    Guid? AssetId = null,
    [Range(0, 720)] int GraceHours = 24,
    [Range(0, 60)] int AnnounceDays = 7,
    Guid? TeamId = null,
    Guid? EngineerId = null,
    [Range(1, 44_640)] int? RtoMinutes = null,
    [Range(0, 44_640)] int? RpoMinutes = null,
    [MinLength(1), MaxLength(100)] ChecklistItemRequest[]? Checklist = null,
    [MaxLength(2000)] string? Note = null,
    [MaxLength(500)] string? CoverReason = null)
{
    /// <summary>What the attributes cannot say.</summary>
    /// <exception cref="ProblemException">400, naming the field.</exception>
    internal MaintenanceSchedule Check(string tenantZone)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone ?? tenantZone) ?? throw Problems.InvalidField("zone", "There is no such zone.");
        if (StartsOn.Year is < 1970 or > 2200) throw Problems.InvalidField("startsOn", "The first day lies in 1970 to 2200.");
        if (EndsOn < StartsOn) throw Problems.InvalidField("endsOn", "It ends before it starts.");
        var (rule, problem) = MaintenanceSchedule.ReadRule(Rule);
        if (rule is null) throw Problems.InvalidField("rule", problem!);
        var drill = Kind == MaintenanceKind.BackupDrill;
        if (drill && RtoMinutes is null) throw Problems.InvalidField("rtoMinutes", "A restore drill is measured against the recovery time promised.");
        if (drill && RpoMinutes is null) throw Problems.InvalidField("rpoMinutes", "A restore drill is measured against the data loss promised at most.");
        if (!drill && RtoMinutes is not null) throw Problems.InvalidField("rtoMinutes", "Only restore drills have one.");
        if (!drill && RpoMinutes is not null) throw Problems.InvalidField("rpoMinutes", "Only restore drills have one.");
        ReadList(Checklist);
        var schedule = new MaintenanceSchedule(zone, LocalDate.FromDateOnly(StartsOn), EndsOn is { } end ? LocalDate.FromDateOnly(end) : null, LocalTime.FromTimeOnly(At), Minutes, rule);
        if (schedule.Problem() is { } impossible) throw Problems.InvalidField(impossible.Field, impossible.Message);
        return schedule;
    }

    internal static Checklist? ReadList(ChecklistItemRequest[]? items)
    {
        if (items is null) return null;
        if (items.DistinctBy(i => i.Key).Count() != items.Length) throw Problems.InvalidField("checklist", "A key is given twice.");
        return new Checklist([.. items.Select(i => new ChecklistItem(i.Key, i.Text.Trim(), string.IsNullOrWhiteSpace(i.TextZh) ? null : i.TextZh.Trim(), i.Required))]);
    }
}

/// <summary>Why a plan ends.</summary>
public sealed record EndPlanRequest([NotBlank, MaxLength(500)] string Reason);

/// <summary>A window to come.</summary>
/// <param name="On">The day it is planned for.</param>
public sealed record WindowView(DateOnly On, DateTimeOffset From, DateTimeOffset To)
{
    internal static WindowView Of(MaintenanceWindow w) => new(w.On.ToDateOnly(), w.From.ToDateTimeOffset(), w.Until.ToDateTimeOffset());
}

/// <summary>What a rule would give.</summary>
public sealed record PreviewView(string Rule, IReadOnlyList<WindowView> Windows);

/// <summary>A plan as shown.</summary>
/// <param name="Rule">As it is understood, clamping included.</param>
/// <param name="Cover">Whether the contract covers it today, or on its first day if that is to come.</param>
/// <param name="PlannedUntil">The last day for which runs are made.</param>
public sealed record PlanView(
    Guid Id, string Name, MaintenanceKind Kind, Guid ContractId, string ContractNumber, Guid CustomerId, string? CustomerName, Guid? ProductId, Guid? AssetId,
    string Zone, DateOnly StartsOn, DateOnly? EndsOn, TimeOnly At, int Minutes, string Rule, int GraceHours, int AnnounceDays, Guid TeamId, string TeamName,
    Guid? EngineerId, string? EngineerName, int? RtoMinutes, int? RpoMinutes, Checklist? Checklist, string? Note, MaintenanceCover Cover, string? CoverReason,
    DateOnly? PlannedUntil, DateTimeOffset? EndedAt, string? EndReason)
{
    internal static PlanView Of(MaintenancePlan p, RunNames n, MaintenanceCover cover) => new(
        p.Id, p.Name, p.Kind, p.ContractId, n.Contract, p.CustomerId, n.Customer, p.ProductId, p.AssetId, p.Zone, p.StartsOn, p.EndsOn, p.At, p.Minutes, p.Rule,
        p.GraceHours, p.AnnounceDays, p.TeamId, n.Team, p.EngineerId, n.Engineer, p.RtoMinutes, p.RpoMinutes, p.Checklist, p.Note, cover, p.CoverReason,
        p.PlannedUntil, p.EndedAt, p.EndReason);
}

/// <summary>A page of plans.</summary>
public sealed record PlanPage(IReadOnlyList<PlanView> Items, string? Next);
