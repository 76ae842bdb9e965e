using Microsoft.AspNetCore.Components;
using Radzen;
using ServiceMesh.Desk.Components;
using ServiceMesh.Desk.NewTicket;
using ServiceMesh.Desk.Terms;

namespace ServiceMesh.Desk.Equipment;

/// <summary>A piece of equipment as a form, with what its contracts say and what was reported of it.</summary>
public sealed partial class AssetPage : DeskComponent
{
    private AssetShape? _asset;
    private CoverShape? _cover;
    private List<AssetTicketShape> _tickets = [];
    private string? _more;
    private FoundChoices _customers = default!, _products = default!;
    private IReadOnlyList<string> _versions = [];
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string? _serial, _name, _version, _location;
    private string _once = Guid.NewGuid().ToString("N");
    private bool _ready, _busy;
    private Guid? _read;

    [Parameter] public Guid? Id { get; set; }

    // Intake asks the same.
    private bool MayChange => Desk.Account?.Roles.Any(r => r is "agent" or "dispatcher" or "manager" or "admin") == true;

    protected override async Task OnParametersSetAsync()
    {
        if (_ready && _read == Id)
            return;
        (_read, _ready, _problem) = (Id, false, null);
        _customers = new FoundChoices(text => Api.CustomersAsync(text, CancellationToken.None));
        _products = new FoundChoices(text => Api.ProductsAsync(text, CancellationToken.None));
        try
        {
            _asset = Id is { } id ? await Api.AssetAsync(id, CancellationToken.None) : null;
            (_serial, _name, _version, _location) = (_asset?.SerialNumber, _asset?.Name, _asset?.Version, _asset?.Location);
            if (_asset is { } kept)
            {
                Take(_customers, kept.CustomerId, kept.CustomerName);
                Take(_products, kept.ProductId, kept.ProductName);
            }

            await _customers.FindAsync(null);
            await _products.FindAsync(null);
            await VersionsAsync();
            if (Id is { } shown)
                await AboutAsync(shown);
            (_errors, _ready) = (FieldErrors.None, true);
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private void Take(FoundChoices choices, Guid id, string? name) => choices.Take(new Choice(id.ToString(), name ?? W.Unknown));

    private async Task AboutAsync(Guid asset)
    {
        var tickets = await Api.TicketsOfAssetAsync(asset, null, CancellationToken.None);
        (_tickets, _more) = ([.. tickets.Items], tickets.Next);
        try
        {
            _cover = await Api.CoverAsync([("assetId", asset.ToString())], CancellationToken.None);
        }
        catch (GatewayException e)
        {
            // The form is of use without it.
            LeftFor(e);
            _cover = null;
        }
    }

    private Task<bool> MoreAsync(Guid asset) => DoAsync(async () =>
    {
        var page = await Api.TicketsOfAssetAsync(asset, _more, CancellationToken.None);
        _tickets.AddRange(page.Items);
        _more = page.Next;
    });

    private Task<bool> FindAsync(FoundChoices choices, LoadDataArgs typed) => DoAsync(() => choices.FindAsync(typed.Filter));

    private Task ProductAsync(object? value)
    {
        _products.Choose(value as string);
        return VersionsAsync();
    }

    /// <summary>The versions that the product names: one of them is meant, and any may be typed.</summary>
    private async Task VersionsAsync()
    {
        _versions = [];
        if (!Guid.TryParse(_products.Value, out var product))
            return;
        try
        {
            _versions = [.. (await Api.ProductAsync(product, CancellationToken.None)).Versions.Select(v => v.Name)];
        }
        catch (GatewayException e)
        {
            // Without the list a version is typed.
            LeftFor(e);
        }
    }

    // The one that decides stands first.
    private static IEnumerable<CoverContractShape> Contracts(CoverShape cover) =>
        cover.Contract is { } first ? [first, .. (cover.Candidates ?? []).Where(c => c.ContractId != first.ContractId)] : cover.Candidates ?? [];

    private string Until(CoverContractShape c) => string.Join(" · ", new[]
    {
        W.ContractEnds(Day(c.EndsOn)),
        c.CasesLeft is { } cases ? W.CasesLeft(cases) : null,
        c.VisitsLeft is { } visits ? W.VisitsLeft(visits) : null,
        c.SupportedUntil is { } supported ? W.SupportedUntil(Day(supported)) : null,
    }.OfType<string>());

    private string Day(DateOnly day) => day.ToString(W.DateOnlyPattern, W.Culture);

    private async Task SaveAsync()
    {
        if (_busy || !MayChange)
            return;
        Dictionary<string, string[]> wrong = [];
        if (string.IsNullOrWhiteSpace(_serial)) wrong["serialNumber"] = ["A serial number is wanted."];
        if (_customers.Value is null) wrong["customerId"] = ["Choose a customer."];
        if (_products.Value is null) wrong["productId"] = ["Choose a product."];
        _errors = new FieldErrors(wrong);
        if (wrong.Count > 0)
            return;

        _busy = true;
        AssetShape? saved = null;
        // An empty location takes away what is kept; one that is left out would not.
        var asset = new
        {
            customerId = _customers.Value, productId = _products.Value, serialNumber = _serial!.Trim(), name = Given(_name), version = Given(_version), location = _location?.Trim() ?? "",
        };
        await DoAsync(async () =>
        {
            try
            {
                saved = await Api.SaveAssetAsync(Id, asset, _once, CancellationToken.None);
            }
            catch (GatewayException e) when (WrongFields(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, Guid.NewGuid().ToString("N"));
            }
        });
        _busy = false;
        if (saved is null)
            return;
        Done(W.AssetSaved(saved.SerialNumber));
        Nav.NavigateTo("/assets");
    }

    private static FieldErrors? WrongFields(GatewayException e) => e.Code switch
    {
        "asset.serial-number-taken" => At("serialNumber", "Other equipment has this serial number."),
        "customer.unknown" => At("customerId", "Choose a customer."),
        "product.unknown" => At("productId", "Choose a product."),
        _ => FieldErrors.From(e),
    };

    private static FieldErrors At(string path, string says) => new(new Dictionary<string, string[]> { [path] = [says] });

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
