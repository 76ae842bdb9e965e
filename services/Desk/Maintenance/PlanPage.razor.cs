using Microsoft.AspNetCore.Components;
using Radzen;
using ServiceMesh.Desk.Components;
using ServiceMesh.Desk.NewTicket;
using ServiceMesh.Desk.Terms;
using ServiceMesh.Desk.Ticket.Actions;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>A plan as a form, with the windows that its rule gives on the customer's clock.</summary>
public sealed partial class PlanPage : DeskComponent
{
    private const int Shown = 12;

    private PlanShape? _plan;
    private PlanDraft? _draft;
    private FoundChoices _customers = default!;
    private IReadOnlyList<Named> _contracts = [], _products = [], _teams = [];
    private IReadOnlyList<EngineerShape> _engineers = [];
    private IReadOnlyList<WindowShape>? _windows;
    private IReadOnlyList<KindShape> _kinds = [];
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _once = Guid.NewGuid().ToString("N");
    private bool _busy, _uncovered;
    private Guid? _read;
    private int _turn;

    [Inject] internal MaintenanceApi Maintenance { get; set; } = default!;

    [Inject] private DialogService Dialogs { get; set; } = default!;

    [Parameter] public Guid? Id { get; set; }

    private bool MayChange => Is("dispatcher", "manager", "admin");

    private bool IsManager => Is("manager", "admin");

    private IEnumerable<EngineerShape> People => _engineers.Where(e => e.Active && (_draft!.Team.Length == 0 || e.TeamIds is not { Count: > 0 } teams || teams.Any(t => t.ToString() == _draft.Team)));

    private static IEnumerable<string> Zones => TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    protected override async Task OnParametersSetAsync()
    {
        if (_draft is not null && _read == Id)
            return;
        _read = Id;
        _customers = new FoundChoices(text => Api.CustomersAsync(text, CancellationToken.None));
        try
        {
            var (teams, engineers, products) = (Api.TeamsAsync(CancellationToken.None), Api.EngineersAsync(CancellationToken.None), Api.ProductsAsync(null, CancellationToken.None));
            _plan = Id is { } id ? await Maintenance.PlanAsync(id, CancellationToken.None) : null;
            _kinds = (await Maintenance.KindsAsync(CancellationToken.None)).Items;
            (_teams, _engineers, _products) = ((await teams).Items, (await engineers).Items, (await products).Items);
            _contracts = _plan is null ? [] : (await Maintenance.ContractsAsync(_plan.CustomerId, CancellationToken.None)).Items;
            _draft = _plan is null ? PlanDraft.New(Desk.Account?.TimeZone ?? "Etc/UTC", DateOnly.FromDateTime(Times.Zone.At(Times.Now)).AddDays(1)) : PlanDraft.Of(_plan, W);
            (_errors, _problem) = (FieldErrors.None, null);
            if (_plan is null)
                await _customers.FindAsync(null);
            else if (_plan.EndedAt is null && MayChange)
                await PreviewAsync();
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private Task<bool> FindAsync(LoadDataArgs typed) => DoAsync(() => _customers.FindAsync(typed.Filter));

    private Task CustomerAsync(object? value)
    {
        _customers.Choose(value as string);
        (_contracts, _draft!.Contract) = ([], "");
        return Guid.TryParse(value as string, out var customer)
            ? DoAsync(async () =>
            {
                _contracts = (await Maintenance.ContractsAsync(customer, CancellationToken.None)).Items;
                _draft.Contract = _contracts is [var only] ? only.Id.ToString() : "";
            })
            : Task.CompletedTask;
    }

    /// <summary>The tenant's list for the plan's kind.</summary>
    private IReadOnlyList<ChecklistItemShape> KindList => _kinds.FirstOrDefault(k => k.Kind == _draft!.Kind)?.Checklist.Items ?? [];

    /// <summary>An own list begins with the kind's.</summary>
    private void OwnList(bool own) => _draft!.Checklist = own ? ChecklistDraft.Of(new ChecklistShape(KindList)) : null;

    /// <summary>The next windows; while something is wrong it is said at its field, and no dates are shown. Only the last question's answer counts.</summary>
    private async Task PreviewAsync()
    {
        var turn = ++_turn;
        var body = _draft!.ToApi();
        // Dates need neither name nor contract.
        (body["name"], body["contractId"], body["coverReason"], body["checklist"]) = ("x", Guid.Empty, null, null);
        if (_draft.Kind == "backupDrill")
            (body["rtoMinutes"], body["rpoMinutes"]) = (_draft.Rto ?? 1, _draft.Rpo ?? 0);
        if (_draft.Unreadable() is { Count: > 0 } wrong && wrong.Any(w => w.Key != "contractId"))
        {
            (_windows, _errors) = (null, new FieldErrors(wrong.Where(w => w.Key != "contractId").ToDictionary()));
            return;
        }

        await DoAsync(async () =>
        {
            try
            {
                var preview = await Maintenance.PreviewAsync(body, CancellationToken.None);
                if (turn == _turn)
                    (_windows, _errors) = ([.. preview.Windows.Take(Shown)], FieldErrors.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                if (turn == _turn)
                    (_windows, _errors) = (null, errors);
            }
        });
    }

    private async Task SaveAsync()
    {
        if (_busy || _draft is not { } draft)
            return;
        draft.Checklist?.DropBlank();
        if (draft.Unreadable() is { Count: > 0 } wrong)
        {
            _errors = new FieldErrors(wrong);
            return;
        }

        _busy = true;
        PlanShape? saved = null;
        await DoAsync(async () =>
        {
            try
            {
                saved = _plan is null ? await Maintenance.AddPlanAsync(draft.ToApi(), _once, CancellationToken.None) : await Maintenance.SavePlanAsync(_plan.Id, draft.ToApi(), CancellationToken.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, Guid.NewGuid().ToString("N"));
            }
            catch (GatewayException e) when (e.Code == "maintenance.not-covered")
            {
                (_uncovered, _once) = (true, Guid.NewGuid().ToString("N"));
                throw;
            }
        });
        _busy = false;
        if (saved is null)
            return;
        Done(W.PlanSaved);
        Nav.NavigateTo("/maintenance/plans");
    }

    private async Task EndAsync()
    {
        object? asked = await Dialogs.OpenAsync<ReasonDialog>($"{W.EndPlan} · {_plan!.Name}", new Dictionary<string, object?> { ["Ask"] = W.EndPlanAsk, ["Required"] = true }!,
            new DialogOptions { Width = "min(480px, calc(100vw - 24px))", CloseDialogOnEsc = true, AutoFocusFirstElement = true, CssClass = "sheet" });
        if (asked is null)
            return;
        _busy = true;
        if (await DoAsync(async () => _plan = await Maintenance.EndPlanAsync(_plan.Id, (string)((dynamic)asked).reason, CancellationToken.None)))
            Done(W.ActionDone(W.EndPlan));
        _busy = false;
    }

    private bool Is(params string[] roles) => Desk.Account?.Roles.Any(roles.Contains) == true;
}
