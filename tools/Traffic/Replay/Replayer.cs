using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Replay;

/// <summary>What became of a ticket's plan: its id once it was opened, and what went wrong, if anything.</summary>
public sealed record PlayedTicket(TicketPlan Plan, Guid? Id, string? Error);

/// <summary>
/// Plays a plan as live traffic. A ticket's steps follow each other in the log's order; tickets run side by side. Every request has
/// an idempotency key made of file, ticket and line, so that playing the same file again within 24 hours adds nothing.
/// </summary>
/// <param name="file">Names the file in the keys, for example the beginning of its hash.</param>
/// <param name="parallel">Tickets at a time.</param>
public sealed class Replayer(GatewayClient gateway, ReplayPlan plan, LogMapping mapping, string file, int parallel, ProgressLine progress)
{
    /// <summary>How long a new ticket may be unknown to dispatch: its opening is still on its way there.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(2);

    private readonly People _people = new(gateway, mapping.Language, parallel: 8);
    private readonly ConcurrentBag<PlayedTicket> _played = [];
    private readonly Stopwatch _watch = new();
    private int _rows;
    private int _steps;

    /// <summary>How long playing took, without making the people before.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Rows whose ticket is through.</summary>
    public int Rows => _rows;

    /// <summary>Steps done.</summary>
    public int Steps => _steps;

    /// <summary>Makes teams, engineers, customers and contacts.</summary>
    public Task PrepareAsync(CancellationToken ct)
    {
        var (done, all) = (0, plan.Teams.Count + plan.Engineers.Count + plan.Callers.Count + plan.Callers.DistinctBy(c => c.Customer).Count());
        return _people.PrepareAsync(plan, $"replay-{file}-", name =>
        {
            var count = Interlocked.Increment(ref done);
            progress.Show(() => $"replay: people and teams {count}/{all} ({name})");
        }, ct);
    }

    /// <summary>Plays all tickets.</summary>
    public async Task<IReadOnlyCollection<PlayedTicket>> PlayAsync(CancellationToken ct)
    {
        _watch.Restart();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct };
        await Parallel.ForEachAsync(plan.Tickets, options, async (ticket, token) =>
        {
            _played.Add(await PlayAsync(ticket, token));
            Interlocked.Add(ref _rows, ticket.Rows);
            progress.Show(() => Line(ticket));
        });
        _watch.Stop();
        return _played;
    }

    private async Task<PlayedTicket> PlayAsync(TicketPlan ticket, CancellationToken ct)
    {
        Guid? id = null;
        try
        {
            var opened = await gateway.PostAsync<OpenedTicketView>("/api/v1/tickets", Opening(ticket), Key(ticket.Number, ticket.Line, "open"), ct);
            id = opened.Id;
            BoardRowView? row = null;
            foreach (var step in ticket.Steps)
            {
                row = await DoAsync(opened.Id, ticket.Number, step, row, ct);
                Interlocked.Increment(ref _steps);
            }
            return new PlayedTicket(ticket, id, null);
        }
        catch (Exception e) when (e is GatewayException or HttpRequestException or TimeoutException or System.Text.Json.JsonException
            || e is TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new PlayedTicket(ticket, id, $"{ticket.Number}: {e.Message}");
        }
    }

    private object Opening(TicketPlan ticket) => new
    {
        subject = ticket.Subject,
        text = $"{ticket.Number}, played from: {mapping.Name}.",
        contactId = _people.Contact(ticket.Caller),
        contact = ticket.Caller is null ? new { name = "Unknown caller", language = mapping.Language } : null,
        category = ticket.Category,
        impact = ticket.Impact,
        urgency = ticket.Urgency,
        channel = ticket.Channel,
        externalReference = ticket.Number,
    };

    private async Task<BoardRowView> DoAsync(Guid id, string number, Step step, BoardRowView? row, CancellationToken ct)
    {
        if (step is StartStep)
        {
            // Only who has the ticket can begin; in a team's queue the log's "active" has no counterpart.
            row ??= await OnceThereAsync(() => gateway.GetAsync<BoardRowView>($"/api/v1/work/{id}", ct), ct);
            if (row.State != "assigned") return row;
        }
        var (verb, body) = Request(step);
        Task<BoardRowView> SendAsync() =>
            gateway.PostAsync<BoardRowView>($"/api/v1/work/{id}/{verb}", body, Key(number, step.Line, $"{step.Part}-{verb}"), ct);
        return row is null ? await OnceThereAsync(SendAsync, ct) : await SendAsync();
    }

    private (string Verb, object Body) Request(Step step) => step switch
    {
        TriageStep s => ("triage", new { impact = s.Impact, urgency = s.Urgency, severity = s.Severity, reason = "As in the log." }),
        AssignStep s => ("assign", new { teamId = _people.Team(s.Team), engineerId = _people.Engineer(s.Engineer), reason = "As in the log." }),
        StartStep => ("start", new { }),
        PauseStep s => ("pause", new { reason = s.Reason }),
        ResumeStep => ("resume", new { }),
        ResolveStep s => ("resolve", new { resolution = "Solved, as in the log.", causeCode = s.CauseCode }),
        ReopenStep => ("reopen", new { reason = "As in the log." }),
        CloseStep => ("close", new { }),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Until dispatch has heard of the ticket it answers 404.</summary>
    private static async Task<BoardRowView> OnceThereAsync(Func<Task<BoardRowView>> send, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        for (var wait = TimeSpan.FromMilliseconds(30); ; wait = wait < TimeSpan.FromSeconds(1) ? wait * 1.5 : wait)
        {
            try
            {
                return await send();
            }
            catch (GatewayException e) when (e.Status == HttpStatusCode.NotFound && e.Code == "ticket.not-found" && waited.Elapsed < OnItsWay)
            {
                await Task.Delay(wait, ct);
            }
        }
    }

    private string Key(string number, int line, string what) => $"replay-{file}-{number}-{line}-{what}";

    private string Line(TicketPlan ticket)
    {
        var seconds = Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        return $"replay: {_rows}/{plan.Rows} rows, {_played.Count}/{plan.Tickets.Count} tickets, {_rows / seconds:0} rows/s, "
            + $"{_played.Count(p => p.Error is not null)} errors ({ticket.Number})";
    }
}
