using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.NewTicket;

/// <summary>A ticket registered for a call: the caller stands in the form, and a call that has a ticket by now leads there.</summary>
public sealed partial class NewTicketPage
{
    private RingingShape? _ringing;
    private Guid? _shownFor;

    /// <summary>The call for which it is registered.</summary>
    [SupplyParameterFromQuery(Name = "call")]
    public Guid? CallId { get; set; }

    private string? Caller => _ringing is { } call ? string.Join(" · ", new[] { call.ContactName, call.Customer?.Name, call.From }.OfType<string>()) : null;

    /// <summary>The page may be open already when somebody comes to it from a call.</summary>
    protected override async Task OnParametersSetAsync()
    {
        if (CallId == _shownFor)
            return;
        _shownFor = CallId;
        await DoAsync(ForCallAsync);
    }

    /// <summary>Fills in who calls; a call that has a ticket already leads there.</summary>
    private async Task ForCallAsync()
    {
        if (CallId is not { } id)
            return;
        _ringing = (await Api.RingingAsync(CancellationToken.None)).Items.FirstOrDefault(c => c.Id == id);
        if (_ringing is not { } call)
            return;
        if (call.Ticket is { } own)
        {
            Nav.NavigateTo($"/tickets/{own.Id}", replace: true);
            return;
        }

        _channel = "hotline";
        _phone = call.From;
        if (call.Customer is not { } customer)
            return;
        _customers.Take(new(customer.Id.ToString(), customer.Name ?? ""));
        await _contacts.FindAsync(null);
        if (call.ContactId is not { } contact)
            return;
        _contacts.Take(new(contact.ToString(), call.ContactName ?? ""));
        _contact = contact.ToString();
    }

    /// <summary>Somebody was quicker, or the call was answered meanwhile: there is one ticket of a call. False when it is not to be found any more.</summary>
    private async Task<bool> LedToCallsTicketAsync()
    {
        if ((await Api.RingingAsync(CancellationToken.None)).Items.FirstOrDefault(c => c.Id == CallId)?.Ticket is not { } own)
            return false;
        Nav.NavigateTo($"/tickets/{own.Id}");
        return true;
    }
}
