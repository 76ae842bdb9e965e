using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Sla.Persistence;

/// <summary>Lets dotnet-ef write migrations without starting the service.</summary>
public sealed class SlaDbDesign : IDesignTimeDbContextFactory<SlaDb>
{
    public SlaDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SlaDb>().UseNpgsql("Host=127.0.0.1").Options);
}
