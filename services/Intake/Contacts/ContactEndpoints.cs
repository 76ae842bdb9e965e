using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Contacts;

/// <summary>
/// A person at a customer. Name up to 200 characters; at most 10 telephone numbers as people write them; language is a BCP 47 tag, the
/// tenant's first when not given.
/// </summary>
public sealed record ContactRequest(
    Guid CustomerId,
    [property: Required, PlainText(200)] string Name,
    [property: MailAddress] string? Email = null,
    [property: MaxLength(10)] IReadOnlyList<string>? Phones = null,
    [property: LanguageTag] string? Language = null);

/// <summary>A contact as the API shows it; numbers in E.164, with <c>;ext=</c> where there is an extension.</summary>
public sealed record ContactView(Guid Id, Guid CustomerId, string Name, string? Email, IReadOnlyList<string> Phones, string Language);

/// <summary><c>/api/v1/contacts</c>, searched by <c>q</c> in name, e-mail and numbers: 400 <c>phone.invalid</c>, <c>customer.unknown</c>, 404 <c>contact.not-found</c>.</summary>
public static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/contacts").WithTags("contacts");
        group.MapPost("", CreateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapPut("/{id:guid}", UpdateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
    }

    private static Task<IResult> CreateAsync(ContactRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = new ContactRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                CustomerId = request.CustomerId,
                Name = "",
                Language = "",
                CreatedAt = work.Now,
            };
            var view = await SetAsync(row, request, caller, work, ct);
            return new Reply(StatusCodes.Status201Created, view, $"/api/v1/contacts/{row.Id}");
        });

    private static async Task<ContactView> UpdateAsync(Guid id, ContactRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var rows = await db.Contacts.FromSql($"SELECT * FROM contacts WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        var row = rows.SingleOrDefault() ?? throw Problems.NotFound("contact.not-found");
        await db.ContactPhones.Where(p => p.Tenant == caller.Tenant && p.ContactId == id).ExecuteDeleteAsync(ct);
        var view = await SetAsync(row, request, caller, work, ct);
        await work.CommitAsync(ct);
        return view;
    }

    private static async Task<Page<ContactView>> ListAsync(
        [AsParameters] PageQuery page, Guid? customerId, string? q, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var rows = Visible(db, caller);
        if (customerId is { } customer)
            rows = rows.Where(c => c.CustomerId == customer);
        if (SearchText.Read(q) is { } search)
        {
            var found = Matching(db, caller.Tenant, search);
            rows = rows.Where(c => found.Contains(c.Id));
        }

        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var part = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1).Include(c => c.Phones).ToListAsync(ct);
        return Page.Of([.. part.Select(View)], page.Size, c => c.Id);
    }

    private static async Task<ContactView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct) =>
        View(await Visible(db, caller).Include(c => c.Phones).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Problems.NotFound("contact.not-found"));

    /// <summary>Ids by name, address or number: each by its own index.</summary>
    private static IQueryable<Guid> Matching(IntakeDb db, string tenant, SearchText search)
    {
        var named = db.Contacts
            .Where(c => c.Tenant == tenant && (EF.Functions.ILike(c.Name, search.Pattern, "\\") || EF.Functions.ILike(c.Email!, search.Pattern, "\\")))
            .Select(c => c.Id);
        return search.PhonePattern is not { } digits
            ? named
            : named.Union(db.ContactPhones.Where(p => p.Tenant == tenant && EF.Functions.Like(p.E164, digits)).Select(p => p.ContactId));
    }

    /// <summary>A customer sees itself; colleagues' numbers are none of its business.</summary>
    private static IQueryable<ContactRow> Visible(IntakeDb db, Caller caller)
    {
        var rows = db.Contacts.AsNoTracking().Where(c => c.Tenant == caller.Tenant);
        return caller.IsStaff ? rows : rows.Where(c => c.Id == caller.ContactId);
    }

    internal static async Task<ContactView> SetAsync(ContactRow row, ContactRequest request, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        if (!await db.Customers.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == request.CustomerId, ct))
            throw Problems.Invalid("customer.unknown");
        var profile = await TenantProfiles.FindAsync(db, caller.Tenant, ct);
        var phones = ReadPhones(request.Phones ?? [], profile);
        row.CustomerId = request.CustomerId;
        row.Name = request.Name.Trim();
        row.Email = request.Email?.ToLowerInvariant();
        row.Language = request.Language ?? profile.Language;
        if (db.Entry(row).State == EntityState.Detached)
            db.Contacts.Add(row);
        row.Phones.AddRange(phones.Select((p, i) => new ContactPhoneRow
        {
            Tenant = row.Tenant,
            ContactId = row.Id,
            Position = i,
            E164 = p.E164,
            Extension = p.Extension,
        }));
        work.Publish(Changed(row, caller.Actor, work.Now));
        return View(row);
    }

    /// <summary>The contact's whole state; its numbers are loaded.</summary>
    internal static ContactChanged Changed(ContactRow row, Actor by, DateTimeOffset at) => new()
    {
        Tenant = row.Tenant,
        OccurredAt = at,
        By = by,
        ContactId = row.Id,
        CustomerId = row.CustomerId,
        Name = row.Name,
        Email = row.Email,
        Phones = [.. row.Phones.OrderBy(p => p.Position).Select(p => p.E164).Distinct()],
        Language = row.Language,
    };

    private static List<PhoneNumber> ReadPhones(IReadOnlyList<string> texts, TenantProfile profile)
    {
        var home = profile.Dialling;
        var phones = new List<PhoneNumber>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (!PhoneNumber.TryParse(texts[i], home, out var phone))
                throw Problems.Invalid("phone.invalid", $"phones[{i}] is not one whole telephone number; with its country code, +86 21 5555 0100, it always is.");
            if (!phones.Contains(phone!))
                phones.Add(phone!);
        }

        return phones;
    }

    private static ContactView View(ContactRow row) => new(
        row.Id, row.CustomerId, row.Name, row.Email,
        [.. row.Phones.OrderBy(p => p.Position).Select(p => new PhoneNumber(p.E164, p.Extension).ToString())], row.Language);
}
