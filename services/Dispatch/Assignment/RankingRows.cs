using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>Why she: who was considered and how they ranked, and who was not and why.</summary>
/// <param name="Considered">How many engineers the team had.</param>
/// <param name="Ranked">The best 20, the best first.</param>
/// <param name="Excluded">At most 20, those first who lack no mandatory skill.</param>
public sealed record RankingView(
    string Explanation, int Considered, Weights Weights, IReadOnlyList<Ranked> Ranked, IReadOnlyList<Excluded> Excluded)
{
    /// <summary>The explanation as data; null in rankings from before it was kept.</summary>
    public AssignmentReason? Why { get; init; }

    internal static RankingView Of(Choice choice, Weights weights) => new(
        choice.Explanation, Math.Max(choice.Why.Considered, choice.Ranked.Count + choice.Excluded.Count), weights, [.. choice.Ranked.Take(20)], [.. choice.Excluded.Take(20)]) { Why = choice.Why };
}

/// <summary>A ranking of a ticket and when it was made.</summary>
/// <param name="Version">The ticket's version that came of it.</param>
public sealed record DatedRanking(DateTimeOffset At, int Version, RankingView Ranking);

/// <summary>A ticket's rankings, the latest first.</summary>
public sealed record RankingList(IReadOnlyList<DatedRanking> Items, string? Next = null);

/// <summary>A ranking as it is kept: as long as the ticket, as it was.</summary>
public sealed class RankingRow
{
    public required Guid TicketId { get; init; }
    public required int Version { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Body { get; init; }

    internal static RankingRow Of(Ticket ticket, Choice choice, Weights weights) => new()
    {
        TicketId = ticket.Id, Version = ticket.Version, Tenant = ticket.Tenant, At = ticket.UpdatedAt,
        Body = JsonSerializer.Serialize(RankingView.Of(choice, weights), EventJson.Options),
    };
}

internal sealed class RankingConfiguration : IEntityTypeConfiguration<RankingRow>
{
    public void Configure(EntityTypeBuilder<RankingRow> t)
    {
        t.ToTable("rankings");
        t.HasKey(x => new { x.TicketId, x.Version });
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.Version).HasColumnName("version");
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.Body).HasColumnName("body").HasColumnType("jsonb");
    }
}

/// <summary>Why she?</summary>
internal static class RankingEndpoint
{
    public static IEndpointRouteBuilder MapRanking(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/{ticketId:guid}/ranking", GetAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("Who was considered for the ticket and how they ranked, the latest choice first, 20 at most. 404 ticket.not-found.");
        return app;
    }

    private static async Task<RankingList> GetAsync(Guid ticketId, Caller caller, DispatchDb db, CancellationToken ct)
    {
        if (!await db.Tickets.AnyAsync(t => t.Tenant == caller.Tenant && t.Id == ticketId, ct)) throw Problems.NotFound("ticket.not-found");
        var rows = await db.Rankings.AsNoTracking().Where(r => r.Tenant == caller.Tenant && r.TicketId == ticketId)
            .OrderByDescending(r => r.Version).Take(20).ToListAsync(ct);
        return new RankingList([.. rows.Select(r => new DatedRanking(r.At, r.Version, JsonSerializer.Deserialize<RankingView>(r.Body, EventJson.Options)!))]);
    }
}
