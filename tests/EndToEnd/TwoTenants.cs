using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>
/// The vendor of the first tenant with one of everything that has an id, a customer who may sign in, and a second tenant with a
/// vendor of its own, whose staff must see nothing of it.
/// </summary>
public sealed class TwoTenants(Mesh mesh) : IAsyncLifetime
{
    private static readonly string[] s_roles = ["admin", "agent", "dispatcher", "engineer", "manager"];
    private static readonly string[] s_customer = ["customer"];
    private static readonly string[] s_languages = ["en", "zh-CN"];
    private static readonly string[] s_events = ["SlaBreached"];
    private static readonly string[] s_watchers = ["watcher"];
    private static readonly string[] s_announcement = ["announcement"];
    private static readonly string[] s_messages = ["delivery-failed"];
    private readonly string _unique = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The first tenant's ids by what they belong to.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; private set; } = null!;

    /// <summary>Ids that nobody has, for the same names.</summary>
    public IReadOnlyDictionary<string, string> Nobody { get; private set; } = null!;

    /// <summary>A key of the first tenant's staff.</summary>
    public string StaffKey { get; private set; } = null!;

    /// <summary>A key of the second tenant's staff.</summary>
    public string StrangerKey { get; private set; } = null!;

    /// <summary>The second tenant's administrator, who may sign in.</summary>
    public string StrangerEmail => $"admin.{_unique}@other.example";

    public string StrangerPassword { get; } = "For-tests-only-" + Guid.NewGuid().ToString("N");

    /// <summary>The second tenant's vendor.</summary>
    public Vendor StrangersVendor { get; private set; } = null!;

    /// <summary>An open ticket of the second tenant.</summary>
    public Guid StrangersTicket { get; private set; }

    /// <summary>An open ticket of the first tenant.</summary>
    public Guid OpenTicket { get; private set; }

    /// <summary>The token in the open ticket's progress link.</summary>
    public string ProgressToken { get; private set; } = null!;

    /// <summary>The token of a survey that is still open.</summary>
    public string SurveyToken { get; private set; } = null!;

    public string CustomerEmail => $"customer.{_unique}@customer.example";

    public string CustomerPassword { get; } = "For-tests-only-" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        var (vendor, ct) = (mesh.Vendor, TestContext.Current.CancellationToken);
        StaffKey = (await mesh.Admin.PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name = $"Staff {_unique}", roles = s_roles }, null, ct)).Key;
        await CreateStrangersAsync(ct);

        var asset = await mesh.Staff.PostAsync<IdView>("/api/v1/assets", new { customerId = vendor.CustomerId, productId = vendor.ProductId, serialNumber = $"SN-{_unique}" }, null, ct);
        var account = await mesh.Admin.PostAsync<IdView>("/api/v1/accounts", new
        {
            email = CustomerEmail,
            name = "Wang Fang",
            password = CustomerPassword,
            roles = s_customer,
            language = "en",
            contactId = vendor.ContactId,
            mustChangePassword = false,
        }, null, ct);
        var endpoint = await mesh.Staff.PostAsync<IdView>("/api/v1/webhook-endpoints", new { url = new Uri(mesh.Sink.BaseAddress!, $"hooks/out-{_unique}").ToString(), events = s_events }, null, ct);
        // None of these four ever sends anything: a robot for announcements, a wording of another brand, a draft, a rule about a team that is not.
        var provider = await mesh.Staff.PostAsync<IdView>("/api/v1/notifications/providers", new { name = $"robot-{_unique}", kind = "wecom", url = "https://robot.example.com/send", templates = s_announcement, audiences = s_watchers }, null, ct);
        var wording = await mesh.Staff.PostAsync<IdView>("/api/v1/notifications/templates", new { template = "digest", channel = "sms", language = "en", brand = $"brand-{_unique}", subject = "x", text = "x" }, null, ct);
        var announcement = await mesh.Staff.PostAsync<IdView>("/api/v1/notifications/announcements", new { texts = new { en = new { subject = "x", text = "x" } } }, null, ct);
        var rule = await mesh.Staff.PostAsync<IdView>("/api/v1/notifications/rules", new { templates = s_messages, role = "ops", ofTeamId = Guid.NewGuid() }, null, ct);
        await mesh.Staff.PostAsync("/api/v1/sla/calendars", new { name = $"hours-{_unique}", timeZone = "Asia/Shanghai", alwaysOpen = true }, null, ct);
        var teams = await mesh.Staff.GetAsync<ListView<NamedView>>("/api/v1/teams", ct);
        var opened = await OpenAsync(mesh.Staff, vendor, ct);
        (OpenTicket, ProgressToken) = (opened.Id, opened.ProgressUrl[(opened.ProgressUrl.LastIndexOf('/') + 1)..]);
        var (surveyed, survey) = await ClosedAsync(ct);
        SurveyToken = survey[3..];
        var followUp = await FollowUpAsync(ct);
        var questionnaire = await mesh.Staff.PostAsync<IdView>("/api/v1/surveys/questionnaires", JsonSerializer.Deserialize<JsonElement>(Questionnaire(null)), null, ct);
        var delivery = await Eventually.Async<IdView>(
            async () => (await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/notifications?ticketId={opened.Id}&limit=1", ct)).Items is [var newest] ? newest : null, what: "a message about the ticket");
        Ids = new Dictionary<string, string>
        {
            ["customer"] = $"{vendor.CustomerId}",
            ["contact"] = $"{vendor.ContactId}",
            ["product"] = $"{vendor.ProductId}",
            ["asset"] = $"{asset.Id}",
            ["contract"] = $"{(await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/contracts?customerId={vendor.CustomerId}", ct)).Items[0].Id}",
            ["channel"] = $"{vendor.Im.Id}",
            ["ticket"] = $"{opened.Id}",
            ["closed"] = $"{surveyed}",
            ["team"] = $"{teams.Items[0].Id}",
            ["engineer"] = $"{vendor.EngineerId}",
            ["account"] = $"{account.Id}",
            ["key"] = (await mesh.Staff.GetAsync<ListView<ApiKeyView>>("/api/v1/api-keys", ct)).Items.Single(k => k.Name == $"Staff {_unique}").Id,
            ["endpoint"] = $"{endpoint.Id}",
            ["provider"] = $"{provider.Id}",
            ["wording"] = $"{wording.Id}",
            ["announcement"] = $"{announcement.Id}",
            ["rule"] = $"{rule.Id}",
            ["delivery"] = $"{delivery.Id}",
            ["followUp"] = $"{followUp}",
            ["survey"] = $"{(await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/surveys?ticketId={surveyed}", ct)).Items.Single().Id}",
            ["questionnaire"] = $"{questionnaire.Id}",
            ["calendar"] = $"hours-{_unique}",
            ["vendor"] = $"{(await mesh.Admin.PostAsync<IdView>("/api/v1/insight/vendors", new { name = $"Maker {_unique}" }, null, ct)).Id}",
            ["report"] = $"{(await mesh.Admin.PostAsync<IdView>("/api/v1/insight/scorecard-reports", new { kind = "vendor", period = OverMonth }, Guid.NewGuid().ToString(), ct)).Id}",
            ["job"] = $"{(await mesh.Admin.PostAsync<IdView>("/api/v1/insight/record/verifications", new { }, null, ct)).Id}",
            ["person"] = vendor.ContactEmail,
            ["reference"] = $"REF-{vendor.CustomerId:N}",
        };
        Nobody = Ids.Keys.ToDictionary(name => name, _ => $"{Guid.NewGuid()}");
    }

    /// <summary>A month that is over in every zone.</summary>
    private static string OverMonth => TimeProvider.System.GetUtcNow().AddMonths(-2).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A questionnaire for a brand that nobody has, new or the next version of one, as JSON.</summary>
    public static string Questionnaire(string? id) => $$$"""
        {"id":{{{(id is null ? "null" : $"\"{id}\"")}}},"name":"x","brand":"Nobody","body":{"title":{"zh":"x","en":"x"},"questions":[
        {"key":"score","kind":"csat","required":true,"text":{"zh":"x","en":"x"}},{"key":"solved","kind":"solved","required":true,"text":{"zh":"x","en":"x"}}]}}
        """;

    private static Task<OpenedTicketView> OpenAsync(GatewayClient staff, Vendor vendor, CancellationToken ct) => staff.PostAsync<OpenedTicketView>(
        "/api/v1/tickets",
        new { subject = $"Invoices are not sent (REF-{vendor.CustomerId:N})", customerId = vendor.CustomerId, contactId = vendor.ContactId, productId = vendor.ProductId, externalReference = $"REF-{vendor.CustomerId:N}" },
        Guid.NewGuid().ToString(), ct);

    private async Task CreateStrangersAsync(CancellationToken ct)
    {
        await mesh.Admin.PostAsync("/api/v1/tenants", new
        {
            key = $"other-{_unique}",
            name = "Other",
            timeZone = "Asia/Shanghai",
            languages = s_languages,
            brand = "Other",
            adminEmail = StrangerEmail,
            adminPassword = StrangerPassword,
            adminMustChangePassword = false,
        }, null, ct);
        using var admin = new GatewayClient(mesh.Running.Gateway);
        await admin.SignInAsync(StrangerEmail, StrangerPassword, ct);
        StrangerKey = (await admin.PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name = "strangers", roles = s_roles }, null, ct)).Key;
        using var staff = new GatewayClient(mesh.Running.Gateway, StrangerKey);
        StrangersVendor = await Vendor.CreateAsync(staff, mesh.Sink.BaseAddress!, ct);
        StrangersTicket = (await OpenAsync(staff, StrangersVendor, ct)).Id;
        await Eventually.Async(async () => await staff.FindAsync<JsonElement?>($"/api/v1/work/{StrangersTicket}", ct) is not null, what: "the strangers' ticket is dispatched");
    }

    /// <summary>A ticket that was worked to its end, and the path of its survey.</summary>
    private async Task<(Guid Id, string Survey)> ClosedAsync(CancellationToken ct)
    {
        var opened = await OpenAsync(mesh.Staff, mesh.Vendor, ct);
        var ticket = new Ticket(mesh, opened.Id);
        await ticket.BecomesAsync("assigned");
        await ticket.DoAsync("resolve", new { resolution = "Restarted" });
        await ticket.DoAsync("close");
        return (opened.Id, Ticket.LinkIn(await ticket.InvitationAsync(mesh.Vendor.ContactEmail, opened.Number), "s"));
    }

    private async Task<Guid> FollowUpAsync(CancellationToken ct)
    {
        var (id, survey) = await ClosedAsync(ct);
        using var customer = new GatewayClient(mesh.Running.Gateway);
        await customer.PostFormAsync(survey, new Dictionary<string, string> { ["score"] = "1", ["solved"] = "no" }, ct);
        var task = await Eventually.Async<IdView>(async () => (await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/follow-ups?ticketId={id}", ct)).Items is [var only] ? only : null, what: "a follow-up task");
        return task.Id;
    }
}
