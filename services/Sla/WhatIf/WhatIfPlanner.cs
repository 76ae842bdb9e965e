using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>Checks a request and looks up what it names.</summary>
internal static class WhatIfPlanner
{
    private const int MostDays = 1_100;
    private const int MostEntries = 50;

    /// <summary>The plan; null after adding to <paramref name="errors"/>.</summary>
    public static async Task<WhatIfPlan?> PlanAsync(SlaDb db, string tenant, WhatIfRequest request, ICollection<FieldError> errors, CancellationToken ct)
    {
        Require(request.From.UtcDateTime.Year is >= 1970 and <= 2200, "from", "An instant from 1970 to 2200 is wanted.");
        Require(request.To > request.From && request.To - request.From <= TimeSpan.FromDays(MostDays), "to", $"It is after from, and at most {MostDays} days.");
        Require(request.Policy is not null || request.Calendar is not null, "policy", "A policy or a calendar is wanted.");
        Require(IsList(request.Filter?.Contracts, _ => true), "filter.contracts", "Leave it out for any, or name 1 to 50 contracts.");
        Require(IsList(request.Filter?.ServiceLevels, PromiseReader.IsName), "filter.serviceLevels", "Leave it out for any, or name 1 to 50 levels.");
        Require(IsList(request.Filter?.Severities, s => s is >= 1 and <= 5), "filter.severities", "Leave it out for any, or name severities 1 to 5.");
        Require(IsList(request.Filter?.WorkTypes, Enum.IsDefined), "filter.workTypes", "Leave it out for any, or name support or maintenance.");

        var calendars = new List<PlannedCalendar>();
        if (request.Calendar is { } supposed && await CalendarAsync(db, tenant, supposed, errors, ct) is { } replacement)
        {
            calendars.Add(replacement);
        }

        var policy = request.Policy is { } wanted ? await PolicyAsync(db, tenant, wanted, errors, ct) : null;
        if (policy is not null && Read(policy, "policy.definition.", errors) is { } read)
        {
            foreach (var name in read.Calendars.Where(n => calendars.All(c => c.Name != n)))
            {
                var found = await db.Calendars.AsNoTracking().Where(c => c.Tenant == tenant && c.Name == name).OrderByDescending(c => c.Version).FirstOrDefaultAsync(ct);
                Require(found is not null, "policy.definition.calendar", $"There is no calendar '{name}'.");
                if (found is not null)
                {
                    calendars.Add(new(name, found.Version, JsonSerializer.Deserialize<CalendarDefinition>(found.Definition, EventJson.Options)!));
                }
            }
        }

        return errors.Count > 0 ? null : new(request.From, request.To, request.Filter, policy, calendars, request.Calendar?.Name);

        void Require(bool holds, string field, string message) => PromiseReader.Require(holds, field, message, errors);
    }

    /// <summary>The terms that a plan supposes.</summary>
    public static Supposition Suppose(WhatIfPlan plan)
    {
        var errors = new List<FieldError>();
        var calendars = plan.Calendars.Select(c => new CalendarVersion(c.Name, c.Version, CalendarReader.Read(c.Definition, errors)!)).ToList();
        var policy = plan.Policy is { } planned ? Read(planned, "", errors) : null;
        return errors.Count > 0
            ? throw new InvalidOperationException($"A planned definition is not good any more: {errors[0].Field}: {errors[0].Message}")
            : new(policy, calendars, calendars.Find(c => c.Name == plan.Replaced));
    }

    private static async Task<PlannedCalendar?> CalendarAsync(SlaDb db, string tenant, SupposedCalendar wanted, ICollection<FieldError> errors, CancellationToken ct)
    {
        PromiseReader.Require(PromiseReader.IsName(wanted.Name), "calendar.name", "The name of the calendar whose place it takes is wanted.", errors);
        if (wanted.Definition is { } definition)
        {
            var wrong = new List<FieldError>();
            CalendarReader.Check(definition, wrong);
            Prefix(wrong, "calendar.definition.", errors);
            return new(wanted.Name ?? "", 0, definition);
        }

        var row = await db.Calendars.AsNoTracking().Where(c => c.Tenant == tenant && c.Name == wanted.Name && (wanted.Version == null || c.Version == wanted.Version))
            .OrderByDescending(c => c.Version).FirstOrDefaultAsync(ct);
        PromiseReader.Require(row is not null, "calendar.name", "There is no such calendar.", errors);
        return row is null ? null : new(row.Name, row.Version, JsonSerializer.Deserialize<CalendarDefinition>(row.Definition, EventJson.Options)!);
    }

    private static async Task<PlannedPolicy?> PolicyAsync(SlaDb db, string tenant, SupposedPolicy wanted, ICollection<FieldError> errors, CancellationToken ct)
    {
        if (wanted.Definition is { } definition)
        {
            return new(PromiseReader.IsName(wanted.Name) ? wanted.Name! : "supposed", 0, definition);
        }

        var row = await db.Policies.AsNoTracking().Where(p => p.Tenant == tenant && p.Name == wanted.Name && (wanted.Version == null || p.Version == wanted.Version))
            .OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        PromiseReader.Require(row is not null, "policy.name", "There is no such policy.", errors);
        return row is null ? null : new(row.Name, row.Version, JsonSerializer.Deserialize<PolicyDefinition>(row.Definition, EventJson.Options)!);
    }

    private static Policy? Read(PlannedPolicy planned, string prefix, ICollection<FieldError> errors)
    {
        var wrong = new List<FieldError>();
        // A policy taken out of use can be supposed all the same.
        var policy = PolicyReader.Read(planned.Name, planned.Version, planned.Definition with { Active = true }, wrong);
        Prefix(wrong, prefix, errors);
        return policy;
    }

    private static void Prefix(IEnumerable<FieldError> wrong, string prefix, ICollection<FieldError> errors)
    {
        foreach (var error in wrong)
        {
            errors.Add(error with { Field = prefix + error.Field });
        }
    }

    private static bool IsList<T>(IReadOnlyList<T>? list, Func<T, bool> isGood) => list is null || (list.Count is > 0 and <= MostEntries && list.All(isGood));
}
