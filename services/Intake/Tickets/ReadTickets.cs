using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary><c>GET /api/v1/tickets</c> (newest first) and <c>GET /api/v1/tickets/{id}</c>.</summary>
public static class ReadTickets
{
    /// <summary>
    /// <c>mine</c>: for customers their own contact's, for staff and integrations those they opened. <c>open</c> (neither closed nor cancelled, or one of both) and <c>q</c>
    /// (a part of number or subject) are for customers, who have few; 400 for staff, who have the board. <c>assetId</c>: those about one asset.
    /// </summary>
    internal static async Task<Page<TicketLine>> ListAsync(
        [AsParameters] PageQuery page, bool? mine, bool? open, string? q, string? externalReference, Guid? assetId, Caller caller, IntakeDb db, CancellationToken ct)
    {
        if (caller.IsStaff && (q is not null || open is not null))
            throw Problems.InvalidField(q is null ? "open" : "q", "This is for customers; staff ask the board, GET /api/v1/board.");
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var rows = db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant);
        if (assetId is { } asset)
            rows = rows.Where(t => t.AssetId == asset);
        var found = caller.IsStaff
            ? await LinesAsync(db, Narrow(rows, mine, externalReference, caller), page, ct)
            : await OwnLinesAsync(db, Sought(rows, open, SearchText.Read(q), externalReference), mine == true, own, page, caller, ct);
        return Page.Of(found, page.Size, t => t.Id);
    }

    internal static async Task<TicketView> GetAsync(Guid id, Caller caller, IntakeDb db, ReplyRules replies, TimeProvider time, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var visible = db.Tickets.AsNoTracking().VisibleTo(caller, own).Where(t => t.Id == id);
        var found = await (
            from t in visible
            from customer in db.Customers.Where(c => c.Tenant == t.Tenant && c.Id == t.CustomerId).DefaultIfEmpty()
            from product in db.Products.Where(p => p.Tenant == t.Tenant && p.Id == t.ProductId).DefaultIfEmpty()
            from asset in db.Assets.Where(a => a.Tenant == t.Tenant && a.Id == t.AssetId).DefaultIfEmpty()
            from contract in db.Contracts.Where(c => c.Tenant == t.Tenant && c.Id == t.ContractId).DefaultIfEmpty()
            from linked in db.Tickets.Where(l => l.Tenant == t.Tenant && l.Id == t.LinkedTicketId).DefaultIfEmpty()
            from goesOn in db.Tickets.Where(l => l.Tenant == t.Tenant && l.Id == t.MergedIntoId).DefaultIfEmpty()
            from parent in db.Tickets.Where(l => l.Tenant == t.Tenant && l.Id == t.ParentId).DefaultIfEmpty()
            select new
            {
                t, customer, product, asset, contract, linked, goesOn, parent,
                children = db.Tickets.Count(l => l.Tenant == t.Tenant && l.ParentId == t.Id),
            }).SingleOrDefaultAsync(ct)
            ?? throw Problems.NotFound("ticket.not-found");
        return View(found.t, found.linked) with
        {
            // A customer does not learn whom else an incident hits.
            Parent = caller.IsStaff && found.parent is { } incident ? new TicketName(incident.Id, incident.Number) : null,
            Children = caller.IsStaff ? found.children : 0,
            MergedInto = found.goesOn is { } other ? new TicketName(other.Id, other.Number) : null,
            Customer = found.customer is { } c ? new CustomerName(c.Id, c.Name) : null,
            Product = found.product is { } p ? new ProductName(p.Id, p.Code, p.Name) : null,
            Asset = found.asset is { } a ? new AssetName(a.Id, a.SerialNumber, a.Name, a.Location) : null,
            Contract = found.contract is { } k ? new ContractName(k.Id, k.Number, found.t.ServiceLevel ?? k.ServiceLevel, k.EndsOn) : null,
            CustomerMay = await TenantProfiles.MayDoAsync(db, found.goesOn ?? found.t, time.GetUtcNow(), ct),
            Reply = caller.IsStaff ? await replies.OfAsync(db, found.t, ct) : null,
        };
    }

    private static IQueryable<TicketRow> Narrow(IQueryable<TicketRow> rows, bool? mine, string? externalReference, Caller caller)
    {
        if (mine == true && caller.Kind == ActorKind.Staff)
            rows = rows.Where(t => t.OpenedByKind == ActorKind.Staff && t.OpenedById == caller.AccountId);
        else if (mine == true)
            rows = rows.Where(t => t.OpenedByKind == ActorKind.Integration && t.OpenedById == caller.AccountId);
        return externalReference is null ? rows : rows.Where(t => t.ExternalReference == externalReference);
    }

    private static IQueryable<TicketRow> Sought(IQueryable<TicketRow> rows, bool? open, SearchText? search, string? externalReference)
    {
        if (open is { } still)
            rows = rows.Where(t => (t.State == TicketState.Open || t.State == TicketState.Resolved) == still);
        if (search is not null)
            rows = rows.Where(t => EF.Functions.ILike(t.Subject, search.Pattern, "\\") || EF.Functions.ILike(t.Number, search.Pattern, "\\"));
        return externalReference is null ? rows : rows.Where(t => t.ExternalReference == externalReference);
    }

    /// <summary>Two ranges instead of one condition with OR: each has its own index, so a page costs the same at any size.</summary>
    private static async Task<List<TicketLine>> OwnLinesAsync(
        IntakeDb db, IQueryable<TicketRow> rows, bool mine, Guid? customer, PageQuery page, Caller caller, CancellationToken ct)
    {
        if (caller.ContactId is not { } contact)
            return [];
        var found = await LinesAsync(db, rows.Where(t => t.ContactId == contact), page, ct);
        if (!mine && customer is { } organisation && organisation != Guid.Empty)
            found.AddRange(await LinesAsync(db, rows.Where(t => t.CustomerId == organisation), page, ct));
        return [.. found.DistinctBy(t => t.Id).OrderByDescending(t => t.Id).Take(page.Size + 1)];
    }

    internal static Task<List<TicketLine>> LinesAsync(IntakeDb db, IQueryable<TicketRow> rows, PageQuery page, CancellationToken ct)
    {
        if (page.After is { } after)
            rows = rows.Where(t => t.Id < after);
        return (
            from t in rows.OrderByDescending(t => t.Id).Take(page.Size + 1)
            from customer in db.Customers.Where(c => c.Tenant == t.Tenant && c.Id == t.CustomerId).DefaultIfEmpty()
            orderby t.Id descending
            select new TicketLine(
                t.Id, t.Number, t.Subject, t.Channel, t.Kind, t.WorkType, t.State, t.CustomerId, customer!.Name, t.ContactName, t.OpenedAt,
                t.ExternalReference)).ToListAsync(ct);
    }

    private static TicketView View(TicketRow t, TicketRow? linked) => new()
    {
        Id = t.Id,
        Number = t.Number,
        Subject = t.Subject,
        Text = t.Text,
        Channel = t.Channel,
        Kind = t.Kind,
        WorkType = t.WorkType,
        State = t.State,
        Category = t.Category,
        Impact = t.Impact,
        Urgency = t.Urgency,
        Contact = t.ContactId is null && t.ContactName is null && t.ContactEmail is null && t.ContactPhone is null
            ? null
            : new ReporterView(t.ContactId, t.ContactName, t.ContactEmail, t.ContactPhone, t.Language),
        Entitlement = t.Entitlement,
        ChannelId = t.ChannelId,
        ConversationId = t.ConversationId,
        CallId = t.CallId,
        AnsweredAt = t.AnsweredAt,
        ExternalReference = t.ExternalReference,
        RequestClass = t.RequestClass,
        Module = t.Module,
        Version = t.Version,
        Form = t.Form is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(t.Form),
        LinkedTicket = linked is null ? null : new TicketName(linked.Id, linked.Number),
        OpenedAt = t.OpenedAt,
        OpenedBy = t.OpenedByName,
        ResolvedAt = t.ResolvedAt,
        ClosedAt = t.ClosedAt,
    };
}
