using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Senders;

/// <summary>From whom mails are to come.</summary>
/// <param name="Brand">The code of a brand; left out: what is under the tenant's own name, and brands without a sender of their own.</param>
/// <param name="Address">A plain e-mail address, of a domain that the installation allows.</param>
/// <param name="Name">What stands beside it, one line of at most 100 characters; left out: the brand's name, else the tenant's, in the reader's language.</param>
public sealed record NewSender(
    [property: StringLength(40)] string? Brand, [property: Required, StringLength(254, MinimumLength = 3)] string Address, [property: StringLength(100)] string? Name);

/// <summary>A sender as it is shown.</summary>
/// <param name="Brand">Null: the tenant's own name.</param>
public sealed record SenderView(string? Brand, string Address, string? Name);

/// <summary>All senders of a tenant.</summary>
/// <param name="Installation">The address of whatever has no sender here.</param>
/// <param name="Domains">The domains that senders may be of; empty: any.</param>
/// <param name="Next">Always null: there are few.</param>
public sealed record SenderList(IReadOnlyList<SenderView> Items, string Installation, IReadOnlyList<string> Domains, string? Next);

/// <summary>
/// <c>/api/v1/notifications/senders</c>: from whom mails come, for the tenant and for each brand. Bounces and customers' answers find their way as before: the envelope and
/// the ids of the mails stay the installation's.
/// </summary>
internal static class SenderRoutes
{
    public static void MapSenders(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/senders");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Manager, Roles.Ops);
        group.MapPut("/", SaveAsync).RequireRoles(Roles.Admin);
        group.MapDelete("/", RemoveAsync).RequireRoles(Roles.Admin);
    }

    /// <summary>200 with all of them, the tenant's own first.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NpgsqlDataSource database, IOptions<SmtpOptions> smtp, CancellationToken ct) =>
        Results.Ok(new SenderList(await SenderBook.ReadAsync(database, caller.Tenant, ct), smtp.Value.From, smtp.Value.SenderDomains, null));

    /// <summary>200: it holds for mails made from now on. 400 <c>request.invalid</c>, <c>sender.domain-not-allowed</c>, <c>brand.unknown</c>.</summary>
    private static async Task<IResult> SaveAsync(NewSender sender, Caller caller, IWorkFactory works, IOptions<SmtpOptions> smtp, CancellationToken ct)
    {
        var (brand, address, name) = (sender.Brand?.Trim() ?? "", sender.Address.Trim(), sender.Name?.Trim());
        if (address.Length < 3 || !address.All(char.IsAscii) || !Texts.IsAddress(address)) throw Problems.InvalidField("address", "The address is not an e-mail address.");
        if (!MailSender.Allows(smtp.Value.SenderDomains, address))
            throw Refused("sender.domain-not-allowed", "address", "Mails may not come from this domain.");
        if (name is not null && (name != Texts.ForHeader(name) || name.AsSpan().ContainsAny('"', '\\', '<')))
            throw Problems.InvalidField("name", "The name is one line without quotes, brackets and control characters.");
        await using var work = await works.BeginAsync(ct);
        var wanted = new MailSender(address, string.IsNullOrEmpty(name) ? null : name);
        if (!await SenderBook.SaveAsync(work, caller.Tenant, brand, wanted, caller.Name, ct)) throw Refused("brand.unknown", "brand", "There is no such brand.");
        await work.CommitAsync(ct);
        return Results.Ok(new SenderView(brand.Length == 0 ? null : brand, wanted.Address, wanted.Name));
    }

    /// <summary>204; 404 <c>sender.not-found</c>.</summary>
    /// <param name="brand">A brand's code; left out: the tenant's own.</param>
    private static async Task<IResult> RemoveAsync(string? brand, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        if (!await SenderBook.RemoveAsync(work, caller.Tenant, brand?.Trim() ?? "", ct)) throw Problems.NotFound("sender.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static ProblemException Refused(string code, string field, string why) =>
        new(StatusCodes.Status400BadRequest, code, why) { Errors = new Dictionary<string, string[]> { [field] = [why] } };
}
