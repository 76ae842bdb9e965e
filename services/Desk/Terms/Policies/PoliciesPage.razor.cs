using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Terms.Policies;

/// <summary>The tenant's policies in the order in which they are tried, their versions, and the form for a new one.</summary>
public sealed partial class PoliciesPage : DeskComponent
{
    private const int MostNamed = 2;

    private readonly Dictionary<Guid, string?> _names = [];
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
            var list = _list ?? (await Api.PoliciesAsync(CancellationToken.None)).Items;
            await NameAsync(list);
            (_list, _problem) = (list, null);
            if ((Name ?? (_list is [var first, ..] ? first.Name : null)) is not { } name)
                return;
            var versions = (await Api.PolicyVersionsAsync(name, CancellationToken.None)).Items;
            await NameAsync(versions);
            _versions = versions;
            _shown = _versions.FirstOrDefault(v => v.Version == Version) ?? (_versions is [var newest, ..] ? newest : null);
        }
        catch (GatewayException e)
        {
            (_shown, _versions) = (null, []);
            if (!LeftFor(e) && e.Status != StatusCodes.Status404NotFound)
                _problem = e;
        }
    }

    /// <summary>Asks how contracts and products are called that no name is known of yet.</summary>
    private async Task NameAsync(IReadOnlyList<PolicyShape> policies)
    {
        foreach (var (ids, read) in new (IEnumerable<Guid> Ids, Func<IEnumerable<Guid>, CancellationToken, Task<Dictionary<Guid, string?>>> Read)[]
        {
            (policies.SelectMany(p => p.Contracts ?? []), Api.ContractNamesAsync), (policies.SelectMany(p => p.Products ?? []), Api.ProductNamesAsync),
        })
        {
            foreach (var (id, name) in await read(ids.Where(i => !_names.ContainsKey(i)), CancellationToken.None))
                _names[id] = name;
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
        if (_draft is null || _busy || !_draft.HasPercents)
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

    private string For(PolicyShape p)
    {
        string[] conditions =
        [
            .. p.ServiceLevels is { Count: > 0 } levels ? [W.ForLevels(string.Join(", ", levels))] : Array.Empty<string>(),
            .. p.Contracts is { Count: > 0 } contracts ? [W.ForContracts(Some(contracts))] : Array.Empty<string>(),
            .. p.Products is { Count: > 0 } products ? [W.ForProducts(Some(products))] : Array.Empty<string>(),
            .. p.WorkTypes is { Count: > 0 } types ? [string.Join(", ", types.Select(t => W.WorkType(t)))] : Array.Empty<string>(),
        ];
        return conditions.Length == 0 ? W.ForAll : string.Join(" · ", conditions);
    }

    private string Some(IReadOnlyList<Guid> ids)
    {
        var named = string.Join(", ", ids.Take(MostNamed).Select(id => _names.GetValueOrDefault(id) ?? W.Unknown));
        return ids.Count > MostNamed ? W.AndMore(named, ids.Count - MostNamed) : named;
    }
}
