using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Notices;

/// <summary>A person to tell.</summary>
/// <param name="Wants">What they set; null when they never set anything.</param>
public sealed record Person(string Audience, string? Name, string? Email, string? Language, Preferences? Wants = null)
{
    /// <summary>E.164, of a customer's contact: where a message about their ticket goes when there is no address; null: none is known.</summary>
    public string? Phone { get; init; }

    private static readonly JsonSerializerOptions s_rows = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>A person's row, as PostgreSQL's <c>row_to_json</c> writes it.</summary>
    public static Preferences? Read(string? row) => row is null ? null : JsonSerializer.Deserialize<Preferences>(row, s_rows);
}

/// <summary>The ticket as this service knows it.</summary>
/// <param name="Severity">1 to 5; null before its triage.</param>
/// <param name="AssignedTo">The address it was assigned to; the engineer's own may have changed since.</param>
/// <param name="TeamId">The team that has it; null before its first assignment.</param>
public sealed record KnownTicket(
    string Number, string Subject, string? CustomerName, Person Contact, string? SealedProgressToken, Person? Engineer, string State, int? Severity, string Channel,
    string? AssignedTo, Guid? TeamId)
{
    /// <summary>How its clocks stand, see <see cref="ClockNews"/>; null before Sla told.</summary>
    public IReadOnlyList<string>? Clocks { get; init; }

    /// <summary>The place in Sla's stream where that was told.</summary>
    public long ClocksSequence { get; init; }

    /// <summary>The brand of the product it is about; null: the tenant's own name.</summary>
    public KnownBrand? Brand { get; init; }

    /// <summary>Whether the customer speaks with us in an IM platform.</summary>
    public bool ByIm => Channel == nameof(Contracts.Channel.Im);
}

/// <summary>A name under which the tenant sells some of its products.</summary>
/// <param name="Code">What wordings name it by.</param>
public sealed record KnownBrand(string Code, string NameZh, string NameEn)
{
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public string In(string language) => language == "zh" ? NameZh : NameEn;

    /// <summary>The brand that all of these are of; null when they are of several, or one of them is of none.</summary>
    public static KnownBrand? Common(IReadOnlyList<KnownBrand?> brands)
    {
        ArgumentNullException.ThrowIfNull(brands);
        return brands.Count > 0 && brands.All(b => b?.Code == brands[0]?.Code) ? brands[0] : null;
    }
}

/// <summary>How the tenant speaks to its customers.</summary>
public sealed record KnownTenant(string Brand, IReadOnlyList<string> Languages, string TimeZone)
{
    /// <summary>Until the tenant's own data have arrived.</summary>
    public static KnownTenant Unknown { get; } = new("ServiceMesh", ["en"], "Etc/UTC");
}

/// <summary>Somebody whom a tenant's rule makes a recipient of some messages.</summary>
public sealed record Subscriber(Person Person, IReadOnlyList<string> Templates);

/// <summary>All that a notice may need, read in one round trip.</summary>
/// <param name="TicketId">The ticket the event is about; null when it is about none.</param>
/// <param name="Ticket">Null when neither its opening nor an assignment has arrived.</param>
/// <param name="Role">The active accounts with the role asked for.</param>
/// <param name="Watchers">Staff who asked to hear of this ticket.</param>
/// <param name="Endpoints">The tenant's webhook endpoints that want this event.</param>
/// <param name="Subscribers">Who hears of tickets like this one by a rule of the tenant's.</param>
public sealed record Known(
    Guid? TicketId, KnownTicket? Ticket, KnownTenant Tenant, IReadOnlyList<Person> Role, IReadOnlyList<Person> Watchers, IReadOnlyList<Guid> Endpoints,
    IReadOnlyList<Subscriber> Subscribers, TenantSettings Settings)
{
    /// <summary>Nothing but the tenant.</summary>
    public static Known Only(KnownTenant tenant, TenantSettings settings) => new(null, null, tenant, [], [], [], [], settings);

    /// <summary>The one brand that a message about no single ticket is of; null: none, or several.</summary>
    public KnownBrand? Common { get; init; }

    private KnownBrand? Brand => Common ?? Ticket?.Brand;

    /// <summary>Under which name a message speaks, and by which wordings find it: of its brand, else the tenant's own.</summary>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public (string Name, string Key) Speaks(string language) => Brand is { } brand ? (brand.In(language), brand.Code) : (Tenant.Brand, Tenant.Brand);

    /// <summary>From whom mails of it come; null: the installation's own.</summary>
    public MailSender? Sender => Settings.SenderOf(Brand?.Code);

    /// <summary>The same name in the language of the ticket's customer.</summary>
    public string NameToCustomer => Speaks(Texts.Language(Ticket?.Contact.Language, Tenant.Languages)).Name;

    /// <summary>Those whom a rule makes recipients of this message.</summary>
    public IEnumerable<Person> SubscribersOf(string template) => Subscribers.Where(s => s.Templates.Contains(template)).Select(s => s.Person);
}
