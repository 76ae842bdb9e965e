namespace ServiceMesh.Desk;

internal static class GatewaySetup
{
    public static void AddGatewayClient(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddHttpClient(GatewayApi.ClientName, client =>
            {
                client.BaseAddress = new Uri("http://gateway");
                client.Timeout = TimeSpan.FromSeconds(15);
            })
            // One handler serves many people: a cookie jar would mix their sessions.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        builder.Services.AddScoped<GatewayApi>(s => new GatewayApi(s.GetRequiredService<IHttpClientFactory>(), s.GetRequiredService<DeskContext>()));
        builder.Services.AddScoped<DeskApi>().AddScoped<Notices.Mine.NoticeNews>();
        builder.Services.AddScoped<ScoreApi>();
        builder.Services.AddScoped<ChainApi>();
        builder.Services.AddScoped<SurveysApi>();
        builder.Services.AddScoped<MaintenanceApi>();
        builder.Services.AddScoped<OnSiteApi>();
    }
}
