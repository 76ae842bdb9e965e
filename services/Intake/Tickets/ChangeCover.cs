using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Catalogue;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary>
/// What a ticket is about, whole: the asset (none without an id), the contract that counts (whichever fits best without an id), and why somebody says so, up to 500
/// characters.
/// </summary>
public sealed record CoverRequest(Guid? AssetId = null, Guid? ContractId = null, [property: PlainText(500)] string? Reason = null);

/// <summary>What a ticket is about, as it stands now, and what covers it.</summary>
public sealed record CoverView(Guid TicketId, Guid? CustomerId, Guid? AssetId, Guid? ProductId, EntitlementView Entitlement);

/// <summary>
/// <c>PUT /api/v1/tickets/{id}/cover</c>: somebody of the staff says which asset or contract a ticket is about. The entitlement is decided anew as of the opening day;
/// TicketCoverChanged holds who said so, why, and both states. Dispatch triages an unfinished ticket anew by it, so that its clocks are those of the contract. 200; 400
/// <c>asset.unknown</c>, <c>asset.other-customer</c>, <c>contract.unknown</c>, <c>contract.other-customer</c>; 404 <c>ticket.not-found</c>; 409 <c>ticket.merged</c>,
/// <c>ticket.closed</c>.
/// </summary>
internal static class ChangeCover
{
    public static async Task<CoverView> HandleAsync(Guid id, CoverRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
        if (ticket.MergedIntoId is not null)
            throw Problems.Conflict("ticket.merged", "It was merged; the ticket that goes on has a contract of its own.");
        if (ticket.State is TicketState.Closed or TicketState.Cancelled)
            throw Problems.Conflict("ticket.closed", "The ticket is over: what covered it stays as it is.");
        var found = await TicketRegistry.FindAsync(work, DraftOf(ticket, request, caller), ct);
        var decided = await DecideAsync(work, ticket, request, found, ct);
        var contract = decided.Status == Entitlement.Covered ? decided.Contract : null;
        if (ticket.AssetId != found.Asset?.Id || ticket.ContractId != contract?.Id || ticket.Entitlement != decided.Status || ticket.CustomerId != found.Customer?.Id)
            await SaveAsync(work, ticket, request, caller, found, decided, contract, ct);
        await work.CommitAsync(ct);
        return new CoverView(id, found.Customer?.Id, found.Asset?.Id, found.Product?.Id, new EntitlementView(
            decided.Status, decided.Contract?.Id, decided.Contract?.Number, decided.Contract?.ServiceLevel, decided.Contract?.EndsOn));
    }

    private static TicketDraft DraftOf(TicketRow ticket, CoverRequest request, Caller caller) => new()
    {
        Tenant = ticket.Tenant, TicketId = ticket.Id, Channel = ticket.Channel, Subject = ticket.Subject, By = caller.Actor, OpenedAt = ticket.OpenedAt,
        CustomerId = ticket.CustomerId, ContactId = ticket.CustomerId is null ? ticket.ContactId : null, AssetId = request.AssetId, ContractId = request.ContractId,
        // An asset is of one product: what was taken for it before does not count against it.
        ProductId = request.AssetId is null ? ticket.ProductId : null,
    };

    private static async Task<Entitlement> DecideAsync(Work work, TicketRow ticket, CoverRequest request, TicketReferences found, CancellationToken ct)
    {
        if (found.Customer is null)
            return Entitlement.None;
        var kind = ticket.RequestClass is not { } key ? null
            : (await RequestClasses.AllAsync(work.Db<IntakeDb>(), ticket.Tenant, ct)).FirstOrDefault(c => c.Key == key);
        return Entitlement.Decide(found.Contracts, new EntitlementQuestion(
            found.Profile.DayOf(ticket.OpenedAt), found.Product?.Id, found.Asset?.Id, request.ContractId, ticket.Channel, kind?.NeedsVisit == true,
            ticket.WorkType, ticket.RequestClass, found.Asset?.SupportedUntil));
    }

    private static async Task SaveAsync(
        Work work, TicketRow ticket, CoverRequest request, Caller caller, TicketReferences found, Entitlement decided, ContractTerms? contract, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var (tenant, asset) = (ticket.Tenant, found.Asset);
        var serial = asset is null ? null : await db.Assets.Where(a => a.Tenant == tenant && a.Id == asset.Id).Select(a => a.SerialNumber).SingleAsync(ct);
        // A module of another product is none of this one.
        var module = found.Product?.Id == ticket.ProductId ? ticket.Module : null;
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE tickets SET customer_id = {found.Customer?.Id}, asset_id = {asset?.Id}, product_id = {found.Product?.Id}, module = {module}, version = {asset?.Version},
                contract_id = {contract?.Id}, service_level = {contract?.ServiceLevel}, entitlement = {decided.Status}
            WHERE tenant = {tenant} AND id = {ticket.Id}
            """, ct);
        await UnfinishedTickets.KeepAsync(work, tenant, ticket.Id, ct);
        work.Publish(new TicketCoverChanged
        {
            Tenant = tenant, TicketId = ticket.Id, OccurredAt = work.Now, By = caller.Actor, PreviousAssetId = ticket.AssetId, PreviousContractId = ticket.ContractId,
            PreviousEntitlement = ticket.Entitlement, CustomerId = found.Customer?.Id, CustomerName = found.Customer?.Name, AssetId = asset?.Id, SerialNumber = serial,
            ProductId = found.Product?.Id, ProductName = found.Product?.Name, Version = asset?.Version, ContractId = contract?.Id, ContractNumber = contract?.Number,
            ServiceLevel = contract?.ServiceLevel, Entitlement = decided.Status, Reason = request.Reason.TrimToNull(),
        });
    }
}
