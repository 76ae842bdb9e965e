using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceMesh.Gateway.Access;

namespace ServiceMesh.Gateway.Limits;

internal static class LimitsExtensions
{
    /// <summary>The policy of endpoints that check a password.</summary>
    public const string SignInPolicy = "sign-in";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Rate limits by key, session, channel or address, and by tenant above them.</summary>
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LimitOptions>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<LimitOptions>>().Value);
        services.AddSingleton<RedisWindows>();
        services.AddHostedService(s => s.GetRequiredService<RedisWindows>());
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<LimitOptions, RedisWindows, TimeProvider>(Configure);
    }

    public static IApplicationBuilder UseLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static void Configure(RateLimiterOptions options, LimitOptions limits, RedisWindows shared, TimeProvider time)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, LimitKey>(context => Partition(OwnKey(context))),
            PartitionedRateLimiter.Create<HttpContext, LimitKey>(context => Partition(
                context.GetAccess() is { } access ? new LimitKey(LimitScope.Tenant, access.Caller.Tenant) : default)));
        options.AddPolicy(SignInPolicy, context => RateLimitPartition.Get(
            new LimitKey(LimitScope.SignIn, Address: context.Connection.RemoteIpAddress),
            key => new SharedWindowLimiter(key.ToString(), limits.SignInPerMinute, TimeSpan.FromMinutes(1), shared, time)));
        options.OnRejected = static (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Second;
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };

        RateLimitPartition<LimitKey> Partition(LimitKey key) => key.Scope == LimitScope.None
            ? RateLimitPartition.GetNoLimiter(key)
            : RateLimitPartition.Get(key, k => new SharedWindowLimiter(k.ToString(), PerSecond(k.Scope), Second, shared, time));

        int PerSecond(LimitScope scope) => scope switch
        {
            LimitScope.Key => limits.KeyPerSecond,
            LimitScope.Session => limits.SessionPerSecond,
            LimitScope.Tenant => limits.TenantPerSecond,
            LimitScope.Channel => limits.ChannelPerSecond,
            _ => limits.AddressPerSecond,
        };
    }

    private static LimitKey OwnKey(HttpContext context)
    {
        if (context.Request.RouteValues.TryGetValue("channelId", out var channel))
            return new LimitKey(LimitScope.Channel, channel as string);
        if (context.GetAccess() is not { } access)
            return new LimitKey(LimitScope.Address, Address: context.Connection.RemoteIpAddress);
        return new LimitKey(access.Person is null ? LimitScope.Key : LimitScope.Session, access.LimitId);
    }
}
