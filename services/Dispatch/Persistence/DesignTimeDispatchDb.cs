using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>Lets <c>dotnet ef</c> read the model; it never connects.</summary>
public sealed class DesignTimeDispatchDb : IDesignTimeDbContextFactory<DispatchDb>
{
    public DispatchDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DispatchDb>().UseNpgsql("Host=localhost").Options);
}
