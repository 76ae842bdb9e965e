using ServiceMesh.Contracts;
using ServiceMesh.Intake.Catalogue;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>
/// Whom and what it is about: at least one id. The channel is not looked at when it is not given; visits are where <c>needsVisit</c> is true. The class of request
/// says the work type where that is not given; without either it is support.
/// </summary>
public sealed record EntitlementQuery(
    Guid? CustomerId, Guid? ContactId, Guid? ProductId, Guid? AssetId, Guid? ContractId, string? Channel, bool? NeedsVisit = null, string? WorkType = null,
    string? RequestClass = null);

/// <summary>A contract that could be meant.</summary>
/// <param name="Weight">How well it fits: 4 it was named, 3 it names the asset, 2 the product, 1 it covers everything, 0 nobody can tell.</param>
/// <param name="Status">What it alone would answer.</param>
/// <param name="CasesLeft">Cases left in its term; null without a limit.</param>
/// <param name="VisitsLeft">Visits left in its term; null without a limit.</param>
/// <param name="SupportedUntil">Last day of support, by the contract or by the version installed on the asset, whichever is earlier; null without one.</param>
/// <param name="UpgradesIncluded">Whether upgrades are part of it; null where it does not say.</param>
public sealed record CandidateView(
    Guid ContractId, string Number, int Weight, string Status, string ServiceLevel, DateOnly StartsOn, DateOnly EndsOn, int? CasesLeft,
    int? VisitsLeft, DateOnly? SupportedUntil = null, bool? UpgradesIncluded = null);

/// <summary>The answer before a ticket is saved. Nothing of it turns anybody away.</summary>
/// <param name="Answer"><c>covered</c>, <c>expired</c>, <c>exhausted</c>, <c>channel-not-covered</c>, <c>support-ended</c>, <c>upgrade-not-included</c> or <c>unknown</c>.</param>
/// <param name="Status">The same more finely, see <see cref="Entitlement.Status"/>.</param>
/// <param name="CustomerId">Whose it is; null when nobody can tell.</param>
/// <param name="Contract">The contract that decided; null when none did.</param>
/// <param name="Candidates">Every contract of the customer that could be meant, best first.</param>
public sealed record EntitlementAnswer(
    string Answer, string Status, Guid? CustomerId, CandidateView? Contract, IReadOnlyList<CandidateView> Candidates);

/// <summary>
/// <c>GET /api/v1/contracts/entitlement</c>, for staff, as of today in the tenant's zone: 400 when no id is given, for unknown ids and those
/// that do not belong together (the codes of <c>POST /api/v1/tickets</c>).
/// </summary>
public static class AskEntitlement
{
    internal static async Task<EntitlementAnswer> HandleAsync([AsParameters] EntitlementQuery query, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        if ((query.CustomerId ?? query.ContactId ?? query.ProductId ?? query.AssetId ?? query.ContractId) is null)
            throw Problems.InvalidField("customerId", "One of customerId, contactId, assetId, productId and contractId is needed.");
        Channel? channel = query.Channel is not { } word ? null
            : Enum.TryParse<Channel>(word, ignoreCase: true, out var known) && word.All(char.IsAsciiLetter) ? known
            : throw Problems.InvalidField("channel", "channel must be one of hotline, im, chat, portal, email and api.");
        WorkType? type = query.WorkType is not { } named ? null
            : Enum.TryParse<WorkType>(named, ignoreCase: true, out var said) && named.All(char.IsAsciiLetter) ? said
            : throw Problems.InvalidField("workType", "workType must be support or maintenance.");
        await using var work = await works.BeginAsync(ct);
        if (query.RequestClass.TrimToNull() is { } key)
        {
            var kind = (await RequestClasses.AllAsync(work.Db<IntakeDb>(), caller.Tenant, ct)).FirstOrDefault(c => c.Key == key)
                ?? throw Problems.Invalid("request-class.unknown", "There is no such class of request.");
            type ??= kind.WorkType;
        }

        var draft = new TicketDraft
        {
            Tenant = caller.Tenant,
            Channel = channel ?? Channel.Api,
            Subject = "",
            By = caller.Actor,
            OpenedAt = work.Now,
            CustomerId = query.CustomerId,
            ContactId = query.ContactId,
            ProductId = query.ProductId,
            AssetId = query.AssetId,
            ContractId = query.ContractId,
        };
        var found = await TicketRegistry.FindAsync(work, draft, ct);
        if (found.Customer is null)
            return new EntitlementAnswer(Entitlement.Unknown, Entitlement.None.Status, null, null, []);
        var asked = new EntitlementQuestion(found.Profile.DayOf(work.Now), found.Product?.Id, found.Asset?.Id, query.ContractId, channel, query.NeedsVisit == true,
            type, query.RequestClass.TrimToNull(), found.Asset?.SupportedUntil);
        var decided = Entitlement.Decide(found.Contracts, asked);
        var candidates = Entitlement.Candidates(found.Contracts, asked).Select(c => View(c, asked)).ToList();
        return new EntitlementAnswer(
            decided.Answer, decided.Status, found.Customer.Id, candidates.Find(c => c.ContractId == decided.Contract?.Id), candidates);
    }

    private static CandidateView View(EntitlementCandidate c, EntitlementQuestion asked) => new(
        c.Contract.Id, c.Contract.Number, c.Weight, c.Status, c.Contract.ServiceLevel, c.Contract.StartsOn, c.Contract.EndsOn, c.Contract.CasesLeft, c.Contract.VisitsLeft,
        c.Contract.SupportedUntil(asked), c.Contract.UpgradesIncluded);
}
