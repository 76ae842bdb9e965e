using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.NewTicket;

/// <summary>The form with which staff register a ticket for somebody.</summary>
public sealed partial class NewTicketPage : DeskComponent
{
    private const string Somebody = "new";
    private static readonly string[] ChannelNames = ["hotline", "portal", "email", "chat", "im"];

    private readonly string _once = Guid.NewGuid().ToString("N");
    private IReadOnlyList<Choice> _customers = [];
    private IReadOnlyList<Choice> _products = [];
    private IReadOnlyList<Named> _contacts = [];
    private string? _customer, _contact = Somebody, _product, _name, _phone, _email, _subject, _text;
    private string _channel = "hotline", _impact = "medium", _urgency = "medium";
    private bool _missing, _busy;
    private GatewayException? _problem;

    private IEnumerable<Choice> ContactChoices => [.. _contacts.Select(c => new Choice(c.Id.ToString(), c.Name ?? "")), new(Somebody, W.NewContact)];

    private IEnumerable<Choice> Channels => ChannelNames.Select(c => new Choice(c, W.Channel(c)));

    private object? Reporter => _contact is null || (_contact == Somebody && string.IsNullOrWhiteSpace(_name)) ? null : _contact;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var customers = Api.CustomersAsync(CancellationToken.None);
            var products = Api.ProductsAsync(CancellationToken.None);
            _customers = [.. (await customers).Items.Select(c => new Choice(c.Id.ToString(), c.Name ?? ""))];
            _products = [.. (await products).Items.Select(p => new Choice(p.Id.ToString(), p.Name ?? p.Code ?? ""))];
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task CustomerAsync(object? value)
    {
        _customer = value as string;
        _contacts = [];
        _contact = Somebody;
        if (!Guid.TryParse(_customer, out var id))
            return;
        await DoAsync(async () => _contacts = [.. (await Api.ContactsAsync(id, CancellationToken.None)).Items.Where(c => c.CustomerId is null || c.CustomerId == id)]);
        if (_contacts.Count > 0)
            _contact = _contacts[0].Id.ToString();
    }

    private async Task RegisterAsync()
    {
        _missing = string.IsNullOrWhiteSpace(_subject) || Reporter is null;
        if (_missing || _busy)
            return;
        _busy = true;
        var fresh = _contact == Somebody;
        var ticket = new
        {
            subject = _subject!.Trim(),
            text = Blank(_text),
            customerId = _customer,
            contactId = fresh ? null : _contact,
            contact = fresh ? new { name = _name!.Trim(), email = Blank(_email), phone = Blank(_phone), language = W.Tag } : null,
            productId = _product,
            impact = _impact,
            urgency = _urgency,
            channel = _channel,
        };
        CreatedTicket? made = null;
        if (await DoAsync(async () => made = await Api.OpenAsync(ticket, _once, CancellationToken.None)))
        {
            Done(W.Registered(made!.Number));
            Nav.NavigateTo($"/tickets/{made.Id}");
        }

        _busy = false;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
