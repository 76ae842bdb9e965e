using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Progress;

/// <summary>A message with files, sent as a plain form; what came of it is said on the page that follows.</summary>
public sealed partial class ReplyForm : ComponentBase
{
    private const int LongestMessage = 10_000;
    private const int MostFiles = 5;

    private string? _error;
    private string _once = Guid.NewGuid().ToString("N");

    [Parameter, EditorRequired] public Words W { get; set; } = default!;

    /// <summary>Brings a file by its name; answers its id.</summary>
    [Parameter, EditorRequired] public Func<string, Stream, Task<Guid>> Upload { get; set; } = default!;

    /// <summary>Sends the text with the files' ids; the last is the form's own key, by which sending it twice keeps one message.</summary>
    [Parameter, EditorRequired] public Func<string, IReadOnlyList<Guid>, string, Task> Send { get; set; } = default!;

    /// <summary>The address to go to once it was sent.</summary>
    [Parameter, EditorRequired] public string Then { get; set; } = "";

    /// <summary>Whether a message takes the ticket up again.</summary>
    [Parameter] public bool Reopens { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private string? Text { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private string? Once { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private IReadOnlyList<IFormFile>? Files { get; set; }

    [Inject] private NavigationManager Nav { get; set; } = default!;

    private async Task ReplyAsync()
    {
        var text = Text?.Trim() ?? "";
        // The form's own key: sending the same form twice keeps one message.
        _once = Once is { Length: > 0 and <= 64 } ? Once : _once;
        // A form whose file field was left alone holds one without name and content.
        var files = (Files ?? []).Where(f => f.Length > 0).ToList();
        _error = text.Length == 0 && files.Count == 0 ? W.MessageEmpty : text.Length > LongestMessage ? W.MessageTooLong : files.Count > MostFiles ? W.TooManyFiles : null;
        if (_error is not null)
            return;
        try
        {
            List<Guid> ids = [];
            foreach (var file in files)
            {
                await using var content = file.OpenReadStream();
                ids.Add(await Upload(file.FileName, content));
            }

            await Send(text, ids, _once);
            Nav.NavigateTo(Then);
        }
        catch (GatewayException e)
        {
            _error = e.Code.StartsWith("attachment.", StringComparison.Ordinal) || e.Status is 409 or 429 ? W.Problem(e.Code, e.Status) : e.Status is 413 or 400 ? W.MessageTooLong : W.MessageFailed;
        }
    }
}
