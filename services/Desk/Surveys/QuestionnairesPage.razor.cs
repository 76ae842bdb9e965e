using System.Globalization;
using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;
using ServiceMesh.Desk.Terms;

namespace ServiceMesh.Desk.Surveys;

/// <summary>What customers are asked: every version as they see it, and the form for a new one with its page beside it.</summary>
public sealed partial class QuestionnairesPage : DeskComponent
{
    private IReadOnlyList<QuestionnaireShape>? _list;
    private IReadOnlyList<QuestionnaireShape> _versions = [];
    private IReadOnlyList<Named> _products = [];
    private IReadOnlyList<BrandShape> _brands = [];
    private QuestionnaireShape? _shown;
    private QuestionnaireDraft? _draft;
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string? _html;
    private string _language = "zh", _once = "";
    private int _bytes, _asked;
    private bool _busy, _stale;

    [Parameter] public Guid? Id { get; set; }

    [Inject] internal SurveysApi Surveys { get; set; } = default!;

    private bool MayChange => Desk.Account?.Roles.Any(r => r is "manager" or "admin") == true;

    protected override async Task OnParametersSetAsync()
    {
        _language = W.Tag == "en" ? "en" : "zh";
        _draft = null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _list ??= (await Surveys.QuestionnairesAsync(CancellationToken.None)).Items;
            _products = (await Api.ProductsAsync(null, CancellationToken.None)).Items;
            _brands = (await Api.BrandsAsync(CancellationToken.None)).Items;
            _problem = null;
            _versions = (await Surveys.VersionsAsync(Id ?? _list[0].Id, CancellationToken.None)).Items;
            _shown = _versions[0];
            await PreviewAsync();
        }
        catch (GatewayException e)
        {
            (_shown, _versions) = (null, []);
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private Task VersionAsync(ChangeEventArgs e)
    {
        _shown = _versions.FirstOrDefault(v => v.Version.ToString(CultureInfo.InvariantCulture) == e.Value as string) ?? _shown;
        return PreviewAsync();
    }

    private Task LanguageAsync(string language)
    {
        _language = language;
        return PreviewAsync();
    }

    private Task BeginAsync(QuestionnaireDraft draft)
    {
        (_draft, _errors, _once) = (draft, FieldErrors.None, NewKey());
        return PreviewAsync();
    }

    /// <summary>Shows the page as customers would see it; while something is wrong with the questions, the last one that was right.</summary>
    private async Task PreviewAsync()
    {
        var body = _draft?.BodyToApi() ?? _shown?.Body;
        if (body is null)
            return;
        var asked = ++_asked;
        await DoAsync(async () =>
        {
            try
            {
                var preview = await Surveys.PreviewAsync(body, _language, _draft is { } draft ? draft.Brand : _shown?.Brand, CancellationToken.None);
                // An answer to an earlier question may come later.
                if (asked == _asked)
                    (_html, _bytes, _stale, _errors) = (preview.Html, preview.Bytes, false, FieldErrors.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                if (asked == _asked)
                    (_errors, _stale) = (errors, true);
            }
        });
    }

    private async Task SaveAsync()
    {
        if (_draft is null || _busy)
            return;
        _busy = true;
        QuestionnaireShape? saved = null;
        var done = await DoAsync(async () =>
        {
            try
            {
                saved = await Surveys.SaveAsync(_draft.ToApi(), _once, CancellationToken.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                // The same key with another text would be refused: a mended form is a new attempt.
                (_errors, _once) = (errors, NewKey());
            }
        });
        _busy = false;
        if (!done || saved is null)
            return;
        Done(W.VersionSaved(saved.Name, saved.Version));
        await AgainAsync(saved.Id);
    }

    private async Task RetireAsync()
    {
        if (_shown is { } shown && await DoAsync(() => Surveys.RetireAsync(shown.Id, CancellationToken.None)))
        {
            Done(W.QuestionnaireRetired);
            await AgainAsync(null);
        }
    }

    private async Task AgainAsync(Guid? id)
    {
        (_draft, _list) = (null, null);
        if (Id == id)
            await ReadAsync();
        else
            Nav.NavigateTo(id is null ? "/questionnaires" : $"/questionnaires/{id}");
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private string NameOf(QuestionnaireShape q) => q.Shipped ? W.ShippedQuestionnaire : q.Name;

    private string ForWhat(QuestionnaireShape q)
    {
        string?[] parts =
        [
            q.WorkType is { } work ? W.WorkType(work) : null,
            q.ProductId is { } id ? _products.FirstOrDefault(p => p.Id == id)?.Name ?? W.OneProduct : null,
            _brands.FirstOrDefault(b => b.Code == q.Brand) is { } brand ? W.NameOf(brand) : q.Brand,
        ];
        var said = string.Join(" · ", parts.OfType<string>());
        return q.Shipped ? W.WhereNoOther : said.Length > 0 ? said : W.AllTickets;
    }
}
