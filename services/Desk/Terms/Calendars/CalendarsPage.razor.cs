using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Terms.Calendars;

/// <summary>The tenant's calendars, their versions, and the form for a new one.</summary>
public sealed partial class CalendarsPage : DeskComponent
{
    private IReadOnlyList<CalendarShape>? _list;
    private IReadOnlyList<CalendarShape> _versions = [];
    private CalendarShape? _shown;
    private CalendarDraft? _draft;
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _name = "", _once = "";
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
            _list ??= (await Api.CalendarsAsync(CancellationToken.None)).Items;
            _problem = null;
            var name = Name ?? (_list is [var first, ..] ? first.Name : null);
            if (name is null)
                return;
            _versions = (await Api.CalendarVersionsAsync(name, CancellationToken.None)).Items;
            _shown = _versions.FirstOrDefault(v => v.Version == Version) ?? (_versions is [var newest, ..] ? newest : null);
        }
        catch (GatewayException e)
        {
            (_shown, _versions) = (null, []);
            if (!LeftFor(e) && e.Status != StatusCodes.Status404NotFound)
                _problem = e;
        }
    }

    private void VersionAsync(ChangeEventArgs e) => _shown = _versions.FirstOrDefault(v => v.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) == e.Value as string) ?? _shown;

    private void New() => Begin("", CalendarDraft.Office(Desk.Account?.TimeZone ?? "Asia/Shanghai"), false);

    private void Edit(CalendarShape calendar) => Begin(calendar.Name, CalendarDraft.Of(calendar), true);

    private void Begin(string name, CalendarDraft draft, bool known) =>
        (_name, _draft, _known, _errors, _once) = (name, draft, known, FieldErrors.None, Guid.NewGuid().ToString("N"));

    private async Task SaveAsync()
    {
        if (_draft is null || _busy)
            return;
        _busy = true;
        var body = _draft.ToApi();
        body["name"] = _name.Trim();
        CalendarShape? saved = null;
        var done = await DoAsync(async () =>
        {
            try
            {
                saved = await Api.SaveCalendarAsync(body, _once, CancellationToken.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, Guid.NewGuid().ToString("N"));
            }
        });
        _busy = false;
        if (!done || saved is null)
            return;
        Done(W.VersionSaved(saved.Name, saved.Version));
        (_draft, _list) = (null, null);
        if (Name == saved.Name)
            await ReadAsync();
        else
            Nav.NavigateTo($"/calendars/{Uri.EscapeDataString(saved.Name)}");
    }

    private async Task ImportedAsync()
    {
        _list = null;
        await ReadAsync();
    }

    private string Made(string? by, bool shipped, DateTimeOffset at) => shipped ? W.Shipped : $"{by} · {Times.Short(at)}";
}
