using System.Text.Json;
using System.Text.RegularExpressions;
using System.Net.Http.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>One ticket as its customer and the staff see it through the gateway; every step waits for its visible effect.</summary>
internal sealed class Ticket(Mesh mesh, Guid id)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Guid Id => id;

    public Task<JsonElement> RowAsync() => mesh.Staff.GetAsync<JsonElement>($"/api/v1/work/{id}", Ct);

    public Task BecomesAsync(string state) => Eventually.Async(
        async () => await mesh.Staff.FindAsync<BoardRowView>($"/api/v1/work/{id}", Ct) is { } row && row.State == state, what: $"the ticket is {state}");

    public Task ClockBecomesAsync(string clock, params string[] states) => Eventually.Async(
        async () => await mesh.Staff.FindAsync<BoardRowView>($"/api/v1/work/{id}", Ct) is { } row && row.Clocks.Any(c => c.Clock == clock && states.Contains(c.State)),
        what: $"{clock} is {string.Join(" or ", states)} on the board");

    public Task DoAsync(string action, object? body = null) => mesh.Staff.PostAsync($"/api/v1/work/{id}/{action}", body ?? new { }, null, Ct);

    public Task ReplyAsync(string text) => mesh.Staff.PostAsync($"/api/v1/tickets/{id}/messages", new { text }, Guid.NewGuid().ToString(), Ct);

    public async Task<IReadOnlyList<TimelineItemView>> TimelineAsync() =>
        (await mesh.Staff.GetAsync<ListView<TimelineItemView>>($"/api/v1/insight/tickets/{id}/timeline?limit=200", Ct)).Items;

    /// <summary>Waits for the survey's invitation for a ticket's number, and returns its text.</summary>
    public Task<string> InvitationAsync(string to, string number) => MailAsync(to, number, "/s/");

    /// <summary>Waits for a mail to an address whose text or subject contains something, and whose text another thing, and returns its text.</summary>
    public async Task<string> MailAsync(string to, string containing, string also = "")
    {
        var mail = await Eventually.Async<SinkMail>(async () =>
        {
            var mails = await mesh.Sink.GetFromJsonAsync<ListView<SinkMail>>($"/mails?to={Uri.EscapeDataString(to)}", Ct);
            return mails!.Items.FirstOrDefault(m => (m.Text + m.Subject).Contains(containing, StringComparison.Ordinal) && m.Text.Contains(also, StringComparison.Ordinal));
        }, what: $"a mail with '{containing}' to {to}");
        return mail.Text;
    }

    /// <summary>The path of the first link of a kind in a mail: <c>p</c> for progress, <c>s</c> for survey.</summary>
    public static string LinkIn(string mail, string kind) => Regex.Match(mail, $@"https?://[^/\s]+(/{kind}/[A-Za-z0-9_\-]+)").Groups[1] is { Success: true } link
        ? link.Value
        : throw new InvalidOperationException($"No /{kind}/ link in the mail:\n{mail}");

    /// <summary>Waits until the timeline holds these types, in this order among others.</summary>
    public async Task<IReadOnlyList<TimelineItemView>> ShowsInOrderAsync(params string[] types)
    {
        IReadOnlyList<TimelineItemView> items = [];
        try
        {
            await Eventually.Async(async () => IsSubsequence(types, (items = await TimelineAsync()).Select(i => i.Type)));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The timeline should show\n  {string.Join(", ", types)}\nin this order, but shows\n  {string.Join(", ", items.Select(i => i.Type))}");
        }
        return items;
    }

    private static bool IsSubsequence(string[] wanted, IEnumerable<string> shown)
    {
        var next = 0;
        foreach (var type in shown)
        {
            if (next < wanted.Length && type == wanted[next]) next++;
        }
        return next == wanted.Length;
    }

    private sealed record SinkMail(string Subject, string Text);
}
