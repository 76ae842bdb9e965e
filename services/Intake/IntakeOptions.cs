using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Intake;

/// <summary>Settings of the section <c>Intake</c>, and the public address of links.</summary>
public sealed class IntakeOptions
{
    /// <summary>The gateway's address as customers see it: the setting <c>PublicUrl</c>.</summary>
    [Required, Url]
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>Whether channels may have outbound addresses inside private networks and without TLS; only for tests and closed networks.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>Signed webhooks taken per channel and second; more get 429.</summary>
    [Range(1, 100_000)]
    public int ChannelRequestsPerSecond { get; set; } = 200;

    /// <summary>Replies taken per progress link and minute; more get 429.</summary>
    [Range(1, 10_000)]
    public int ProgressRepliesPerMinute { get; set; } = 10;

    /// <summary>The address of a ticket's progress page.</summary>
    public string ProgressUrl(string token) => $"{PublicUrl.TrimEnd('/')}/p/{token}";
}
