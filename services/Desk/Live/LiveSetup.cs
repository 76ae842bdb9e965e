namespace ServiceMesh.Desk;

internal static class LiveSetup
{
    public static void AddLiveFeed(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddHostedService(s => s.GetRequiredService<LiveFeed>());
    }
}
