using Radzen;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.NewTicket;

/// <summary>The form with which staff register a ticket for somebody.</summary>
public sealed partial class NewTicketPage : DeskComponent
{
    private const string Somebody = "new";
    private static readonly string[] ChannelNames = ["hotline", "portal", "email", "chat", "im"];

    private readonly string _once = Guid.NewGuid().ToString("N");
    private readonly FoundChoices _customers, _contacts, _products;
    private string? _contact = Somebody, _name, _phone, _email, _subject, _text, _module, _asset, _contract, _kind, _workType = "";
    private string _channel = "hotline", _impact = "medium", _urgency = "medium";
    private bool _missing, _busy, _visit;
    private GatewayException? _problem;
    private ClassForm _class = default!;

    public NewTicketPage()
    {
        _customers = new(text => Api.CustomersAsync(text, CancellationToken.None));
        _contacts = new(text => _customers.Value is { } customer
            ? Api.ContactsAsync(Guid.Parse(customer), text, CancellationToken.None)
            : Task.FromResult(new Listing<Named>([])));
        _products = new(text => Api.ProductsAsync(text, CancellationToken.None));
    }

    private IEnumerable<Choice> ContactChoices => [.. _contacts.Items, new(Somebody, W.NewContact)];

    private IEnumerable<Choice> Channels => ChannelNames.Select(c => new Choice(c, W.Channel(c)));

    private Guid? CustomerId => _customers.Value is { } customer ? Guid.Parse(customer) : null;

    private object? Reporter => _contact is null || (_contact == Somebody && string.IsNullOrWhiteSpace(_name)) ? null : _contact;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            await Task.WhenAll(_customers.FindAsync(null), _products.FindAsync(null));
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task CustomerAsync(object? value)
    {
        _customers.Choose(value as string);
        _contacts.Clear();
        _contact = Somebody;
        if (_customers.Value is null)
            return;
        await DoAsync(() => _contacts.FindAsync(null));
        if (_contacts.Items is [var first, ..])
            Contact(first.Value);
    }

    private void ClassChosen(RequestClassShape? kind) => (_kind, _visit) = (kind?.Key, kind?.NeedsVisit == true);

    private void Contact(object? value)
    {
        _contact = value as string;
        _contacts.Choose(_contact);
    }

    private async Task SearchAsync(FoundChoices choices, LoadDataArgs typed) => await DoAsync(() => choices.FindAsync(typed.Filter));

    private async Task RegisterAsync()
    {
        _missing = string.IsNullOrWhiteSpace(_subject) || Reporter is null || !_class.Complete;
        if (_missing || _busy)
            return;
        _busy = true;
        var fresh = _contact == Somebody;
        var ticket = new
        {
            subject = _subject!.Trim(),
            text = Blank(_text),
            customerId = _customers.Value,
            contactId = fresh ? null : _contact,
            contact = fresh ? new { name = _name!.Trim(), email = Blank(_email), phone = Blank(_phone), language = W.Tag } : null,
            // An asset is of one product: the one named beside it does not count against it.
            productId = _asset is null ? _products.Value : null,
            module = _module,
            assetId = _asset,
            contractId = _contract,
            impact = _impact,
            urgency = _urgency,
            channel = _channel,
            workType = Blank(_workType),
            requestClass = _class.Chosen?.Key,
            form = _class.Form,
            needsVisit = _visit,
            attachmentIds = _class.Files.Select(f => f.Id),
            callId = CallId,
        };
        CreatedTicket? made = null;
        if (await DoAsync(() => OpenAsync(ticket, t => made = t)) && made is not null)
        {
            Done(W.Registered(made.Number));
            Nav.NavigateTo($"/tickets/{made.Id}");
        }

        _busy = false;
    }

    private async Task OpenAsync(object ticket, Action<CreatedTicket> made)
    {
        try
        {
            made(await Api.OpenAsync(ticket, _once, CancellationToken.None));
        }
        catch (GatewayException e) when (e.Code == "call.has-ticket")
        {
            if (!await LedToCallsTicketAsync())
                throw;
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
