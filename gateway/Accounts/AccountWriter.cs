using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Gateway.Accounts;

/// <summary>What a new account is made of; the password already hashed.</summary>
internal sealed record NewAccount(
    string Email, string Name, IReadOnlyList<string> Roles, string Language, Guid? ContactId, string PasswordHash, bool MustChangePassword);

/// <summary>Writes accounts, and tells the others.</summary>
internal static class AccountWriter
{
    public static Account Add(Work work, Actor by, string tenant, NewAccount account)
    {
        var row = new Account
        {
            Id = Guid.CreateVersion7(),
            Tenant = tenant,
            Email = account.Email.Trim().ToLowerInvariant(),
            Name = account.Name.Trim(),
            Roles = [.. account.Roles],
            Language = account.Language,
            ContactId = account.ContactId,
            PasswordHash = account.PasswordHash,
            MustChangePassword = account.MustChangePassword,
            CreatedAt = work.Now,
        };
        work.Db<GatewayDb>().Accounts.Add(row);
        Tell(work, by, row);
        return row;
    }

    public static void Tell(Work work, Actor by, Account account) => work.Publish(new AccountChanged
    {
        Tenant = account.Tenant,
        OccurredAt = work.Now,
        By = by,
        AccountId = account.Id,
        Name = account.Name,
        Email = account.Email,
        Roles = [.. account.Roles],
        Language = account.Language,
        ContactId = account.ContactId,
        Active = account.Active,
    });
}
