using System.Globalization;
using Microsoft.AspNetCore.Components;
using Radzen;
using ServiceMesh.Desk.Components;
using ServiceMesh.Desk.NewTicket;

namespace ServiceMesh.Desk.Terms.Signed;

/// <summary>A contract as a form: whom and what it covers, and what it costs and pays back.</summary>
public sealed partial class ContractPage : DeskComponent
{
    private static readonly string[] Channels = ["hotline", "im", "chat", "portal", "email", "api"];

    private ContractShape? _contract;
    private ContractDraft? _draft;
    private FoundChoices _customers = default!;
    private Dictionary<Guid, string?> _names = [];
    private IReadOnlyList<string> _levels = [];
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _once = Guid.NewGuid().ToString("N");
    private bool _busy;
    private Guid? _read;

    [Parameter] public Guid? Id { get; set; }

    private bool MayChange => Desk.Account?.Roles.Any(r => r is "manager" or "admin") == true;

    private DateOnly Today => DateOnly.FromDateTime(Times.Zone.At(Times.Now));

    private string Month => Today.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    protected override async Task OnParametersSetAsync()
    {
        if (_draft is not null && _read == Id)
            return;
        _read = Id;
        _customers = new FoundChoices(text => Api.CustomersAsync(text, CancellationToken.None));
        try
        {
            var policies = Api.PoliciesAsync(CancellationToken.None);
            _contract = Id is { } id ? await Api.ContractAsync(id, CancellationToken.None) : null;
            if (_contract is null)
                await _customers.FindAsync(null);
            else
                _names = await Api.ProductNamesAsync(_contract.ProductIds, CancellationToken.None);
            _levels = [.. (await policies).Items.SelectMany(p => p.ServiceLevels ?? []).Distinct().Order(StringComparer.Ordinal)];
            _draft = _contract is null ? ContractDraft.New(Today) : ContractDraft.Of(_contract);
            (_errors, _problem) = (FieldErrors.None, null);
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private Task<bool> FindAsync(LoadDataArgs typed) => DoAsync(() => _customers.FindAsync(typed.Filter));

    private void Customer(object? value)
    {
        _customers.Choose(value as string);
        _draft!.Customer = Guid.TryParse(value as string, out var customer) ? customer : null;
    }

    private void Toggle(string channel, ChangeEventArgs e) => _ = e.Value is true ? _draft!.Channels.Add(channel) : _draft!.Channels.Remove(channel);

    private async Task SaveAsync()
    {
        if (_busy || _draft is not { } draft)
            return;
        if (draft.Unreadable() is { Count: > 0 } wrong)
        {
            _errors = new FieldErrors(wrong);
            return;
        }

        _busy = true;
        ContractShape? saved = null;
        await DoAsync(async () =>
        {
            try
            {
                saved = _contract is null ? await Api.AddContractAsync(draft.ToApi(), _once, CancellationToken.None) : await Api.SaveContractAsync(_contract.Id, draft.ToApi(), CancellationToken.None);
            }
            catch (GatewayException e) when (ContractProblems.Of(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, Guid.NewGuid().ToString("N"));
            }
        });
        _busy = false;
        if (saved is null)
            return;
        Done(W.ContractSaved(saved.Number));
        Nav.NavigateTo("/contracts");
    }
}
