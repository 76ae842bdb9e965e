using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>A skill and its level, 1 (learning) to 5 (expert).</summary>
public sealed record SkillRequest([property: NotBlank, MaxLength(200)] string Name, [property: Range(1, 5)] int Level = 3);

/// <summary>A certificate; without a last day it never ends.</summary>
public sealed record CertificateRequest([property: NotBlank, MaxLength(200)] string Name, DateOnly? ValidUntil = null, [property: MaxLength(100)] string? Number = null);

/// <summary>A training passed.</summary>
public sealed record TrainingRequest([property: NotBlank, MaxLength(200)] string Title, DateOnly CompletedOn);

/// <summary>What there is to tell of an engineer; it replaces what was told before.</summary>
/// <param name="Phone">E.164, for example <c>+8613800000000</c>: where pages may go.</param>
/// <param name="PageChannels">Channels wanted for pages, the best first: <c>voice</c>, <c>sms</c>, <c>email</c>, <c>in-app</c>.</param>
/// <param name="Skills">Product codes and categories with their levels; they replace the engineer's skills.</param>
/// <param name="Languages">BCP 47 tags of languages spoken with customers.</param>
/// <param name="Regions">Regions served, as customers have them.</param>
/// <param name="Knows">Customers this engineer knows.</param>
/// <param name="Avoids">Customers this engineer must not work for.</param>
public sealed record ProfileRequest(
    [RegularExpression(@"\+[1-9][0-9]{4,14}")] string? Phone = null,
    [MaxLength(8), Keywords(20)] string[]? PageChannels = null,
    [MaxLength(100)] SkillRequest[]? Skills = null,
    [MaxLength(100)] CertificateRequest[]? Certificates = null,
    [MaxLength(20), Keywords(35)] string[]? Languages = null,
    [MaxLength(50), Keywords(200)] string[]? Regions = null,
    [MaxLength(500)] Guid[]? Knows = null,
    [MaxLength(500)] Guid[]? Avoids = null,
    [MaxLength(200)] TrainingRequest[]? Trainings = null);

/// <summary>A profile as shown.</summary>
/// <param name="Warnings">What somebody should look at, such as a certificate that is over.</param>
public sealed record ProfileView(
    string? Phone, IReadOnlyList<string> PageChannels, IReadOnlyList<SkillLevel> Skills, IReadOnlyList<Certificate> Certificates,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Regions, IReadOnlyList<Guid> Knows, IReadOnlyList<Guid> Avoids,
    IReadOnlyList<Training> Trainings, IReadOnlyList<string> Warnings);

/// <summary>Skills, certificates and what else decides who may be sent.</summary>
internal static class ProfileEndpoints
{
    private static readonly string[] s_channels = ["voice", "sms", "email", "in-app"];

    public static IEndpointRouteBuilder MapProfiles(this IEndpointRouteBuilder app)
    {
        var profile = app.MapGroup("/api/v1/engineers/{id:guid}/profile").WithTags("engineers");
        profile.MapGet("", GetAsync).RequireRoles(Roles.Staff).WithSummary("An engineer's profile. 404 engineer.not-found.");
        profile.MapPut("", PutAsync).RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin)
            .WithSummary("Replaces an engineer's profile. 404 engineer.not-found; 400 for a customer that is both known and avoided.");
        return app;
    }

    private static async Task<ProfileView> GetAsync(Guid id, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        var engineer = await db.Engineers.AsNoTracking().SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == id, ct)
            ?? throw Problems.NotFound("engineer.not-found");
        return await ViewAsync(db, engineer, clock.Now, ct);
    }

    private static async Task<ProfileView> PutAsync(Guid id, ProfileRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        Check(r);
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var engineer = await db.Engineers.Include(e => e.Teams).SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == id, ct)
            ?? throw Problems.NotFound("engineer.not-found");
        engineer.Profile = new Profile
        {
            Phone = r.Phone,
            PageChannels = r.PageChannels ?? [],
            SkillLevels = [.. (r.Skills ?? []).Select(s => new SkillLevel(s.Name.Trim(), s.Level))],
            Certificates = [.. (r.Certificates ?? []).Select(c => new Certificate(c.Name.Trim(), c.ValidUntil, c.Number))],
            Languages = r.Languages ?? [],
            Regions = Keywords.Clean(r.Regions),
            Knows = [.. (r.Knows ?? []).Distinct()],
            Avoids = [.. (r.Avoids ?? []).Distinct()],
            Trainings = [.. (r.Trainings ?? []).Select(t => new Training(t.Title.Trim(), t.CompletedOn))],
        };
        engineer.Skills = [.. engineer.Profile.SkillLevels.Select(s => s.Name)];
        work.Publish(engineer.Changed(caller.Actor, work.Now));
        CertificateWatch.Arm(work, engineer);
        await Queue.WakeAsync(work, caller.Tenant, [.. engineer.Teams.Select(m => m.TeamId)], ct);
        var view = await ViewAsync(db, engineer, work.Now, ct);
        await work.CommitAsync(ct);
        return view;
    }

    private static void Check(ProfileRequest r)
    {
        if ((r.PageChannels ?? []).Except(s_channels).Any()) throw Problems.InvalidField("pageChannels", "A channel is voice, sms, email or in-app.");
        foreach (var (field, items) in new (string, IEnumerable<object?>)[] { ("skills", r.Skills ?? []), ("certificates", r.Certificates ?? []), ("trainings", r.Trainings ?? []) })
            CheckItems(field, items);
        if (Repeats((r.Skills ?? []).Select(s => s.Name))) throw Problems.InvalidField("skills", "A skill is named twice.");
        if (Repeats((r.Certificates ?? []).Select(c => c.Name))) throw Problems.InvalidField("certificates", "A certificate is named twice.");
        if ((r.Knows ?? []).Intersect(r.Avoids ?? []).Any()) throw Problems.InvalidField("avoids", "A customer is both known and avoided.");
    }

    /// <summary>The framework looks no further into a list than its length.</summary>
    private static void CheckItems(string field, IEnumerable<object?> items)
    {
        List<ValidationResult> problems = [];
        foreach (var item in items)
            if (item is null || !Validator.TryValidateObject(item, new ValidationContext(item), problems, validateAllProperties: true))
                throw Problems.InvalidField(field, problems.FirstOrDefault()?.ErrorMessage ?? "An entry is empty.");
    }

    private static bool Repeats(IEnumerable<string> names) =>
        names.GroupBy(n => n.Trim(), StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1);

    private static async Task<ProfileView> ViewAsync(DispatchDb db, Engineer engineer, DateTimeOffset now, CancellationToken ct)
    {
        var p = engineer.Profile ?? Profile.Empty;
        var today = await Tenants.TenantZone.TodayAsync(db, engineer.Tenant, now, ct);
        return new ProfileView(
            p.Phone, p.PageChannels, [.. engineer.Skills.Select(s => new SkillLevel(s, p.LevelOf(s)))], p.Certificates, p.Languages, p.Regions, p.Knows, p.Avoids,
            p.Trainings, [.. p.Certificates.Where(c => !c.IsValidOn(today)).Select(c => $"The certificate {c.Name} ended on {c.ValidUntil:yyyy-MM-dd}: no work that needs it is given.")]);
    }
}
