using Microsoft.AspNetCore.Components;
using Radzen;

namespace ServiceMesh.Desk.Components;

/// <summary>What every part of the Desk's own screens needs: the words, the person, and what to do when the gateway refuses.</summary>
public abstract class DeskComponent : ComponentBase
{
    [Inject] internal DeskContext Desk { get; set; } = default!;

    [Inject] internal DeskApi Api { get; set; } = default!;

    [Inject] protected NavigationManager Nav { get; set; } = default!;

    [Inject] protected NotificationService Notes { get; set; } = default!;

    protected Words W => Desk.Words;

    internal Times Times => Desk.Times;

    /// <summary>Runs something a person asked for; a refusal is said in a notice. True when it was done.</summary>
    internal async Task<bool> DoAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                Notes.Notify(NotificationSeverity.Error, W.Problem(e.Code, e.Status), e.Status >= 500 && e.TraceId is { } id ? $"{W.TraceId} {id}" : "", 7000);
            return false;
        }
    }

    /// <summary>True when the session has ended: the browser is on its way to the sign-in then.</summary>
    internal bool LeftFor(GatewayException e)
    {
        if (e.Code == "session.password-change-required")
        {
            Nav.NavigateTo("/change-password", forceLoad: true);
            return true;
        }

        if (e.Status != StatusCodes.Status401Unauthorized)
            return false;
        var here = Uri.EscapeDataString("/" + Nav.ToBaseRelativePath(Nav.Uri));
        Nav.NavigateTo($"/sign-in?returnUrl={here}", forceLoad: true);
        return true;
    }

    protected void Done(string text) => Notes.Notify(NotificationSeverity.Success, text, "", 2500);
}
