using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>What a story plays with, and what it has to tell.</summary>
/// <param name="gateway">A client with all staff roles, for what no person of the story does.</param>
/// <param name="cast">People, customers and what belongs to them.</param>
/// <param name="doors">The channels.</param>
/// <param name="platforms">The stand-ins for platforms outside; null where they could not be started.</param>
/// <param name="mailbox">The local mailbox; null without one.</param>
/// <param name="tell">Takes each line of what is going on.</param>
public sealed class Scene(GatewayClient gateway, Cast cast, DoorBook doors, LoopbackPlatforms? platforms, HttpClient? mailbox, Action<string> tell)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private readonly List<Sight> _sights = [];
    private readonly Dictionary<string, Guid> _ids = [];

    public GatewayClient Gateway => gateway;

    public Cast Cast => cast;

    public DoorBook Doors => doors;

    /// <summary>When the story began; a minute of grace is for clocks that differ.</summary>
    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    public IReadOnlyList<Sight> Sights => _sights;

    public IReadOnlyDictionary<string, Guid> Ids => _ids;

    /// <summary>The stand-ins for platforms outside.</summary>
    /// <exception cref="StoryException">There are none.</exception>
    public LoopbackPlatforms Platforms => platforms ?? throw new StoryException("the stand-ins for outside platforms do not run (SERVICEMESH_PLATFORMS_URL, see tools/Traffic/README.md)");

    /// <summary>Whether mails can be read.</summary>
    public bool HasMailbox => mailbox is not null;

    public void Tell(string line) => tell(line);

    /// <summary>Says where to look.</summary>
    public void See(string what, string path) => _sights.Add(new Sight(what, path));

    /// <summary>Says where to look: a ticket.</summary>
    public void SeeTicket(string what, Guid ticket) => See(what, $"/tickets/{ticket}");

    /// <summary>Keeps an id for whoever looks at the story afterwards.</summary>
    public Guid Keep(string name, Guid id) => _ids[name] = id;

    /// <summary>A few letters and digits that nobody else says, like an order number.</summary>
    public static string Reference() => "B-" + RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6);

    /// <summary>An Idempotency-Key.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <summary>Looks again and again until there is something. Services learn of one another's doings a moment later: what is unknown (404) may come yet.</summary>
    /// <param name="what">Named in the failure.</param>
    /// <exception cref="StoryException">Not within 90 s, or as long as given.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> look, CancellationToken ct, TimeSpan? patience = null)
        where T : class
    {
        var until = TimeProvider.System.GetUtcNow() + (patience ?? s_patience);
        while (true)
        {
            GatewayException? unknown = null;
            try
            {
                if (await look() is { } found) return found;
            }
            catch (GatewayException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
            {
                unknown = e;
            }
            if (TimeProvider.System.GetUtcNow() > until) throw new StoryException($"{what}: not within {(patience ?? s_patience).TotalSeconds:0} s{(unknown is null ? "" : $" ({unknown.Message})")}");
            await Task.Delay(s_look, ct);
        }
    }

    /// <summary>Opens a ticket as the API does.</summary>
    public Task<OpenedTicketView> OpenAsync(object ticket, CancellationToken ct) => gateway.PostAsync<OpenedTicketView>("/api/v1/tickets", ticket, NewId(), ct);

    /// <summary>The board's row when the ticket is there and as wanted.</summary>
    public Task<BoardRowView> RowAsync(Guid ticket, string what, Func<BoardRowView, bool> wanted, CancellationToken ct, TimeSpan? patience = null) =>
        UntilAsync(what, async () => await gateway.FindAsync<BoardRowView>($"/api/v1/work/{ticket}", ct) is { } row && wanted(row) ? row : null, ct, patience);

    /// <summary>A ticket of this story, found on the board by part of its subject or customer and by its channel.</summary>
    public Task<BoardRowView> OnBoardAsync(string q, string channel, CancellationToken ct) => UntilAsync($"a ticket by {channel} on the board", async () =>
        (await gateway.GetAsync<BoardView>($"/api/v1/board?open=true&sort=opened&limit=50&q={Uri.EscapeDataString(q)}", ct)).Items
            .FirstOrDefault(r => r.Channel == channel && r.OpenedAt >= Began), ct);

    /// <summary>Does something to a ticket as somebody.</summary>
    public static Task<BoardRowView> ActAsync(Persona who, Guid ticket, string verb, object body, CancellationToken ct) =>
        who.DoAsync(desk => desk.PostAsync<BoardRowView>($"/api/v1/work/{ticket}/{verb}", body, NewId(), ct), ct);

    /// <summary>Writes to the customer as somebody.</summary>
    public static Task SayAsync(Persona who, Guid ticket, string text, CancellationToken ct) =>
        who.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{ticket}/messages", new { text }, NewId(), ct), ct);

    /// <summary>Waits until the ticket's timeline holds an event of a type.</summary>
    public Task<TimelineItemView> OnTimelineAsync(Guid ticket, string type, CancellationToken ct, TimeSpan? patience = null) => UntilAsync($"{type} on the timeline", async () =>
        (await gateway.GetAsync<ListView<TimelineItemView>>($"/api/v1/insight/tickets/{ticket}/timeline?limit=200", ct)).Items.LastOrDefault(i => i.Type == type), ct, patience);

    /// <summary>Mails to an address since the story began, in order.</summary>
    public async Task<IReadOnlyList<SeenMail>> MailsAsync(string to, CancellationToken ct)
    {
        if (mailbox is null) throw new StoryException("there is no mailbox to read mails in (Smtp__Host leads to a real mail server)");
        var page = await mailbox.GetFromJsonAsync<SeenMails>($"/mails?to={Uri.EscapeDataString(to)}", GatewayClient.Json, ct);
        return [.. (page?.Items ?? []).Where(m => m.ReceivedAt >= Began)];
    }

    /// <summary>A field of JSON as text; null when it is not there.</summary>
    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record SeenMails(IReadOnlyList<SeenMail> Items);
}

/// <summary>A mail in the local mailbox.</summary>
public sealed record SeenMail(DateTimeOffset ReceivedAt, string Subject, string Text, string MessageId, IReadOnlyList<SeenHeader> Headers)
{
    /// <summary>The first header of a name, or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}

/// <summary>A header of a mail.</summary>
public sealed record SeenHeader(string Name, string Value);
