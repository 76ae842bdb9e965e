using Microsoft.AspNetCore.Identity;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Sessions;

/// <summary>Hashing (PBKDF2, 100,000 rounds) and the rules for new passwords: 12 to 256 characters, not the e-mail, not one character repeated.</summary>
public sealed class Passwords(IPasswordHasher<Account> hasher) : IDisposable
{
    public const int Shortest = 12;
    public const int Longest = 256;

    // Hashing is slow on purpose: more than the cores at once would only starve everything else.
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount));
    private readonly string _nobodysHash = hasher.HashPassword(null!, Guid.NewGuid().ToString());

    /// <summary>The hash to store.</summary>
    public async Task<string> HashAsync(string password, CancellationToken ct) =>
        await InTurnAsync(() => hasher.HashPassword(null!, password), ct);

    /// <summary>Whether it is the account's password. Takes as long when there is no such account.</summary>
    public async Task<bool> IsRightAsync(Account? account, string password, CancellationToken ct)
    {
        var result = await InTurnAsync(() => hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? _nobodysHash, password), ct);
        return account is not null && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Refuses weak ones with 400 <c>password.weak</c>.</summary>
    public static void Check(string password, string email)
    {
        if (password.Length is < Shortest or > Longest || password.Distinct().Count() < 4
            || password.Equals(email, StringComparison.OrdinalIgnoreCase))
            throw Problems.Invalid("password.weak", $"A password has {Shortest} to {Longest} characters and is not easily guessed.");
    }

    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _turns.WaitAsync(ct);
        try
        {
            return work();
        }
        finally
        {
            _turns.Release();
        }
    }
}
