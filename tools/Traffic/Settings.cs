using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic;

/// <summary>Where the system is and who signs in, from the environment.</summary>
public sealed record Settings
{
    /// <summary>How long the system may take to start.</summary>
    private static readonly TimeSpan Starting = TimeSpan.FromMinutes(2);

    /// <summary>Every role that works for the vendor.</summary>
    public static IReadOnlyList<string> StaffRoles { get; } = ["agent", "dispatcher", "engineer", "manager", "ops", "admin"];

    /// <summary>SERVICEMESH_URL: the gateway.</summary>
    public required Uri Url { get; init; }

    /// <summary>SERVICEMESH_ADMIN_EMAIL.</summary>
    public string? Email { get; init; }

    /// <summary>SERVICEMESH_ADMIN_PASSWORD.</summary>
    public string? Password { get; init; }

    /// <summary>SERVICEMESH_API_KEY: used instead of signing in when it is set; it needs all staff roles.</summary>
    public string? ApiKey { get; init; }

    /// <summary>SERVICEMESH_MAILBOX_URL: the local mailbox, where the demo reads its customers' mails; null without one.</summary>
    public Uri? Mailbox { get; init; }

    /// <summary>SERVICEMESH_PLATFORMS_URL: the loopback address on which the demo's stand-ins for outside platforms listen, the one that Intake was told; null without them.</summary>
    public Uri? Platforms { get; init; }

    /// <summary>SERVICEMESH_DEMO_STATE: the file in which the demo keeps its channels' secrets between runs.</summary>
    public required string DemoState { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <exception cref="UsageException">An address is no address.</exception>
    public static Settings FromEnvironment(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new Settings
        {
            Url = Address(read, "SERVICEMESH_URL") ?? new Uri("http://localhost:8080"),
            Email = read("SERVICEMESH_ADMIN_EMAIL"),
            Password = read("SERVICEMESH_ADMIN_PASSWORD"),
            ApiKey = read("SERVICEMESH_API_KEY") is { Length: > 0 } key ? key : null,
            Mailbox = Address(read, "SERVICEMESH_MAILBOX_URL"),
            Platforms = Address(read, "SERVICEMESH_PLATFORMS_URL"),
            DemoState = read("SERVICEMESH_DEMO_STATE") is { Length: > 0 } file
                ? file
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "servicemesh", "demo.json"),
        };
    }

    /// <summary>A client that may do everything: with the key given, or with a new one made by the administrator.</summary>
    /// <exception cref="UsageException">There is nothing to sign in with, or the first password has to be changed before.</exception>
    public async Task<GatewayClient> SignInAsync(string keyName, CancellationToken ct)
    {
        using (var door = new GatewayClient(Url) { Patience = Starting }) await door.GetPageAsync("/ready", ct);
        if (ApiKey is not null) return new GatewayClient(Url, ApiKey);
        if (string.IsNullOrEmpty(Email) || string.IsNullOrEmpty(Password))
            throw new UsageException("Set SERVICEMESH_ADMIN_EMAIL and SERVICEMESH_ADMIN_PASSWORD, or SERVICEMESH_API_KEY.");
        using var administrator = new GatewayClient(Url);
        var session = await administrator.SignInAsync(Email, Password, ct);
        try
        {
            return await administrator.WithNewKeyAsync(keyName, StaffRoles, ct);
        }
        catch (GatewayException e) when (session.MustChangePassword && e.Status == System.Net.HttpStatusCode.Forbidden)
        {
            throw new UsageException($"{Email} has to change the first password before: sign in at {Url} once, then start this again with the new one.");
        }
    }

    private static Uri? Address(Func<string, string?> read, string name) =>
        read(name) is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new UsageException($"{name} is no address: {text}");
}

/// <summary>The caller has to change something; the message says what.</summary>
public sealed class UsageException(string message) : Exception(message);
