using Microsoft.EntityFrameworkCore;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Limits;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Sessions;

/// <summary>Begins and ends sessions and changes passwords, for the JSON endpoints and the forms alike.</summary>
internal sealed class SignIn(
    IWorkFactory works, GatewayDb reading, Passwords passwords, AccessCache cache, AccessReader reader, SessionCookie cookie,
    LimitOptions limits, TimeProvider clock)
{
    /// <summary>
    /// Begins a session and sets its cookie. 401 <c>session.bad-credentials</c>, 429 <c>session.locked</c>.
    /// </summary>
    public async Task<Access.Access> BeginAsync(HttpContext context, string email, string password)
    {
        var ct = context.RequestAborted;
        var address = context.Connection.RemoteIpAddress;
        email = email.Trim().ToLowerInvariant();
        await new LockOut(reading, limits, clock.GetUtcNow()).CheckAsync(email, address, ct);
        var account = await reading.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Email == email, ct);
        var welcome = await passwords.IsRightAsync(account, password, ct) && account!.Active;

        await using var work = await works.BeginAsync(ct);
        var db = work.Db<GatewayDb>();
        var lockOut = new LockOut(db, limits, work.Now);
        if (!welcome)
        {
            await lockOut.FailedAsync(email, address, ct);
            await work.CommitAsync(ct);
            throw new ProblemException(401, "session.bad-credentials", "E-mail or password is not right.");
        }

        await lockOut.SucceededAsync(email, address, ct);
        await EndOverdueAsync(db, work.Now, ct);
        await EndOldAsync(context, db, ct);
        var token = AddSession(db, account!.Id, work.Now);
        await work.CommitAsync(ct);
        ForgetOld(context);
        cookie.Set(context, token);
        return await reader.ReadSessionAsync(token, ct) ?? throw Problems.Unavailable("service.unavailable");
    }

    /// <summary>Ends the request's session, if it has one, here and in the browser.</summary>
    public async Task EndAsync(HttpContext context)
    {
        cookie.Clear(context);
        if (context.GetAccess()?.Person is null)
            return;
        await using var work = await works.BeginAsync(context.RequestAborted);
        await EndOldAsync(context, work.Db<GatewayDb>(), context.RequestAborted);
        await work.CommitAsync(context.RequestAborted);
        ForgetOld(context);
    }

    /// <summary>
    /// Changes the signed-in person's password, ends all their sessions and begins a new one. 400 <c>session.bad-credentials</c>
    /// when the current one is wrong, 400 <c>password.weak</c> or <c>password.same</c>, 429 <c>session.locked</c>.
    /// </summary>
    public async Task ChangePasswordAsync(HttpContext context, string current, string next)
    {
        var ct = context.RequestAborted;
        var person = context.GetAccess()?.Person ?? throw Problems.Forbidden("session.required", "An API key has no password.");
        var address = context.Connection.RemoteIpAddress;
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<GatewayDb>();
        var lockOut = new LockOut(db, limits, work.Now);
        await lockOut.CheckAsync(person.Email, address, ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == person.AccountId, ct);
        if (!await passwords.IsRightAsync(account, current, ct))
        {
            await lockOut.FailedAsync(person.Email, address, ct);
            await work.CommitAsync(ct);
            throw Problems.Invalid("session.bad-credentials", "The current password is not right.");
        }

        Passwords.Check(next, account.Email);
        if (next == current)
            throw Problems.Invalid("password.same", "The new password must differ from the current one.");
        account.PasswordHash = await passwords.HashAsync(next, ct);
        account.MustChangePassword = false;
        await db.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(ct);
        var token = AddSession(db, account.Id, work.Now);
        await work.CommitAsync(ct);
        cache.Forget(account.Id);
        cookie.Set(context, token);
    }

    private static string AddSession(GatewayDb db, Guid account, DateTimeOffset now)
    {
        var token = Secrets.New();
        db.Sessions.Add(new Session
        {
            Id = Guid.CreateVersion7(), TokenHash = Secrets.Hash(token), AccountId = account, CreatedAt = now, LastSeenAt = now,
        });
        return token;
    }

    private static Task<int> EndOverdueAsync(GatewayDb db, DateTimeOffset now, CancellationToken ct) =>
        db.Sessions.Where(s => s.LastSeenAt < now.AddHours(-12) || s.CreatedAt < now.AddDays(-7)).ExecuteDeleteAsync(ct);

    private static async Task EndOldAsync(HttpContext context, GatewayDb db, CancellationToken ct)
    {
        if (context.GetAccess()?.Person is { } person)
            await db.Sessions.Where(s => s.Id == person.SessionId).ExecuteDeleteAsync(ct);
    }

    private void ForgetOld(HttpContext context)
    {
        if (context.GetAccess()?.Person is { } person)
            cache.ForgetSession(person.SessionId);
    }
}
