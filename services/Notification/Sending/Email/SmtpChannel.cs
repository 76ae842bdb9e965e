using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Unsubscribing;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending.Email;

/// <summary>
/// E-mail by SMTP, one connection for each attempt. System.Net.Mail does what a relay needs; OAuth (XOAUTH2) would take MailKit,
/// behind the same port.
/// </summary>
public sealed class SmtpChannel(IOptions<SmtpOptions> smtp, IOptions<NotificationOptions> options, LinkTokens links, ReplyAddress replies, UnsubscribeTokens unsubscribe) : IDeliveryChannel
{
    private readonly SmtpOptions _smtp = smtp.Value;
    private readonly string _publicUrl = options.Value.PublicUrl.TrimEnd('/');

    public string Name => DeliveryChannels.Email;

    public TimeSpan Timeout => _smtp.Timeout;

    public int Concurrency => _smtp.Concurrency;

    public IReadOnlyList<TimeSpan> Retries { get; } = options.Value.EmailRetries is { Length: > 0 } own ? own : RetryLadder.Email;

    public async Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using var message = Compose(delivery);
        using var client = new SmtpClient(_smtp.Host, _smtp.Port) { EnableSsl = _smtp.StartTls, DeliveryFormat = SmtpDeliveryFormat.SevenBit };
        if (!string.IsNullOrEmpty(_smtp.User)) client.Credentials = new NetworkCredential(_smtp.User, _smtp.Password);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_smtp.Timeout);
        try
        {
            // Waiting beside the cancellation: a server that never answers must not hold this attempt, whatever the client does.
            await client.SendMailAsync(message, deadline.Token).WaitAsync(deadline.Token);
            return new AttemptResult(null, 250);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new AttemptResult(Failure.TimedOut);
        }
        catch (Exception e) when (SmtpFailures.TryClassify(e, out var result))
        {
            return result;
        }
    }

    /// <summary>The message as it goes out: here, and in an SMS, a link's token is open.</summary>
    internal MailMessage Compose(Outgoing delivery)
    {
        var (text, html) = OpenedText.Of(delivery, links);
        var name = Texts.ForHeader(delivery.Sender?.Name ?? delivery.Brand);
        // What the installation does not let pass any more goes under its own address.
        var own = delivery.Sender is { Address: var address } && MailSender.Allows(_smtp.SenderDomains, address) ? address : _smtp.From;
        var message = new MailMessage
        {
            From = new MailAddress(own, name, Encoding.UTF8),
            Subject = Texts.ForHeader(delivery.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(delivery.Recipient, Texts.ForHeader(delivery.RecipientName), Encoding.UTF8));
        // The envelope, and so the bounces, stay the installation's; so do the ids that make one conversation of mails from before and after a sender was set.
        var installation = new MailAddress(_smtp.From);
        if (!string.Equals(message.From.Address, installation.Address, StringComparison.OrdinalIgnoreCase)) message.Sender = installation;
        var domain = installation.Host;
        message.Headers["Message-ID"] = $"<{delivery.Id:N}@{domain}>";
        // By it Intake's mail channel knows a mail of ours that comes round.
        message.Headers["X-ServiceMesh-Delivery"] = $"{delivery.Id:N}";
        if (delivery.TicketId is { } ticket)
        {
            // Only to the customer: whoever answers there writes in the customer's name.
            if (_smtp.ReplyTo is { } mailbox && delivery.Audience == Audience.Customer)
                message.ReplyToList.Add(new MailAddress(replies.For(mailbox, delivery.Tenant, ticket), name, Encoding.UTF8));
            // A root that no mail has: clients thread by it all the same, and every mail of the ticket names it.
            message.Headers["In-Reply-To"] = $"<ticket-{ticket:N}@{domain}>";
            message.Headers["References"] = $"<ticket-{ticket:N}@{domain}>";
        }
        if (delivery.Template != Template.AgentMessage)
        {
            message.Headers["Auto-Submitted"] = "auto-generated";
            message.Headers["X-Auto-Response-Suppress"] = "All";
        }
        if (UnsubscribePage.Templates.Contains(delivery.Template))
        {
            var url = $"{_publicUrl}/u/{unsubscribe.Of(delivery.Id)}";
            (text, html) = UnsubscribePage.WithLink(text, html, url, delivery.Language);
            message.Headers["List-Unsubscribe"] = $"<{url}>";
            message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        if (html is not null) message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }
}
