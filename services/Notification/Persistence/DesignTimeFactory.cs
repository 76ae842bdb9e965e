using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceMesh.Notification.Persistence;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the service.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<NotificationDb>
{
    public NotificationDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<NotificationDb>().UseNpgsql("Host=localhost").Options);
}
