using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Survey.Persistence;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the service.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<SurveyDb>
{
    public SurveyDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SurveyDb>().UseNpgsql("Host=localhost").Options);
}
