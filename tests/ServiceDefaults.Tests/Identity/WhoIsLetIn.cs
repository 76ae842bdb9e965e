using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using ServiceMesh.Contracts;

namespace ServiceMesh.ServiceDefaults.Tests.Identity;

public sealed class WhoIsLetIn(TestService service)
{
    [Fact]
    public void Nothing_makes_keys_for_cookies() => Assert.Null(service.Services.GetService(typeof(IDataProtectionProvider)));

    [Fact]
    public async Task Whom_the_gateway_vouches_for()
    {
        var caller = await (await service.GetAsync("/me", service.Token())).Content.ReadFromJsonAsync<Caller>(JsonDefaults.Options, TestContext.Current.CancellationToken);
        Assert.Equal(("acme", "account-1", "Li Lei", ActorKind.Staff), (caller!.Tenant, caller.AccountId, caller.Name, caller.Kind));
        Assert.Equal(["agent", "dispatcher"], caller.Roles);
    }

    [Fact]
    public async Task A_customer_acts_as_their_contact()
    {
        var contact = Guid.CreateVersion7();
        var token = service.Token(t => { t.Claims["kind"] = "customer"; t.Claims["contact"] = contact.ToString(); t.Claims["role"] = "customer"; });
        var actor = await (await service.GetAsync("/actor", token)).Content.ReadFromJsonAsync<Actor>(JsonDefaults.Options, TestContext.Current.CancellationToken);
        Assert.Equal(new Actor(ActorKind.Customer, contact.ToString(), "Li Lei"), actor);
    }

    public static TheoryData<string, Action<SecurityTokenDescriptor>> BadTokens => new()
    {
        { "another service's", t => t.Audience = "other" },
        { "another issuer's", t => t.Issuer = "somebody" },
        { "expired", t => { t.IssuedAt = t.NotBefore = DateTime.UtcNow.AddMinutes(-10); t.Expires = DateTime.UtcNow.AddMinutes(-6); } },
        { "not valid yet", t => { t.IssuedAt = t.NotBefore = DateTime.UtcNow.AddMinutes(2); t.Expires = DateTime.UtcNow.AddMinutes(4); } },
        { "too long-lived", t => t.Expires = DateTime.UtcNow.AddMinutes(6) },
        { "without an end", t => t.Expires = null },
        { "without its time of issue", t => t.IssuedAt = null },
        { "without a tenant", t => t.Claims.Remove("tenant") },
        { "of the system itself", t => t.Claims["kind"] = "system" },
        { "unsigned", t => t.SigningCredentials = null },
        { "signed with a shared secret", t => t.SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('k', 64))), SecurityAlgorithms.HmacSha256) },
    };

    [Theory]
    [MemberData(nameof(BadTokens), DisableDiscoveryEnumeration = true)]
    public async Task But_not_with_a_token_that_is(string what, Action<SecurityTokenDescriptor> change)
    {
        Assert.NotEmpty(what);
        await (await service.GetAsync("/me", service.Token(change))).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Fact]
    public async Task Nor_with_another_key_no_token_two_tokens_or_noise()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await (await service.GetAsync("/me", service.Token(key: other))).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        await (await service.GetAsync("/me")).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        await (await service.GetAsync("/me", service.Token(), service.Token())).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        await (await service.GetAsync("/me", "a.b.c")).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        await (await service.GetAsync("/me", service.Token() + "x")).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Fact]
    public async Task Anonymous_endpoints_know_a_caller_if_there_is_one()
    {
        Assert.Equal("nobody", await (await service.GetAsync("/maybe")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Li Lei", await (await service.GetAsync("/maybe", service.Token())).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_of_the_roles_is_enough()
    {
        await (await service.GetAsync("/managers", service.Token())).IsProblemAsync(HttpStatusCode.Forbidden, "access.role-missing");
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/managers", service.Token(t => t.Claims["role"] = new[] { "ops" }))).StatusCode);
    }
}
