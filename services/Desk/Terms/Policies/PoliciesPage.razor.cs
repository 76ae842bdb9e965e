using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Terms.Policies;

/// <summary>The tenant's policies in the order in which they are tried, their versions, and the form for a new one.</summary>
public sealed partial class PoliciesPage : DeskComponent
{
    private IReadOnlyList<PolicyShape>? _list;
    private IReadOnlyList<PolicyShape> _versions = [];
    private IReadOnlyList<string> _calendars = [];
    private PolicyShape? _shown;
    private PolicyDraft? _draft;
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _once = "";
    private bool _known, _busy;

    [Parameter] public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "version")] private int? Version { get; set; }

    private bool MayChange => Desk.Account?.Roles.Any(r => r is "manager" or "admin") == true;

    protected override async Task OnParametersSetAsync()
    {
        _draft = null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _list ??= (await Api.PoliciesAsync(CancellationToken.None)).Items;
            _problem = null;
            if ((Name ?? (_list is [var first, ..] ? first.Name : null)) is not { } name)
                return;
            _versions = (await Api.PolicyVersionsAsync(name, CancellationToken.None)).Items;
            _shown = _versions.FirstOrDefault(v => v.Version == Version) ?? (_versions is [var newest, ..] ? newest : null);
        }
        catch (GatewayException e)
        {
            (_shown, _versions) = (null, []);
            if (!LeftFor(e) && e.Status != StatusCodes.Status404NotFound)
                _problem = e;
        }
    }

    private void Show(ChangeEventArgs e) => _shown = _versions.FirstOrDefault(v => v.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) == e.Value as string) ?? _shown;

    private Task New() => Begin(PolicyDraft.New(""), false);

    private async Task Begin(PolicyDraft draft, bool known)
    {
        await DoAsync(async () => _calendars = [.. (await Api.CalendarsAsync(CancellationToken.None)).Items.Select(c => c.Name)]);
        if (draft.Calendar.Length == 0)
            draft.Calendar = _calendars is [var usual, ..] ? usual : "";
        (_draft, _known, _errors, _once) = (draft, known, FieldErrors.None, Guid.NewGuid().ToString("N"));
    }

    private async Task SaveAsync()
    {
        if (_draft is null || _busy || TermsDraft.Percents(_draft.Around.WarnAt) is null)
            return;
        _busy = true;
        PolicyShape? saved = null;
        await DoAsync(async () =>
        {
            try
            {
                saved = await Api.SavePolicyAsync(_draft.ToApi(), _once, CancellationToken.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, Guid.NewGuid().ToString("N"));
            }
        });
        _busy = false;
        if (saved is null)
            return;
        Done(W.VersionSaved(saved.Name, saved.Version));
        (_draft, _list) = (null, null);
        if (Name == saved.Name)
            await ReadAsync();
        else
            Nav.NavigateTo($"/policies/{Uri.EscapeDataString(saved.Name)}");
    }

    private string For(PolicyShape p) => p switch
    {
        { ServiceLevels: { Count: > 0 } levels } => W.ForLevels(string.Join(", ", levels)),
        { Contracts.Count: > 0 } => W.ForContracts,
        { Products.Count: > 0 } => W.ForProducts,
        { WorkTypes: { Count: > 0 } types } => string.Join(", ", types.Select(t => W.WorkType(t))),
        _ => W.ForAll,
    };
}
