using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Products;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>Dispatch's database.</summary>
public sealed class DispatchDb(DbContextOptions<DispatchDb> options) : DbContext(options)
{
    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<FixPlan> FixPlans => Set<FixPlan>();

    public DbSet<Pause> Pauses => Set<Pause>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<Engineer> Engineers => Set<Engineer>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DispatchDb).Assembly);
}
