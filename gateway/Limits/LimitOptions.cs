using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Gateway.Limits;

/// <summary>The section <c>Limits</c>: requests per second unless the name says otherwise. Over a limit is 429 <c>rate.limited</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Of one API key.</summary>
    [Range(1, 1_000_000)]
    public int KeyPerSecond { get; set; } = 2000;

    /// <summary>Of one session.</summary>
    [Range(1, 1_000_000)]
    public int SessionPerSecond { get; set; } = 1000;

    /// <summary>Of all keys and sessions of one tenant.</summary>
    [Range(1, 1_000_000)]
    public int TenantPerSecond { get; set; } = 5000;

    /// <summary>Of one address without session or key; an office shares one.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerSecond { get; set; } = 1000;

    /// <summary>Of one webhook channel.</summary>
    [Range(1, 1_000_000)]
    public int ChannelPerSecond { get; set; } = 500;

    /// <summary>Attempts to sign in or change a password, per minute and address.</summary>
    [Range(1, 1_000_000)]
    public int SignInPerMinute { get; set; } = 120;

    /// <summary>Failed sign-ins of one account from one address, until both are locked for that pair.</summary>
    [Range(1, 1000)]
    public int LockoutFailures { get; set; } = 5;

    /// <summary>How long failures are counted and locks last, in minutes.</summary>
    [Range(1, 1440)]
    public int LockoutMinutes { get; set; } = 15;
}
