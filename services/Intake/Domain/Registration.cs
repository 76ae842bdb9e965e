using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Domain;

/// <summary>A ticket as it is registered.</summary>
public sealed record Registration(TicketOpened Opened, Entitlement Entitlement, string? ContactPhone);

/// <summary>A draft names something that does not exist or does not fit: the code says which.</summary>
public sealed class ReferenceException(string code) : Exception(code)
{
    public string Code { get; } = code;
}

/// <summary>Decides what a new ticket is.</summary>
public static class Registrar
{
    /// <summary>Checks that everything the draft names exists and belongs together.</summary>
    /// <exception cref="ReferenceException">
    /// <c>contact.unknown</c>, <c>asset.unknown</c>, <c>customer.unknown</c>, <c>product.unknown</c>, <c>contact.other-customer</c>,
    /// <c>asset.other-customer</c>, <c>asset.other-product</c>, <c>contract.unknown</c>, <c>contract.other-customer</c>,
    /// <c>module.unknown</c>.
    /// </exception>
    public static void Check(TicketDraft draft, TicketReferences found)
    {
        Require(draft.ContactId is null || found.Contact is not null, "contact.unknown");
        Require(draft.AssetId is null || found.Asset is not null, "asset.unknown");
        Require(draft.CustomerId is null || found.Customer is not null, "customer.unknown");
        Require(draft.ProductId is null || found.Product is not null, "product.unknown");
        Require(found.Contact is null || found.Contact.CustomerId == found.Customer?.Id, "contact.other-customer");
        Require(found.Asset is null || found.Asset.CustomerId == found.Customer?.Id, draft.OnlyOwn ? "asset.unknown" : "asset.other-customer");
        Require(found.Asset is null || found.Asset.ProductId == found.Product?.Id, "asset.other-product");
        Require(draft.Module is null || (found.Product is { } product && ModuleNames.Find(product.Modules, draft.Module) is not null), "module.unknown");
        Require(draft.ContractId is null || found.ContractCustomerId is not null, "contract.unknown");
        Require(
            found.ContractCustomerId is not { } owner || owner == found.Customer?.Id,
            draft.OnlyOwn ? "contract.unknown" : "contract.other-customer");
    }

    /// <summary>The event that registers the ticket, with its entitlement on its opening day in the tenant's zone.</summary>
    public static Registration Register(TicketDraft draft, TicketReferences found, Guid id, string number, string tokenHash, string sealedToken)
    {
        var entitlement = found.Customer is null
            ? Entitlement.None
            : Entitlement.Decide(found.Contracts, new EntitlementQuestion(
                found.Profile.DayOf(draft.OpenedAt), found.Product?.Id, found.Asset?.Id, draft.ContractId, draft.Channel, draft.NeedsVisit,
                draft.WorkType, draft.RequestClass, found.Asset?.SupportedUntil));
        var contract = entitlement.Status == Entitlement.Covered ? entitlement.Contract : null;
        var opened = new TicketOpened
        {
            Tenant = draft.Tenant,
            TicketId = id,
            OccurredAt = draft.OpenedAt,
            By = draft.By,
            Number = number,
            Channel = draft.Channel,
            Kind = draft.Kind,
            Subject = draft.Subject,
            Text = draft.Text,
            WorkType = draft.WorkType,
            ChosenWorkType = draft.ChosenWorkType,
            Category = draft.Category,
            Impact = draft.Impact,
            Urgency = draft.Urgency,
            CustomerId = found.Customer?.Id,
            CustomerName = found.Customer?.Name,
            ContactId = found.Contact?.Id,
            ContactName = found.Contact?.Name ?? draft.Reporter?.Name,
            ContactEmail = found.Contact is { } contact ? contact.Email : draft.Reporter?.Email,
            Language = found.Contact?.Language ?? draft.Reporter?.Language ?? found.Profile.Language,
            ProductId = found.Product?.Id,
            ProductName = found.Product?.Name,
            AssetId = found.Asset?.Id,
            ContractId = contract?.Id,
            ServiceLevel = contract?.ServiceLevel,
            Entitlement = entitlement.Status,
            AnsweredAt = draft.AnsweredAt,
            AnsweredById = draft.AnsweredById,
            CallId = draft.CallId,
            ChannelId = draft.ChannelId?.ToString(),
            ProgressTokenHash = tokenHash,
            SealedProgressToken = sealedToken,
            ExternalReference = draft.ExternalReference,
            RequestClass = draft.RequestClass,
            Module = draft.Module is { } module && found.Product is { } product ? ModuleNames.Find(product.Modules, module) : null,
            Version = found.Asset?.Version,
        };
        return new Registration(opened, entitlement, draft.Reporter?.Phone);
    }

    private static void Require(bool holds, string code)
    {
        if (!holds)
            throw new ReferenceException(code);
    }
}
