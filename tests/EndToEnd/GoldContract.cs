using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>
/// The contract that the product is for: answered within 15 min by phone and 30 online, diagnosed within 2 h, remote help within 1 h or somebody on
/// site the same day, solved within 24 h when serious and 48 h else, and money back when that is missed. Severity 5 has a promise that nobody can
/// keep, so that a breach need not be waited for.
/// </summary>
internal sealed class GoldContract(Mesh mesh)
{
    private static readonly int[] s_warnAt = [50, 75];
    private static readonly int[] s_serious = [1, 2];
    private static readonly int[] s_lost = [5];
    private static readonly string[] s_phone = ["hotline"];
    private static readonly string[] s_waitingStops = ["diagnosis", "resolution"];

    private static readonly object[] s_emergency =
    [
        new { name = "emergency", legs = new object[] { new { clock = "remoteAssistance", target = "PT1H" }, new { clock = "onSiteArrival", sameDay = true, cutoff = "16:00" } } },
    ];

    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] s_lunch = ["00:00-11:30", "12:30-24:00"];
    private static readonly string[] s_wholeDay = ["00:00-24:00"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Unique { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Its service level, and the name of its policy.</summary>
    public string Name => $"gold-{Unique}";

    public Guid Id { get; private set; }

    public Guid Customer { get; private set; }

    public Guid Product { get; private set; }

    /// <summary>Its hours, as a trial takes them.</summary>
    public static object Calendar => new { timeZone = "Asia/Shanghai", week = Week(s_lunch) };

    /// <summary>What it promises for something serious that comes in online, as a trial takes it; a phone call has 15 minutes instead of 30.</summary>
    public static object Terms(bool byPhone = false, bool isSerious = true, bool isEmergency = true) => new
    {
        firstResponse = byPhone ? "PT15M" : "PT30M", update = "PT4H", diagnosis = "PT2H", resolution = isSerious ? "PT24H" : "PT48H", warnAt = s_warnAt, either = isEmergency ? s_emergency : null,
        pauseStops = new Dictionary<string, string[]> { ["waiting-for-customer"] = s_waitingStops },
    };

    /// <summary>Writes it down and signs it with a new customer.</summary>
    /// <param name="hasLunch">False leaves the hour out in which nothing can be missed.</param>
    /// <param name="reopenWindow">How long a reopening continues what was resolved (ISO 8601); null for the usual week.</param>
    public async Task SignAsync(bool hasLunch = true, string? reopenWindow = null)
    {
        await mesh.Staff.PostAsync("/api/v1/sla/calendars", new { name = $"line-{Unique}", timeZone = "Asia/Shanghai", week = Week(hasLunch ? s_lunch : s_wholeDay) }, null, Ct);
        await mesh.Staff.PostAsync("/api/v1/sla/policies", new
        {
            name = Name,
            position = 1,
            serviceLevels = new[] { Name },
            calendar = $"line-{Unique}",
            warnAt = s_warnAt,
            reopenWindow,
            rules = new object[]
            {
                new { name = "lost", severities = s_lost, targets = new { firstResponse = "PT30M", resolution = "PT1S" } },
                Rule("serious by phone", s_serious, s_phone, "PT15M", "PT24H", s_emergency),
                Rule("by phone", null, s_phone, "PT15M", "PT48H", null),
                Rule("emergency", s_serious, null, "PT30M", "PT24H", s_emergency),
                Rule("ordinary", null, null, "PT30M", "PT48H", null),
            },
            compensation = new { clauses = new[] { new { name = "solved too late", clock = "resolution", percent = 5, monthlyCap = new { percent = 20 } } } },
        }, null, Ct);
        Customer = (await mesh.Staff.PostAsync<IdView>("/api/v1/customers", new { name = $"Plant {Unique}" }, null, Ct)).Id;
        Product = (await mesh.Staff.PostAsync<IdView>("/api/v1/products", new { code = $"LINE-{Unique}", name = "Line" }, null, Ct)).Id;
        Id = (await mesh.Staff.PostAsync<IdView>("/api/v1/contracts", new
        {
            customerId = Customer,
            number = $"G-{Unique}",
            startsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-30)),
            endsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(300)),
            serviceLevel = Name,
            productIds = new[] { Product },
            monthlyFee = 10_000,
            currency = "CNY",
            monthlyCreditCapPercent = 20,
        }, null, Ct)).Id;
    }

    /// <summary>Something goes wrong at the customer's.</summary>
    public async Task<Ticket> OpenAsync(string impact, string urgency, string? channel = null)
    {
        var opened = await mesh.Staff.PostAsync<OpenedTicketView>(
            "/api/v1/tickets", new { subject = "The line stands still", customerId = Customer, productId = Product, impact, urgency, channel }, null, Ct);
        return new Ticket(mesh, opened.Id);
    }

    private static Dictionary<string, string[]> Week(string[] opening) => s_days.ToDictionary(day => day, _ => opening);

    private static object Rule(string name, int[]? severities, string[]? channels, string firstResponse, string resolution, object[]? either) => new
    {
        name, severities, channels, either, targets = new { firstResponse, update = "PT4H", diagnosis = "PT2H", resolution },
    };
}
