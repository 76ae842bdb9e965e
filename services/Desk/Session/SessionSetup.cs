using Microsoft.AspNetCore.Components.Authorization;

namespace ServiceMesh.Desk;

internal static class SessionSetup
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SessionReader>();
        builder.Services.AddScoped<AuthenticationStateProvider, SessionState>();
    }

    public static void UseSessions(this WebApplication app) => app.UseMiddleware<SessionMiddleware>();
}
