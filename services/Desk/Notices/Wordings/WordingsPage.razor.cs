using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Notices.Wordings;

/// <summary>What each message says, by channel, language and brand: the shipped wording, the tenant's own with its versions, and the form for the next.</summary>
public sealed partial class WordingsPage : DeskComponent
{
    private static readonly string[] Channels = ["email", "sms", "voice", "robot", "im", "in-app"];

    private WordingsShape? _all;
    private IReadOnlyList<BrandShape> _brands = [];
    private ShippedShape? _shipped;
    private WordingDraft? _draft;
    private GatewayException? _problem;
    private string _channel = "email", _language = "zh", _brand = "";
    private int? _version;
    private bool _busy;

    [Parameter] public string? Message { get; set; }

    private bool MayChange => Desk.Account?.Roles.Contains("admin") == true;

    private string Shown => _all?.Messages.FirstOrDefault(m => m.Template == Message)?.Template ?? (_all?.Messages is [var first, ..] ? first.Template : "");

    /// <summary>The newest version of each place that is in use.</summary>
    private IEnumerable<WordingShape> Active => _all!.Items.GroupBy(w => (w.Template, w.Channel, w.Language, w.Brand)).Select(g => g.MaxBy(w => w.Version)!).Where(w => w.Active);

    private IReadOnlyList<WordingShape> Versions =>
        [.. _all!.Items.Where(w => w.Template == Shown && w.Channel == _channel && w.Language == _language && w.Brand == _brand).OrderByDescending(w => w.Version)];

    /// <summary>All of them, the tenant's own name, its brands, and whatever a wording was once made for.</summary>
    private IEnumerable<string> Brands => new[] { "", Desk.Account?.Brand ?? "" }.Concat(_brands.Select(b => b.Code)).Concat(_all!.Items.Select(w => w.Brand)).Distinct();

    private string NameOf(string brand) => brand.Length == 0 ? W.AllBrands : _brands.FirstOrDefault(b => b.Code == brand) is { } known ? W.NameOf(known) : brand;

    protected override void OnInitialized() => _language = W.Tag == "en" ? "en" : "zh";

    protected override async Task OnParametersSetAsync()
    {
        if (_all is null)
            await ReadAsync();
        else
            await PlaceAsync(_channel, _language, _brand);
    }

    private async Task ReadAsync()
    {
        try
        {
            _brands = (await Api.BrandsAsync(CancellationToken.None)).Items;
            _all = await Api.WordingsAsync(CancellationToken.None);
            _problem = null;
            await PlaceAsync(_channel, _language, _brand);
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private Task<bool> PlaceAsync(string channel, string language, string brand)
    {
        (_channel, _language, _brand, _version, _draft) = (channel, language, brand, null, null);
        return DoAsync(async () => _shipped = await Api.ShippedAsync(Shown, _channel, _language, CancellationToken.None));
    }

    private IReadOnlyList<string> FieldsOf(string template) => _all?.Messages.FirstOrDefault(m => m.Template == template)?.Fields ?? [];

    private void Edit(WordingShape? from) => _draft = new WordingDraft
    {
        Template = Shown,
        Channel = _channel,
        Language = _language,
        Brand = _brand,
        Subject = from?.Subject ?? _shipped!.Subject,
        Text = from?.Text ?? _shipped!.Text,
        Html = from?.Html,
    };

    private async Task SavedAsync()
    {
        Done(W.WordingSaved(W.Template(Shown)));
        _draft = null;
        await ReadAsync();
    }

    private async Task RetireAsync(WordingShape wording)
    {
        _busy = true;
        if (await DoAsync(() => Api.RetireWordingAsync(wording.Id, CancellationToken.None)))
            await ReadAsync();
        _busy = false;
    }
}
