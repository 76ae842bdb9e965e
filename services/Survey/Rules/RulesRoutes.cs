using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Sending;

namespace ServiceMesh.Survey.Rules;

/// <summary>The rules in force.</summary>
/// <param name="Version">0: the shipped ones.</param>
/// <param name="TimeZone">The zone the working hours count in: the tenant's.</param>
public sealed record RulesView(int Version, SurveyRules Rules, string TimeZone, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>When customers are asked and called.</summary>
internal static class RulesRoutes
{
    public static void MapRules(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/surveys/rules", ReadAsync).RequireRoles(Roles.Staff).WithSummary("The rules in force.");
        app.MapPut("/api/v1/surveys/rules", WriteAsync).RequireRoles(Roles.Manager, Roles.Admin)
            .WithSummary("Replaces the rules as a whole; what is left out is as shipped. They count for what is closed or due from now on. 400 names the field.");
    }

    private static async Task<RulesView> ReadAsync(Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        return View(await RulesStore.ReadAsync(caller.Tenant, work, ct));
    }

    private static async Task<RulesView> WriteAsync(SurveyRules rules, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        FieldProblems.Refuse(RulesCheck.Check(rules));
        await using var work = await works.BeginAsync(ct);
        await RulesStore.AddAsync(caller.Tenant, rules, caller.Name, work, ct);
        var stored = await RulesStore.ReadAsync(caller.Tenant, work, ct);
        await work.CommitAsync(ct);
        return View(stored);
    }

    private static RulesView View(TenantRules t) => new(t.Version, t.Rules, t.Zone, t.ChangedAt, t.ChangedBy);
}
