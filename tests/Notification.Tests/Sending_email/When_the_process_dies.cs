using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_email;

public sealed class When_the_process_dies
{
    [Fact]
    public async Task Between_sending_and_recording_the_mail_is_sent_again_with_the_same_message_id()
    {
        var settings = new Dictionary<string, string?> { ["Notification:Lease"] = "00:00:02", ["Smtp:Timeout"] = "00:00:01", ["Notification:WebhookTimeout"] = "00:00:01", ["Notification:ProviderTimeout"] = "00:00:01" };
        var first = await NotificationHost.StartAsync(settings);
        var database = first.ConnectionString;
        var opened = Given.Opened(Given.Address());
        string messageId;
        await using (var blocker = new NpgsqlConnection(database + ";Pooling=false"))
        {
            await blocker.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
            // Rows can be added and read, but no outcome can be recorded.
            await using (var command = new NpgsqlCommand(
                "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'; CREATE TRIGGER hold BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION hold()",
                blocker, transaction))
            {
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await using (var command = new NpgsqlCommand("SELECT pg_advisory_lock(1)", blocker)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            await first.OpenAsync(opened);
            messageId = (await first.MailAsync(opened.ContactEmail!)).MessageId;
            Assert.Empty(await first.PublishedAsync<NotificationDelivered>());
            await first.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            await first.AbandonAsync();
        }

        var second = await NotificationHost.StartAsync(settings, database: database);
        try
        {
            var again = await second.MailAsync(opened.ContactEmail!);
            await second.PublishedAsync<NotificationDelivered>(opened.TicketId);
            Assert.Equal(messageId, again.MessageId);
            Assert.Single(await second.PublishedAsync<NotificationDelivered>());
        }
        finally
        {
            await second.AbandonAsync();
            await TestDatabase.DropAsync(database);
        }
    }
}
