using System.Globalization;
using System.Net;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>The vendor's people at work: does one deed to one ticket, as the person whose ticket it is. Each returns a line, or null when nothing was done.</summary>
public sealed class Handling(Vendor vendor, KnownTickets tickets, Arrivals customers, Random chance)
{
    /// <summary>Does it. That somebody else was faster (409) is no failure.</summary>
    public async Task<string?> DoAsync(Deed deed, BoardRowView row, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (deed == Deed.Leave || Owner(row) is not { } owner) return null;
        try
        {
            return await DoAsync(deed, row, owner, ct);
        }
        catch (GatewayException e) when (e.Status == HttpStatusCode.Conflict)
        {
            return null;
        }
    }

    /// <summary>The engineer, or for an unowned ticket a dispatcher; null when it belongs to somebody who is not of the demo.</summary>
    private Persona? Owner(BoardRowView row) =>
        row.EngineerId is { } id ? vendor.Engineers.GetValueOrDefault(id) : Any(vendor.Dispatchers);

    private async Task<string?> DoAsync(Deed deed, BoardRowView row, Persona owner, CancellationToken ct)
    {
        var say = vendor.Book.Say(tickets.Language(row));
        var problem = tickets.Problem(row);
        var text = problem.In(tickets.Language(row));
        switch (deed)
        {
            case Deed.Assign:
                owner = Any(vendor.Dispatchers);
                var assigned = await ActAsync(owner, row, "assign", new { reason = "Least loaded" }, ct);
                return assigned.EngineerName is null ? null : $"{owner.Name} assigns to {assigned.EngineerName}: {Title(row)}";
            case Deed.Greet:
                return await SayAsync(owner, row, Any(say.First), ct);
            case Deed.Start:
                await ActAsync(owner, row, "start", new { }, ct);
                return $"{owner.Name} starts: {Title(row)}";
            case Deed.GiveFixPlan:
                await ActAsync(owner, row, "fix-plan", new { cause = text.Cause, steps = text.Steps, risk = Risk(tickets.Language(row)), estimatedMinutes = problem.Minutes }, ct);
                return $"{owner.Name} has a fix plan: {text.Cause}";
            case Deed.AskCustomer:
                var question = Any(say.Ask);
                await SayAsync(owner, row, question, ct);
                await ActAsync(owner, row, "pause", new { reason = "waitingForCustomer" }, ct);
                return $"{owner.Name} asks {row.CustomerName}: {question}";
            case Deed.WaitForOthers:
                var reason = chance.Next(3) == 0 ? "waitingForEvidence" : "waitingForVendor";
                await ActAsync(owner, row, "pause", new { reason }, ct);
                return $"{owner.Name} waits ({reason}): {Title(row)}";
            case Deed.Update:
                return await SayAsync(owner, row, Any(say.Update), ct);
            case Deed.Note:
                var note = Any(vendor.Book.Say(owner.Language).Note);
                await owner.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{row.Id}/notes", new { text = note }, NewId(), ct), ct);
                return $"{owner.Name} notes: {note}";
            case Deed.Reassign:
                var (team, teamId) = Any([.. vendor.Teams.Where(t => t.Key != row.TeamName && vendor.Book.Teams.Any(b => b.Name == t.Key))]);
                var dispatcher = Any(vendor.Dispatchers);
                await ActAsync(dispatcher, row, "assign", new { teamId, reason = "Another team knows this better." }, ct);
                return $"{dispatcher.Name} re-assigns to {team}: {Title(row)}";
            case Deed.Escalate:
                await ActAsync(owner, row, "escalate", new { reason = "The customer's production stands still." }, ct);
                return $"{owner.Name} escalates: {Title(row)}";
            case Deed.Resolve:
                var resolution = Any(say.Resolve);
                await ActAsync(owner, row, "resolve", new { resolution = $"{text.Cause}. {resolution}", causeCode = problem.Category }, ct);
                return $"{owner.Name} resolves: {Title(row)}";
            case Deed.CustomerAnswers:
                return await customers.AnswerAsync(row.Id, ct) ?? await ResumeAsync(owner, row, ct);
            case Deed.Resume:
                return await ResumeAsync(owner, row, ct);
            case Deed.Close:
                await ActAsync(owner, row, "close", new { }, ct);
                return $"{owner.Name} closes: {Title(row)}";
            case Deed.Reopen:
                await ActAsync(owner, row, "reopen", new { reason = Any(say.Reopen) }, ct);
                return $"reopened: {Title(row)}";
            default:
                return null;
        }
    }

    private static async Task<BoardRowView> ActAsync(Persona who, BoardRowView row, string verb, object body, CancellationToken ct) =>
        await who.DoAsync(desk => desk.PostAsync<BoardRowView>($"/api/v1/work/{row.Id}/{verb}", body, NewId(), ct), ct);

    private static async Task<string> SayAsync(Persona who, BoardRowView row, string text, CancellationToken ct)
    {
        await who.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{row.Id}/messages", new { text }, NewId(), ct), ct);
        return $"{who.Name} to {row.CustomerName}: {text}";
    }

    private static async Task<string> ResumeAsync(Persona who, BoardRowView row, CancellationToken ct)
    {
        await ActAsync(who, row, "resume", new { }, ct);
        return $"{who.Name} goes on: {Title(row)}";
    }

    private static string Title(BoardRowView row) => $"{row.Number} {row.Subject}";

    private static string Risk(string language) => VendorBook.IsChinese(language) ? "低：操作可回退，不影响其他业务。" : "Low: can be rolled back, nothing else is touched.";

    private T Any<T>(IReadOnlyList<T> choices) => choices[chance.Next(choices.Count)];

    private static string NewId() => Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
}
