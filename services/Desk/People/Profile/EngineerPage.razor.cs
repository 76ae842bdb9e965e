using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Terms;

namespace ServiceMesh.Desk.People.Profile;

public partial class EngineerPage
{
    private static readonly string[] Classes = ["call", "chat", "case", "background"];

    private readonly Dictionary<Guid, string?> _customers = [];
    private EngineerShape? _engineer;
    private ProfileShape? _profile;
    private ProfileDraft? _draft;
    private PresenceShape? _here;
    private IReadOnlyList<(string Team, CapacityShape? Capacity)> _capacities = [];
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private bool _busy;

    [Parameter] public Guid Id { get; set; }

    // Dispatch asks the same.
    private bool MayChange => Desk.Account?.Roles.Any(r => r is "dispatcher" or "manager" or "admin") == true;

    private DateOnly Today => DateOnly.FromDateTime(Times.Zone.At(Times.Now));

    /// <summary>Certificates that need somebody's eye: said here in the reader's words.</summary>
    private IEnumerable<string> Warnings => _profile!.Certificates.Select(c => (c, Look: CertificateLook.On(Today, c.ValidUntil))).Where(x => x.Look != "valid")
        .Select(x => W.CertificateWarning(x.c.Name, x.Look, x.c.ValidUntil!.Value.ToString(W.DateOnlyPattern, W.Culture)));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await ReadAsync();
        StateHasChanged();
    }

    private static int? Places(CapacityShape? capacity, string work) => work switch
    {
        "call" => capacity?.Call,
        "chat" => capacity?.Chat,
        "case" => capacity?.Case,
        _ => capacity?.Background,
    };

    private async Task ReadAsync()
    {
        try
        {
            var (profile, engineers, teams, presence) = (
                Api.ProfileAsync(Id, CancellationToken.None), Api.AllEngineersAsync(CancellationToken.None), Api.TeamsAsync(CancellationToken.None), Api.PresenceAsync(CancellationToken.None));
            Show(await profile);
            _engineer = (await engineers).FirstOrDefault(e => e.Id == Id);
            _here = (await presence).Items.FirstOrDefault(p => p.EngineerId == Id);
            List<(string, CapacityShape?)> capacities = [];
            foreach (var team in (await teams).Items.Where(t => _engineer?.TeamIds?.Contains(t.Id) == true))
                capacities.Add((team.Name ?? "", (await Api.TeamSettingsAsync(team.Id, CancellationToken.None)).Assignment?.Capacity));
            _capacities = capacities;
            foreach (var customer in _profile!.Knows.Concat(_profile.Avoids).Distinct().Where(c => !_customers.ContainsKey(c)))
                await NameAsync(customer);
            _problem = null;
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task NameAsync(Guid customer)
    {
        try
        {
            _customers[customer] = (await Api.CustomerAsync(customer, CancellationToken.None)).Name;
        }
        catch (GatewayException e) when (e.Status != StatusCodes.Status401Unauthorized)
        {
            // It stays without its name: whoever may not see customers, or one that is gone.
            _customers[customer] = null;
        }
    }

    private void Show(ProfileShape profile) => (_profile, _draft, _errors) = (profile, ProfileDraft.Of(profile), FieldErrors.None);

    private void Toggle(string channel, bool on) => _ = on ? _draft!.PageChannels.Add(channel) : _draft!.PageChannels.Remove(channel);

    private async Task SaveAsync()
    {
        (_busy, _errors) = (true, FieldErrors.None);
        await DoAsync(async () =>
        {
            try
            {
                Show(await Api.SaveProfileAsync(Id, _draft!.ToApi(), CancellationToken.None));
                Done(W.ActionDone(_engineer?.Name ?? ""));
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                _errors = errors;
            }
        });
        _busy = false;
    }
}
