namespace ServiceMesh.Notification.Domain;

/// <summary>From whom mails come.</summary>
/// <param name="Address">A plain e-mail address of ASCII letters.</param>
/// <param name="Name">What stands beside it; null: the brand's name, else the tenant's, in the reader's language.</param>
public sealed record MailSender(string Address, string? Name)
{
    /// <summary>Whether the installation lets mails come from this address: from any when it names no domains, else from these and those below them.</summary>
    public static bool Allows(IReadOnlyList<string> domains, string address)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(address);
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return domains.Count == 0 || domains.Any(d =>
            domain.Equals(d, StringComparison.OrdinalIgnoreCase) || (d.Length > 0 && domain.EndsWith("." + d, StringComparison.OrdinalIgnoreCase)));
    }
}
