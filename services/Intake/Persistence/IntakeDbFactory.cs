using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Intake.Persistence;

/// <summary>For the migrations tool only: it needs a provider, no server.</summary>
public sealed class IntakeDbFactory : IDesignTimeDbContextFactory<IntakeDb>
{
    /// <inheritdoc />
    public IntakeDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IntakeDb>().UseNpgsql("Host=127.0.0.1;Database=intake").Options);
}
