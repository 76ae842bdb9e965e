using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Catalogue;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary>Whoever reports, when no contact is kept for it. Name up to 200 characters, a telephone number up to 64.</summary>
public sealed record ReporterRequest(
    [property: Required, PlainText(200)] string Name,
    [property: MailAddress] string? Email = null,
    [property: PlainText(PhoneNumber.MaxLength)] string? Phone = null,
    [property: LanguageTag] string? Language = null);

/// <summary>
/// A new ticket. Subject up to 200 characters, text up to 20,000, category up to 64, external reference up to 200, up to ten files
/// that were uploaded before; a class of request with its form; whether somebody has to come, which a class may say as well; the name of one of the
/// product's modules; the ticket that this one goes on from, which the caller may see; the call that it is for, which has no ticket yet. Customers always
/// report as their own contact by the portal: customer, contact, contract, channel and call are ignored from them.
/// </summary>
public sealed record OpenTicketRequest(
    [property: Required, PlainText(200)] string Subject,
    [property: PlainText(Limits.Text, Lines = true)] string? Text = null,
    Guid? CustomerId = null,
    Guid? ContactId = null,
    ReporterRequest? Contact = null,
    Guid? ProductId = null,
    Guid? AssetId = null,
    [property: PlainText(64)] string? Category = null,
    Level? Impact = null,
    Level? Urgency = null,
    WorkType? WorkType = null,
    Channel? Channel = null,
    [property: PlainText(200)] string? ExternalReference = null,
    Guid? ContractId = null,
    [property: MaxLength(Limits.Files)] IReadOnlyList<Guid>? AttachmentIds = null,
    [property: PlainText(40)] string? RequestClass = null,
    [property: MaxLength(30)] IReadOnlyDictionary<string, string?>? Form = null,
    bool? NeedsVisit = null,
    [property: PlainText(ModuleNames.Longest)] string? Module = null,
    Guid? LinkedTicketId = null,
    Guid? CallId = null);

/// <summary>What the reporter is entitled to, by <see cref="Entitlement.Status"/>; the contract is named where one decided.</summary>
public sealed record EntitlementView(string Status, Guid? ContractId, string? ContractNumber, string? ServiceLevel, DateOnly? EndsOn);

/// <summary>The answer to a new ticket. <see cref="ProgressUrl"/> is a secret of the reporter; see <see cref="OpenedLink"/>.</summary>
public sealed record OpenedTicketView(Guid Id, string Number, string ProgressUrl, EntitlementView Entitlement);

/// <summary>
/// <c>POST /api/v1/tickets</c>: 201; 400 for bad values, unknown ids (<c>ticket.unknown</c> for the one it goes on from, <c>call.unknown</c>) and a form that does not fit its
/// class (see <see cref="RequestClasses"/>); 403 <c>access.no-contact</c>; 409 <c>call.has-ticket</c>.
/// </summary>
public static class OpenTicket
{
    internal static async Task<IResult> HandleAsync(
        OpenTicketRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent, TicketRegistry registry, LinkTokens links,
        IOptions<IntakeOptions> options)
    {
        var answer = await idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var draft = caller.IsStaff ? FromStaff(request, caller, work.Now) : FromCustomer(request, caller, work.Now);
            var kind = await RequestClasses.CheckAsync(
                work.Db<IntakeDb>(), caller.Tenant, request.RequestClass.TrimToNull(), request.Form, request.AttachmentIds?.Distinct().Count() ?? 0, ct);
            if (kind is not null)
                draft = Classed(draft, kind, request);
            if (request.LinkedTicketId is { } linked)
                draft = draft with { LinkedTicketId = await VisibleAsync(work.Db<IntakeDb>(), caller, linked, ct) };
            var call = caller.IsStaff && request.CallId is { } asked ? await CallBook.WithoutTicketAsync(work, caller.Tenant, asked, ct) : null;
            if (call is not null)
                draft = draft with { Channel = Channel.Hotline, CallId = call.Id, ChannelId = call.ChannelId };
            var ticket = await RegisterAsync(registry, work, draft, ct);
            if (call is not null)
                call.TicketId = ticket.Id;
            foreach (var file in await AttachmentClaims.LockAsync(work, Uploader.Of(caller), request.AttachmentIds, ct))
                file.TicketId = ticket.Id;
            var contract = ticket.Entitlement.Contract;
            var view = new OpenedTicketView(
                ticket.Id, ticket.Number, ticket.SealedToken,
                new EntitlementView(ticket.Entitlement.Status, contract?.Id, contract?.Number, contract?.ServiceLevel, contract?.EndsOn));
            return new Reply(StatusCodes.Status201Created, view, $"/api/v1/tickets/{ticket.Id}");
        });
        return new OpenedLink(answer, links, options);
    }

    private static async Task<Guid> VisibleAsync(IntakeDb db, Caller caller, Guid ticket, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        return await db.Tickets.VisibleTo(caller, own).AnyAsync(t => t.Id == ticket, ct) ? ticket : throw Problems.Invalid("ticket.unknown", "There is no such ticket.");
    }

    private static async Task<RegisteredTicket> RegisterAsync(TicketRegistry registry, Work work, TicketDraft draft, CancellationToken ct)
    {
        try
        {
            return await registry.RegisterAsync(work, draft, ct);
        }
        catch (ProblemException e) when (draft.OnlyOwn && e.Code == "contact.unknown")
        {
            throw Problems.Forbidden("access.no-contact", "The account's contact does not exist here.");
        }
    }

    private static TicketDraft FromStaff(OpenTicketRequest request, Caller caller, DateTimeOffset now) => Draft(request, caller, now) with
    {
        Channel = request.Channel ?? (caller.Kind == ActorKind.Integration ? Channel.Api : Channel.Portal),
        CustomerId = request.CustomerId,
        ContactId = request.ContactId,
        Reporter = request.Contact is not { } r ? null : new Reporter(r.Name.Trim(), r.Email?.ToLowerInvariant(), r.Phone.TrimToNull(), r.Language),
    };

    private static TicketDraft FromCustomer(OpenTicketRequest request, Caller caller, DateTimeOffset now) => Draft(request, caller, now) with
    {
        ContactId = caller.ContactId ?? throw Problems.Forbidden("access.no-contact", "The account acts for no contact."),
        OnlyOwn = true,
        ContractId = null,
    };

    /// <summary>What the class says holds where the request itself says nothing.</summary>
    private static TicketDraft Classed(TicketDraft draft, RequestClass kind, OpenTicketRequest request) => draft with
    {
        RequestClass = kind.Key,
        WorkType = request.WorkType ?? kind.WorkType,
        Category = draft.Category ?? kind.Category,
        NeedsVisit = request.NeedsVisit ?? kind.NeedsVisit,
        Form = request.Form?.Where(f => !string.IsNullOrWhiteSpace(f.Value)).ToDictionary(f => f.Key, f => f.Value!.Trim()) ?? [],
    };

    private static TicketDraft Draft(OpenTicketRequest request, Caller caller, DateTimeOffset now) => new()
    {
        Tenant = caller.Tenant,
        Channel = Channel.Portal,
        Subject = request.Subject.Trim(),
        Text = request.Text.TrimToNull(),
        By = caller.Actor,
        OpenedAt = now,
        WorkType = request.WorkType ?? WorkType.Support,
        ChosenWorkType = request.WorkType,
        Category = request.Category.TrimToNull(),
        Impact = request.Impact,
        Urgency = request.Urgency,
        ProductId = request.ProductId,
        Module = request.Module.TrimToNull(),
        AssetId = request.AssetId,
        ContractId = request.ContractId,
        ExternalReference = request.ExternalReference.TrimToNull(),
        NeedsVisit = request.NeedsVisit == true,
    };
}
