using NodaTime;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Something to tell of a certificate: that it ends soon, or that it has ended.</summary>
public sealed record CertificateNotice(string Certificate, DateOnly ValidUntil, bool Expired);

/// <summary>When certificates are spoken of: 30 days before the last day, and on the day after it, from midnight in the tenant's zone.</summary>
public static class CertificateNotices
{
    /// <summary>What is to be told by now. Of one that has ended, only that.</summary>
    public static IEnumerable<CertificateNotice> Due(IEnumerable<Certificate> certificates, LocalDate today)
    {
        foreach (var certificate in certificates)
            if (certificate.ValidUntil is { } last)
            {
                if (today > LocalDate.FromDateOnly(last)) yield return new CertificateNotice(certificate.Name, last, Expired: true);
                else if (today >= WarnedOn(last)) yield return new CertificateNotice(certificate.Name, last, Expired: false);
            }
    }

    /// <summary>The next day on which there is something to tell; null when there is none.</summary>
    public static LocalDate? Next(IEnumerable<Certificate> certificates, LocalDate today)
    {
        var days = certificates.Where(c => c.ValidUntil is not null)
            .SelectMany(c => new[] { WarnedOn(c.ValidUntil!.Value), LocalDate.FromDateOnly(c.ValidUntil.Value).PlusDays(1) }).Where(d => d > today).ToList();
        return days.Count == 0 ? null : days.Min();
    }

    private static LocalDate WarnedOn(DateOnly last) => LocalDate.FromDateOnly(last).PlusDays(-Certificate.WarningDays);
}
