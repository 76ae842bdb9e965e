using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_email;

/// <summary>STARTTLS with a mail server that takes nothing in the clear.</summary>
public sealed class Over_tls
{
    private static readonly Dictionary<string, string?> s_settings = new() { ["Smtp:Host"] = "localhost", ["Smtp:StartTls"] = "true", ["Smtp:User"] = "user", ["Smtp:Password"] = "secret" };

    [Theory]
    [InlineData("nobody we trust signed it", "localhost", 1)]
    [InlineData("it has expired", "localhost", -1)]
    [InlineData("it is for somebody else", "mail.example.com", 1)]
    public async Task A_certificate_that_does_not_hold_ends_the_attempt_before_anything_is_said(string why, string name, int days)
    {
        using var authority = Authority();
        using var certificate = Signed(authority, name, days);
        await using var server = await SmtpSink.StartNewAsync(certificate, null, TestContext.Current.CancellationToken);
        await using var host = await NotificationHost.StartAsync(s_settings, server.Port);
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        var failed = await host.PublishedAsync<NotificationFailed>(opened.TicketId);
        Assert.True(failed.Reason == "tls-failed", $"{why}: {failed.Reason}");
        Assert.Equal(0, server.Mailbox.Received);
    }

    /// <summary>Whom a process trusts is settled when it starts, so this is a process of its own.</summary>
    [Theory]
    [InlineData("localhost", "delivered", null)]
    [InlineData("mail.example.com", "failed", "tls-failed")]
    public async Task A_certificate_of_an_authority_that_the_operator_trusts_is_good_for_its_name_alone(string name, string state, string? failure)
    {
        using var authority = Authority();
        using var certificate = Signed(authority, name, 1);
        var trusted = Path.Combine(TestDirectory.Create("authority"), "authority.pem");
        await File.WriteAllTextAsync(trusted, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var server = await SmtpSink.StartNewAsync(certificate, null, TestContext.Current.CancellationToken);
        var connection = await TestDatabase.CreateAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await NotificationProcess.FeedAsync(database, [(Given.Tenant(), 1, "gateway"), (Given.Opened(Given.Address()), 1, "intake")]);
        // The sink knows no sign-in: that the password goes over encrypted connections only is shown above.
        var settings = s_settings.Where(s => s.Key is "Smtp:Host" or "Smtp:StartTls").ToDictionary();
        await using (await NotificationProcess.StartAsync(connection, server.Port, settings, variables: new() { ["SSL_CERT_FILE"] = trusted }))
        {
            await Eventually.Async(async () =>
            {
                await using var command = database.CreateCommand($"SELECT count(*) FROM deliveries WHERE state = '{state}' AND failure IS NOT DISTINCT FROM {(failure is null ? "NULL" : $"'{failure}'")}");
                return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 1;
            }, TimeSpan.FromSeconds(60), state);
        }
        Assert.Equal(failure is null ? 1 : 0, server.Mailbox.Received);
        Assert.All(server.Mailbox.Find(), m => Assert.True(m.Encrypted));
        await TestDatabase.DropAsync(connection);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority of our own", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost") names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-5), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
