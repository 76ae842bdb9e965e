namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Two customers, each with one conversation in the mailbox, in their own language: acknowledgement, answer, the customer's reply by mail, solution.</summary>
public sealed class MailThread : IStory
{
    /// <inheritdoc />
    public string Title => "A mail conversation";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (!scene.HasMailbox) throw new StoryException("mails go to a real server here: read the conversation there");
        var agent = await scene.Cast.MemberAsync("秦岚", "qin.lan@demo.example", "zh-CN", "agent", ct);
        var chinese = await scene.Cast.ClientAsync("平原乳业有限公司", "华北", "郝梅", "hao.mei@pingyuan.example", "+86 21 5555 0888", "zh-CN", ct);
        var english = await scene.Cast.ClientAsync("Alder Freight Ltd", "Europe", "Ruth Alder", "ruth.alder@alderfreight.example", "+44 20 7946 0881", "en", ct);
        await Task.WhenAll(
            TalkAsync(scene, agent, chinese, "chinese", "出库单无法打印", "昨天升级后出库单打印空白。", "您好，打印模板已恢复，请再试一次。", "现在可以了，谢谢！", "恢复打印模板，客户确认可用。", ct),
            TalkAsync(scene, agent, english, "english", "Delivery notes print blank", "Since yesterday's update our delivery notes are blank.",
                "Hello, the form is back. Please print one again.", "It works now, thank you!", "Form restored, confirmed by the customer.", ct));
    }

    /// <summary>The subject without the mark of an answer: what mail programs group by.</summary>
    public static string Thread(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.StartsWith("Re: ", StringComparison.OrdinalIgnoreCase) ? subject[4..] : subject;
    }

    private static async Task TalkAsync(
        Scene scene, Member agent, Client client, string name, string subject, string text, string answer, string thanks, string solution, CancellationToken ct)
    {
        var door = await MailDoor.OpenAsync(scene, ct);
        var from = $"{client.ContactName} <{client.Email}>";
        var reference = Scene.Reference();
        var taken = await MailDoor.SendAsync(scene, door, from, $"{subject} {reference}", text, null, ct);
        var ticket = scene.Keep(name, taken.TicketId ?? throw new StoryException($"a mail opened no ticket: {taken.Outcome}"));
        await scene.RowAsync(ticket, "the ticket is dispatched", _ => true, ct);
        var first = await MailAsync("the acknowledgement", 1);
        await Scene.SayAsync(agent.Persona, ticket, answer, ct);
        var second = await MailAsync("the answer", 2, answer);
        // The customer answers the mail, as a mail program does.
        var reply = await MailDoor.SendAsync(scene, door, from, $"Re: {second.Subject}", thanks, second.Header("References") ?? $"<{second.MessageId}>", ct);
        if (reply.Outcome != "joined" || reply.TicketId != ticket) throw new StoryException($"the customer's answer did not join the ticket: {reply.Outcome}");
        await Scene.ActAsync(agent.Persona, ticket, "resolve", new { resolution = solution }, ct);
        await MailAsync("the solution", 3, solution);
        var mails = await MailsAsync();
        var threads = mails.Select(m => m.Header("References")).Distinct().Count();
        if (threads != 1 || mails.Select(m => Thread(m.Subject)).Distinct().Count() != 1) throw new StoryException($"{mails.Count} mails to {client.ContactName} make {threads} threads");
        scene.Tell($"{client.ContactName} reads {mails.Count} mails as one conversation: {first.Subject}");
        scene.SeeTicket($"a mail conversation in {(client.Language == "en" ? "English" : "Chinese")}; its mails are in the local mailbox (resource 'mailbox')", ticket);

        Task<SeenMail> MailAsync(string what, int least, string containing = "") => Scene.UntilAsync($"{what} in {client.ContactName}'s mailbox", async () =>
            await MailsAsync() is { } mails && mails.Count >= least ? mails.LastOrDefault(m => m.Text.Contains(containing, StringComparison.Ordinal)) : null, ct);

        async Task<List<SeenMail>> MailsAsync() => [.. (await scene.MailsAsync(client.Email, ct)).Where(m => m.Subject.Contains(reference, StringComparison.Ordinal))];
    }
}
