using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending.Email;

/// <summary>From what the SMTP client throws to a category.</summary>
internal static class SmtpFailures
{
    public static bool TryClassify(Exception exception, out AttemptResult result)
    {
        result = exception switch
        {
            SmtpException smtp => Classify(smtp),
            AuthenticationException => new AttemptResult(Failure.TlsFailed),
            IOException or SocketException => new AttemptResult(Failure.Unreachable),
            _ => null!,
        };
        return result is not null;
    }

    private static AttemptResult Classify(SmtpException e)
    {
        var status = (int)e.StatusCode;
        if (Inner<AuthenticationException>(e) is not null) return new AttemptResult(Failure.TlsFailed);
        return e.StatusCode switch
        {
            // No status: the connection failed, or the server does not offer the encryption we insist on.
            SmtpStatusCode.GeneralFailure => new AttemptResult(
                Inner<IOException>(e) is null && Inner<SocketException>(e) is null && e.InnerException is null ? Failure.TlsFailed : Failure.Unreachable),
            SmtpStatusCode.MustIssueStartTlsFirst => new AttemptResult(Failure.TlsFailed, status),
            (SmtpStatusCode)530 or (SmtpStatusCode)534 or (SmtpStatusCode)535 or SmtpStatusCode.ClientNotPermitted
                => new AttemptResult(Failure.AuthenticationFailed, status),
            _ when status is >= 500 and < 600 => new AttemptResult(Failure.Refused, status),
            _ when status is >= 400 and < 500 => new AttemptResult(Failure.Deferred, status),
            _ => new AttemptResult(Failure.Unreachable),
        };
    }

    private static T? Inner<T>(Exception e)
        where T : Exception
    {
        for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found) return found;
        }
        return null;
    }
}
