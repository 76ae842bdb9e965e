using Microsoft.Extensions.Options;

namespace ServiceMesh.Notification.Sending.Email;

/// <summary>
/// Keeps threads ready for every mail under way. System.Net.Mail waits with a thread of the pool for the server's last word on a message, which
/// takes seconds where mails are scanned first; the pool adds threads too slowly for the events and webhooks that would stand behind it.
/// </summary>
internal sealed class SmtpThreads(IOptions<SmtpOptions> smtp) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + smtp.Value.Concurrency), completions);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
