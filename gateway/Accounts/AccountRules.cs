using System.Globalization;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Accounts;

/// <summary>What roles and languages are possible.</summary>
internal static class AccountRules
{
    public static void CheckRoles(IReadOnlyList<string> roles, Guid? contactId)
    {
        foreach (var role in roles)
            if (!Roles.All.Contains(role, StringComparer.Ordinal))
                throw Problems.InvalidField("roles", $"Not a role. Roles are {string.Join(", ", Roles.All)}.");
        var customer = roles.Contains(Roles.Customer);
        if (customer && roles.Count > 1)
            throw Problems.InvalidField("roles", "A customer holds no other role.");
        if (customer != contactId is not null)
            throw Problems.InvalidField("contactId", "Customers need a contact, and only they have one.");
    }

    public static void CheckLanguage(string? language)
    {
        try
        {
            if (!string.IsNullOrEmpty(language) && CultureInfo.GetCultureInfo(language, predefinedOnly: true).Name.Length > 0)
                return;
        }
        catch (CultureNotFoundException)
        {
            // Said below, as for an empty one.
        }

        throw Problems.InvalidField("language", "Not a known language tag, such as zh-CN or en.");
    }
}
