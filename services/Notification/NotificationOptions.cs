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

    /// <summary>Networks and host names inside that webhooks and providers may reach all the same.</summary>
    public string[] AllowedTargets { get; set; } = [];

    /// <summary>How long a fired delivery belongs to the process that took it. Longer than any attempt; after a crash it is sent again then.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Waits after the first, second, ... failed e-mail attempt.</summary>
    public TimeSpan[] EmailRetries { get; set; } = [];

    /// <summary>Waits after the first, second, ... failed webhook attempt.</summary>
    public TimeSpan[] WebhookRetries { get; set; } = [];

    /// <summary>Waits after the first, second, ... failed attempt by a robot, SMS or call.</summary>
    public TimeSpan[] ProviderRetries { get; set; } = [];

    /// <summary>The share by which waits are lengthened at random, at most; 0: to the second.</summary>
    [Range(0d, 1d)]
    public double RetrySpread { get; set; } = 0.1;

    /// <summary>The longest an attempt at a robot, SMS or voice provider may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ProviderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts at one provider at the same time.</summary>
    [Range(1, 64)]
    public int ProviderConcurrency { get; set; } = 4;

    /// <summary>Providers a tenant may have.</summary>
    [Range(1, 100)]
    public int ProvidersPerTenant { get; set; } = 20;

    /// <summary>How long Intake has to say whether an IM conversation took a notice; then it goes by mail.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan ImAnswerWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an acknowledgement waits for the ticket's clocks, to say until when we answer; 0: it goes at once, without.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan PromiseWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a mail about an escalation waits for the page of the same person, which would say it better; 0: not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan PageFirst { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How old what waits for the same person must be before it is merged into one message.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MergeAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The longest that a sender rests after each message while it works off what an outage left; it rests as long as the message took, so that the machine is there for what
    /// comes in now. 0: not at all, for a machine of its own.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan BacklogBreath { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The longest a webhook attempt may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts at one webhook endpoint at the same time.</summary>
    [Range(1, 64)]
    public int WebhookConcurrency { get; set; } = 4;

    /// <summary>An endpoint that took nothing for this long is switched off, and its owner told.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan WebhookDisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the words and the recipient of a message that is over are kept; then only its state and times.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepMessages { get; set; } = TimeSpan.FromDays(30);

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

    /// <summary>The address that mails come from where tenant and brand have none of their own, and that bounces come back to; its domain is also the right-hand side of Message-IDs.</summary>
    [Required]
    public string From { get; set; } = "service@localhost";

    /// <summary>The domains that tenants' and brands' own senders may be of, themselves or below them; none: any. <see cref="From"/> needs no mention.</summary>
    public string[] SenderDomains { get; set; } = [];

    /// <summary>
    /// The mailbox whose mail is handed to Intake's mail channel, for example <c>reply@example.com</c>: answers to a ticket's mails are sent to it
    /// with the ticket's signed token behind a plus. Null: answers go to <see cref="From"/>.
    /// </summary>
    [EmailAddress]
    public string? ReplyTo { get; set; }
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>True: STARTTLS or nothing.</summary>
    public bool StartTls { get; set; }

    /// <summary>The longest an attempt may take, from connecting to the server's acceptance.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:50")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Mails a minute that the server takes, over all processes; 0: as many as there are.</summary>
    [Range(0, 100_000)]
    public int PerMinute { get; set; }

    /// <summary>Attempts at the same time in each process; each may hold a thread (see <see cref="Sending.Email.SmtpThreads"/>).</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;
}
