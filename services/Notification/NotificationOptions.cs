using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Notification;

/// <summary>Settings under <c>Notification</c>, and <c>PublicUrl</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>Base address of every link in a message: the gateway's, as recipients reach it.</summary>
    [Required]
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>True lets webhooks go to http and to private addresses: for development and closed networks only.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>How long a fired delivery belongs to the process that took it. Longer than any attempt; after a crash it is sent again then.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Waits after the first, second, ... failed e-mail attempt.</summary>
    public TimeSpan[] EmailRetries { get; set; } = [];

    /// <summary>Waits after the first, second, ... failed webhook attempt.</summary>
    public TimeSpan[] WebhookRetries { get; set; } = [];

    /// <summary>The longest a webhook attempt may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts at one webhook endpoint at the same time.</summary>
    [Range(1, 64)]
    public int WebhookConcurrency { get; set; } = 4;

    /// <summary>Webhook endpoints a tenant may have: bounds what one event can fan out to.</summary>
    [Range(1, 1000)]
    public int WebhookEndpointsPerTenant { get; set; } = 20;
}

/// <summary>Settings under <c>Smtp</c>. Without a host no e-mail is sent, and each one is recorded as dropped.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>The sender's address; its domain is also the right-hand side of Message-IDs.</summary>
    [Required]
    public string From { get; set; } = "service@localhost";
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>True: STARTTLS or nothing.</summary>
    public bool StartTls { get; set; }

    /// <summary>The longest an attempt may take, from connecting to the server's acceptance.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:50")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts at the same time in each process; each may hold a thread (see <see cref="Sending.Email.SmtpThreads"/>).</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;
}
