using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Gateway.Persistence;

/// <summary>For the migrations tool only: it needs a provider, no server.</summary>
public sealed class GatewayDbFactory : IDesignTimeDbContextFactory<GatewayDb>
{
    /// <inheritdoc />
    public GatewayDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<GatewayDb>().UseNpgsql("Host=127.0.0.1;Database=gateway").Options);
}
