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

    /// <summary>
    /// The timeline holds exactly this once everything has come to rest. What services do by themselves beside the story, telling people and
    /// delivering messages, keeps to no order with it and is counted only.
    /// </summary>
    /// <param name="story">Types in order; those in one string, separated by <c>|</c>, may come in any order among themselves.</param>
    /// <param name="beside">
    /// What came beside the story, each as often as it stands here: types, with a template after a space where there is one; a last <c>+</c> means
    /// once or more.
    /// </param>
    public async Task<IReadOnlyList<TimelineItemView>> TellsExactlyAsync(string[] story, string[] beside)
    {
        await Storage.AtRestAsync(mesh);
        var items = await TimelineAsync();
        var told = new Queue<string>(items.Where(i => !IsBeside(i)).Select(i => i.Type));
        var wanted = story.Select(step => step.Split('|', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).ToList()).ToList();
        var shown = wanted.Select(step => Enumerable.Range(0, Math.Min(step.Count, told.Count)).Select(_ => told.Dequeue()).Order(StringComparer.Ordinal).ToList()).ToList();
        Assert.Equal(wanted.SelectMany(step => step), shown.SelectMany(step => step).Concat(told));

        var many = beside.Where(b => b.EndsWith('+')).Select(b => b.TrimEnd('+', ' ')).ToList();
        var counted = items.Where(IsBeside).Select(Beside).GroupBy(b => b).SelectMany(g => many.Contains(g.Key) ? [g.Key + " +"] : g.AsEnumerable());
        Assert.Equal(beside.Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
        return items;
    }

    private static bool IsBeside(TimelineItemView item) => item.Publisher == "notification" || item.Type is "MessageDelivered" or "MessageFailed";

    private static string Beside(TimelineItemView item) => item.Data.TryGetProperty("template", out var template) ? $"{item.Type} {template.GetString()}" : item.Type;

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
