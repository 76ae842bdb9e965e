using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Insight.Persistence;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the service.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<InsightDb>
{
    public InsightDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<InsightDb>().UseNpgsql("Host=localhost").Options);
}
