using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Portal;

/// <summary>A new request by the service catalogue: first its class, then the class's form. Plain HTML, no script.</summary>
public sealed partial class NewRequestPage : ComponentBase
{
    /// <summary>All files together, in bytes; the gateway takes the same at this address.</summary>
    private const int LargestForm = 25 * 1024 * 1024;

    private const int MostFiles = 5;
    private const int LongestSubject = 200;

    private IReadOnlyList<RequestClassShape> _classes = [];
    private IReadOnlyList<OwnAssetShape> _assets = [];
    private IReadOnlyList<ProductShape> _products = [];
    private TicketShape? _before;
    private string? _error;
    private string _once = Guid.NewGuid().ToString("N");

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "class")] private string? Chosen { get; set; }

    /// <summary>The ticket that this one goes on from.</summary>
    [SupplyParameterFromQuery(Name = "after")] private Guid? After { get; set; }

    private Words W => Desk.Words;

    private RequestClassShape? Class => _classes.FirstOrDefault(c => c.Key == Chosen);

    protected override async Task OnInitializedAsync()
    {
        var ct = HttpContext.RequestAborted;
        var (assets, products) = (Api.OwnAssetsAsync(ct), Api.ProductsWithModulesAsync(ct));
        _classes = [.. (await Api.RequestClassesAsync(ct)).Items.Where(c => c.Active)];
        (_assets, _products) = ((await assets).Items, (await products).Items);
        if (Posted("Once") is { Length: > 0 and <= 64 } once)
            _once = once;
        if (After is not { } after)
            return;
        try
        {
            _before = await Api.TicketAsync(after, ct);
        }
        catch (GatewayException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            // Somebody else's, or nobody's: then it goes on from none.
        }
    }

    private async Task SendAsync()
    {
        var files = HttpContext.Request.Form.Files.Where(f => f.Length > 0).ToList();
        var form = (Class?.Fields ?? []).Select(f => (f.Key, Value: Posted(Name(f))?.Trim())).Where(f => f.Value is { Length: > 0 }).ToDictionary(f => f.Key, f => f.Value!);
        _error = string.IsNullOrWhiteSpace(Posted("Subject")) ? W.SubjectMissing
            : (Class?.Fields ?? []).FirstOrDefault(f => f.Required && !form.ContainsKey(f.Key)) is { } missing ? W.MissingIn(W.Of(missing.Label))
            : files.Count > MostFiles ? W.TooManyFiles
            : Class is { } needs && files.Count < needs.EvidenceFiles ? W.EvidenceNeeded(needs.EvidenceFiles, needs.EvidenceHint is { } hint ? W.Of(hint) : null)
            : null;
        if (_error is not null)
            return;
        var (assetId, productId, module) = RequestAbout.Read(Posted("About"), Posted("Module"));
        var level = Posted("Down") == "true" ? "high" : null;
        try
        {
            List<Guid> attachmentIds = [];
            foreach (var file in files)
            {
                await using var content = file.OpenReadStream();
                attachmentIds.Add((await Api.UploadAsync(file.FileName, content, HttpContext.RequestAborted)).Id);
            }

            var text = Posted("Text")?.Trim();
            var made = await Api.OpenAsync(
                new
                {
                    subject = Posted("Subject")!.Trim(), text = text is { Length: > 0 } ? text : null, requestClass = Class?.Key, form = Class is null ? null : form, productId, assetId, module,
                    impact = level, urgency = level, attachmentIds, linkedTicketId = _before?.Id,
                },
                _once, HttpContext.RequestAborted);
            Nav.NavigateTo($"/portal/tickets/{made.Id}?created=1");
        }
        catch (GatewayException e) when (e.Status < StatusCodes.Status500InternalServerError)
        {
            // What was sent under the key was refused or differs: the form as it stands now is another one.
            _once = Guid.NewGuid().ToString("N");
            _error = W.Problem(e.Code, e.Status);
        }
        catch (GatewayException e)
        {
            _error = W.Problem(e.Code, e.Status);
        }
    }

    /// <summary>What stands in a field of the form that was sent; null where none was, or where it is empty.</summary>
    private string? Posted(string name) => HttpContext.Request.HasFormContentType && HttpContext.Request.Form[name] is [{ Length: > 0 } value, ..] ? value : null;

    private string? AgainSubject => _before is null ? null : W.AgainSubject(_before.Subject) is { Length: > LongestSubject } longer ? longer[..LongestSubject] : W.AgainSubject(_before.Subject);

    private string? ProductName(Guid id) => _products.FirstOrDefault(p => p.Id == id)?.Name;

    private string Address(string? kind) =>
        "/portal/new" + (kind, After) switch
        {
            ({ } k, { } a) => $"?class={Uri.EscapeDataString(k)}&after={a}",
            ({ } k, null) => $"?class={Uri.EscapeDataString(k)}",
            (null, { } a) => $"?after={a}",
            _ => "",
        };

    private static string Name(FormFieldShape field) => $"Form.{field.Key}";

    private static string Id(FormFieldShape field) => $"form-{field.Key}";
}
