using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Policies;

/// <summary>A policy to store. See <see cref="PolicyDefinition"/> for its fields.</summary>
public sealed record PolicyRequest(
    string Name,
    string Calendar,
    IReadOnlyList<PolicyRule> Rules,
    int Position = 100,
    bool Active = true,
    IReadOnlyList<string>? ServiceLevels = null,
    IReadOnlyList<WorkType>? WorkTypes = null,
    IReadOnlyList<int>? WarnAt = null,
    IReadOnlyList<EscalationStep>? Escalations = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops = null,
    string? ReopenWindow = null,
    IReadOnlyList<Guid>? Contracts = null,
    IReadOnlyList<Guid>? Products = null,
    IReadOnlyList<string>? WarnBefore = null,
    IReadOnlyDictionary<string, ClockDetail>? Clocks = null,
    CompensationDefinition? Compensation = null)
{
    internal PolicyDefinition Definition => new()
    {
        Position = Position,
        Active = Active,
        ServiceLevels = ServiceLevels,
        WorkTypes = WorkTypes,
        Calendar = Calendar,
        Rules = Rules,
        WarnAt = WarnAt,
        Escalations = Escalations,
        PauseStops = PauseStops,
        ReopenWindow = ReopenWindow,
        Contracts = Contracts,
        Products = Products,
        WarnBefore = WarnBefore,
        Clocks = Clocks,
        Compensation = Compensation,
    };
}

/// <summary>A version of a policy.</summary>
public sealed record PolicyAnswer(string Name, int Version, bool Shipped, DateTimeOffset CreatedAt, string? CreatedBy)
{
    public required int Position { get; init; }
    public required bool Active { get; init; }
    public IReadOnlyList<string>? ServiceLevels { get; init; }
    public IReadOnlyList<WorkType>? WorkTypes { get; init; }
    public string? Calendar { get; init; }
    public IReadOnlyList<PolicyRule>? Rules { get; init; }
    public IReadOnlyList<int>? WarnAt { get; init; }
    public IReadOnlyList<EscalationStep>? Escalations { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops { get; init; }
    public string? ReopenWindow { get; init; }
    public IReadOnlyList<Guid>? Contracts { get; init; }
    public IReadOnlyList<Guid>? Products { get; init; }
    public IReadOnlyList<string>? WarnBefore { get; init; }
    public IReadOnlyDictionary<string, ClockDetail>? Clocks { get; init; }
    public CompensationDefinition? Compensation { get; init; }
}

/// <summary>The tenant's policies.</summary>
public static class PolicyEndpoints
{
    public static IEndpointRouteBuilder MapPolicies(this IEndpointRouteBuilder app)
    {
        var policies = app.MapGroup("/api/v1/sla/policies").WithTags("policies");
        policies.MapGet("/", ListAsync).RequireRoles(Roles.Staff).WithName("ListPolicies").WithSummary("The newest version of each policy, in the order in which they are tried.");
        policies.MapGet("/{name}", VersionsAsync).RequireRoles(Roles.Staff).WithName("ListPolicyVersions")
            .WithSummary("Every version of a policy, the newest first. 404 policy.not-found.");
        policies.MapPost("/", PostAsync).RequireRoles(Roles.Manager, Roles.Admin).WithName("PostPolicy")
            .Produces<PolicyAnswer>(201).ProducesProblem(400)
            .WithSummary("Stores a policy; the same name makes its next version, which new clocks take. Running clocks keep theirs. 400 names the field.");
        return app;
    }

    private static async Task<Page<PolicyAnswer>> ListAsync(Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
        var rows = await work.Db<SlaDb>().Policies.AsNoTracking().Where(p => p.Tenant == caller.Tenant).OrderBy(p => p.Name).ThenBy(p => p.Version).ToListAsync(ct);
        await work.CommitAsync(ct);
        return new([.. rows.GroupBy(p => p.Name).Select(versions => Answer(versions.Last())).OrderBy(p => p.Position).ThenBy(p => p.Name, StringComparer.Ordinal)]);
    }

    private static async Task<Page<PolicyAnswer>> VersionsAsync(string name, Caller caller, SlaDb db, CancellationToken ct)
    {
        var rows = await db.Policies.AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.Name == name).OrderByDescending(p => p.Version).ToListAsync(ct);
        return rows.Count > 0 ? new([.. rows.Select(Answer)]) : throw Problems.NotFound("policy.not-found");
    }

    private static Task<IResult> PostAsync(PolicyRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent, TermsLibrary library) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var errors = Fields.NameErrors(request.Name);
            var policy = PolicyReader.Read(request.Name, 1, request.Definition, errors);
            Fields.Refuse(errors);
            await TenantStore.BeginChangeAsync(work, caller.Tenant, ct);
            // Without a revision the library reads afresh what this transaction sees.
            var book = await library.OpenAsync(work, caller.Tenant, null, ct);
            Fields.Refuse([.. policy!.Calendars.Where(c => !book.HasCalendar(c)).Select(c => new FieldError(FieldOf(policy, c), $"There is no calendar '{c}'."))]);
            // A policy may always be taken out of use.
            var closed = policy.Calendars.Where(c => policy.Active && !book.IsOpenAfter(c, Instant.FromDateTimeOffset(work.Now)));
            Fields.Refuse([.. closed.Select(c => new FieldError(FieldOf(policy, c), CalendarReader.NeverAgain))]);
            var by = caller.Name;
            var version = await TenantStore.AddPolicyAsync(work, caller.Tenant, request.Name, request.Definition, by, ct);
            return new Reply(201, Answer(request.Name, version, false, work.Now, by, request.Definition), $"/api/v1/sla/policies/{request.Name}");
        });

    private static string FieldOf(Policy policy, string calendar) =>
        calendar == policy.Calendar ? "calendar" : $"clocks.{policy.Details.First(d => d.Value.Calendar == calendar).Key}.calendar";

    private static PolicyAnswer Answer(PolicyRow row) => Answer(
        row.Name, row.Version, row.Shipped, row.CreatedAt, row.CreatedBy, JsonSerializer.Deserialize<PolicyDefinition>(row.Definition, EventJson.Options)!);

    private static PolicyAnswer Answer(string name, int version, bool shipped, DateTimeOffset at, string? by, PolicyDefinition p) => new(name, version, shipped, at, by)
    {
        Position = p.Position,
        Active = p.Active,
        ServiceLevels = p.ServiceLevels,
        WorkTypes = p.WorkTypes,
        Calendar = p.Calendar,
        Rules = p.Rules,
        WarnAt = p.WarnAt,
        Escalations = p.Escalations,
        PauseStops = p.PauseStops,
        ReopenWindow = p.ReopenWindow,
        Contracts = p.Contracts,
        Products = p.Products,
        WarnBefore = p.WarnBefore,
        Clocks = p.Clocks,
        Compensation = p.Compensation,
    };
}
