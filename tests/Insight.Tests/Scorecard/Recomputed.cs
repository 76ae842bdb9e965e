using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>
/// The figures once more, straight from the raw events and by the written definitions: it shares no line with what it checks, keeps nothing
/// and knows no tables.
/// </summary>
public sealed class Recomputed
{
    private static readonly TimeSpan s_shanghai = TimeSpan.FromHours(8);

    private readonly Dictionary<(string Kind, Guid Id, string Month, string What), (decimal Part, decimal Whole)> _sums = [];

    public Recomputed(IEnumerable<IReadOnlyList<Event>> tickets)
    {
        var all = tickets.Select(t => new OneTicket(t)).ToList();
        foreach (var ticket in all) Ticket(ticket);
        Modules = all.Where(t => t.Counts && t.Support && t.Module is not null).SelectMany(t => t.Subjects().Select(s => (s.Kind, s.Id, Local(t.Opened.OccurredAt).Month, t.Module!, t.Solved))).ToLookup(m => (m.Kind, m.Id), m => (m.Month, m.Item4, m.Solved));
        foreach (var chain in all.Where(t => t.Chain is not null).GroupBy(t => t.Chain!.Value)) SecondRepairs([.. chain]);
    }

    /// <summary>Part and whole over the months of 2025 from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public (decimal Part, decimal Whole) Of(string kind, Guid id, string what, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(m => _sums.GetValueOrDefault((kind, id, $"2025-{m:d2}", what))).Aggregate((0m, 0m), (sum, one) => (sum.Item1 + one.Part, sum.Item2 + one.Whole));

    /// <summary>Modules named by support tickets, the month in which each was opened, and whether it was solved.</summary>
    private ILookup<(string Kind, Guid Id), (int Month, string Module, bool Solved)> Modules { get; }

    /// <summary>How many modules had tickets, and how many of them one that was solved.</summary>
    public (decimal Served, decimal All) Coverage(string kind, Guid id, int from, int to)
    {
        var modules = Modules[(kind, id)].Where(m => m.Month >= from && m.Month <= to).GroupBy(m => m.Module).ToList();
        return (modules.Count(m => m.Any(t => t.Solved)), modules.Count);
    }

    internal static DateTimeOffset Local(DateTimeOffset at) => at.ToOffset(s_shanghai);

    private void Ticket(OneTicket t)
    {
        foreach (var (clock, at, kept) in t.Verdicts())
            Add(t, at, clock, kept ? 1 : 0, 1);
        if (!t.Counts) return;
        if (t.Support) Add(t, t.Opened.OccurredAt, "faults", 1, 1);
        Add(t, t.Opened.OccurredAt, "complaints", t.IsComplaint ? 0 : 1, 1);
        foreach (var (number, start, resolve, reopened) in t.Cycles())
        {
            var at = resolve.OccurredAt;
            Add(t, at, "reopening", reopened ? 0 : 1, 1);
            Add(t, at, "completeness", Math.Floor(1000m * t.PartsPresent(at, resolve) / t.PartsRequired), 1);
            Add(t, at, "pauseDiscipline", t.PausedAtTheLastMoment(start, at) ? 0 : 1, 1);
            if (!t.Support) continue;
            Add(t, at, "firstContact", number == 1 && !reopened && t.NothingElse(start, at) ? 1 : 0, 1);
            Add(t, at, "recovery", Math.Floor((decimal)(at - start).TotalSeconds), 1);
        }

        foreach (var answer in t.All.OfType<SurveyAnswered>())
        {
            Add(t, answer.OccurredAt, "satisfaction", answer.Score, 1, answer.Card);
            if (answer.Nps is { } nps) Add(t, answer.OccurredAt, "nps", nps >= 9 ? 1 : nps <= 6 ? -1 : 0, 1, answer.Card);
        }

        foreach (var sent in t.All.OfType<SurveySent>().Where(s => !t.All.OfType<SurveyWithdrawn>().Any(w => w.SurveyId == s.SurveyId)))
            Add(t, sent.OccurredAt, "answerRate", t.All.OfType<SurveyAnswered>().Any(a => a.SurveyId == sent.SurveyId) ? 1 : 0, 1);
        foreach (var call in t.All.OfType<FollowUpCompleted>().Where(c => c.Outcome != "unreachable"))
            Add(t, call.OccurredAt, "followUp", call.Outcome is "solved" or "satisfied" ? 1 : 0, 1, call.Card);
    }

    private void SecondRepairs(List<OneTicket> chain)
    {
        var blamed = new HashSet<Guid>();
        foreach (var next in chain)
        {
            var before = chain.Where(t => t != next && t.ClosedAt is { } closed && closed <= next.Opened.OccurredAt).OrderByDescending(t => t.ClosedAt).ThenByDescending(t => t.Id).FirstOrDefault();
            if (before is not null && (next.Opened.OccurredAt - before.ClosedAt!.Value).TotalDays <= 90) blamed.Add(before.Id);
        }

        foreach (var ticket in chain.Where(t => t.ClosedAt is not null))
            Add(ticket, ticket.ClosedAt!.Value, "secondRepair", blamed.Contains(ticket.Id) ? 0 : 1, 1, holderAt: ticket.Cycles().Last().Resolve.OccurredAt);
    }

    private void Add(OneTicket t, DateTimeOffset at, string what, decimal part, decimal whole, TicketCard? card = null, DateTimeOffset? holderAt = null)
    {
        var (team, engineer) = card is { TeamId: { } served } ? (served, card.EngineerId) : t.Holder(holderAt ?? at);
        var month = at.ToOffset(s_shanghai).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (kind, id) in new (string, Guid?)[] { ("all", Guid.Empty), ("team", team), ("engineer", engineer), ("product", t.Product), ("customer", t.Customer), ("contract", t.Contract) })
        {
            if (id is not { } subject) continue;
            var (p, w) = _sums.GetValueOrDefault((kind, subject, month, what));
            _sums[(kind, subject, month, what)] = (p + part, w + whole);
        }
    }
}

/// <summary>One ticket's raw events.</summary>
internal sealed class OneTicket
{
    private readonly List<TicketAssigned> _assigned;

    public OneTicket(IReadOnlyList<Event> events)
    {
        All = [.. events.OrderBy(e => e.Stream!.Sequence)];
        Opened = All.OfType<TicketOpened>().Single();
        _assigned = [.. All.OfType<TicketAssigned>()];
    }

    public IReadOnlyList<Event> All { get; }
    public TicketOpened Opened { get; }
    public Guid Id => Opened.TicketId!.Value;
    public Guid? Product => Opened.ProductId;
    public Guid? Customer => Corrected is { } c ? c.CustomerId : Opened.CustomerId;
    public Guid? Contract => Corrected is { } c ? c.ContractId : Opened.ContractId;
    public bool Support => Opened.WorkType == WorkType.Support;

    private TicketContactChanged? Corrected => All.OfType<TicketContactChanged>().LastOrDefault();

    private string? FaultClass => All.Select(e => e is TicketTriaged t ? t.FaultClass : (e as TicketResolved)?.FaultClass).LastOrDefault(f => f is not null) ?? All.OfType<TicketTriaged>().LastOrDefault()?.Category ?? Opened.Category;

    /// <summary>Not cancelled, and not merged away.</summary>
    public bool Counts => !All.OfType<TicketCancelled>().Any() && All.OfType<TicketsMerged>().Count() == All.OfType<TicketsUnmerged>().Count();

    public (Guid, string)? Chain => Counts && Support && Opened.AssetId is { } asset && FaultClass is { } fault ? (asset, fault) : null;

    public DateTimeOffset? ClosedAt => All.LastOrDefault(e => e is TicketClosed or TicketReopened) is TicketClosed closed ? closed.OccurredAt : null;

    public bool IsComplaint => Opened.RequestClass == "complaint" || FaultClass == "投诉" || Opened.Category == "投诉" || All.OfType<TicketTriaged>().LastOrDefault()?.Category == "投诉";

    public string? Module => All.OfType<TicketResolved>().LastOrDefault(r => r.Module is not null)?.Module ?? Opened.Module;

    public bool Solved => All.OfType<TicketResolved>().Any();

    public int PartsRequired => Support ? 7 : 4;

    public (Guid?, Guid?) Holder(DateTimeOffset at)
    {
        var turns = All.Where(e => e is TicketAssigned or TicketUnassigned).ToList();
        var turn = turns.LastOrDefault(e => e.OccurredAt <= at) ?? turns.FirstOrDefault();
        return turn switch { TicketAssigned a => (a.TeamId, a.EngineerId), TicketUnassigned u => (u.TeamId, null), _ => (null, null) };
    }

    /// <summary>Whom its faults count for: the last who had it.</summary>
    public IEnumerable<(string Kind, Guid Id)> Subjects()
    {
        var (team, engineer) = Holder(DateTimeOffset.MaxValue);
        return new (string Kind, Guid? Id)[] { ("all", Guid.Empty), ("team", team), ("engineer", engineer), ("product", Product), ("customer", Customer), ("contract", Contract) }
            .Where(s => s.Id is not null).Select(s => (s.Kind, s.Id!.Value));
    }

    public IEnumerable<(string Clock, DateTimeOffset At, bool Kept)> Verdicts() =>
        All.OfType<SlaClocksChanged>().SelectMany(e => e.Clocks).GroupBy(c => (c.Clock, c.Cycle)).Select(g => g.Last())
            .Where(c => c.State is ClockState.Met or ClockState.Breached or ClockState.MetLate)
            .Select(c => (c.Clock switch { "firstResponse" => "responseSpeed", "update" => "publicity", _ => c.Clock }, c.State == ClockState.Met ? c.MetAt!.Value : c.BreachedAt!.Value, c.State == ClockState.Met));

    /// <summary>Cycles with their first resolve.</summary>
    public IEnumerable<(int Number, DateTimeOffset Start, TicketResolved Resolve, bool Reopened)> Cycles()
    {
        var resolves = All.OfType<TicketResolved>().ToList();
        foreach (var number in resolves.Select(r => r.Card.Cycle).Distinct())
        {
            var first = resolves.First(r => r.Card.Cycle == number);
            var start = number == 1 ? Opened.OccurredAt : All.OfType<TicketReopened>().Single(r => r.Card.Cycle == number).OccurredAt;
            yield return (number, start, first, All.OfType<TicketReopened>().Any(r => r.Card.Cycle == number && r.OccurredAt > first.OccurredAt));
        }
    }

    public int PartsPresent(DateTimeOffset until, TicketResolved resolve)
    {
        var engineer = _assigned.Exists(a => a.EngineerId is not null && a.OccurredAt <= until);
        bool[] parts = Support
            ? [Customer is not null, Product is not null, FaultClass is not null, All.OfType<TicketTriaged>().Any(), engineer, resolve.CauseCode is not null,
                Opened.AnsweredAt is not null || All.Any(e => e is AgentMessageSent or CallAnswered && e.OccurredAt <= until)]
            : [Customer is not null, Product is not null, engineer, All.OfType<DiagnosisDelivered>().Any(d => d.OccurredAt <= until)];
        return parts.Count(p => p);
    }

    public bool NothingElse(DateTimeOffset start, DateTimeOffset end)
    {
        var between = All.Where(e => e.OccurredAt > start && e.OccurredAt < end).ToList();
        return !between.Any(e => e is CustomerMessageReceived or VisitScheduled or TicketPaused { Reason: PauseReason.WaitingForCustomer })
            && !between.OfType<CallAnswered>().Any(c => c.CallId != Opened.CallId) && between.OfType<AgentMessageSent>().Count() < 2;
    }

    public bool PausedAtTheLastMoment(DateTimeOffset start, DateTimeOffset end)
    {
        foreach (var pause in All.OfType<TicketPaused>().Where(p => p.OccurredAt >= start && p.OccurredAt <= end))
        {
            var lastWord = All.LastOrDefault(e => e.OccurredAt < pause.OccurredAt && e is TicketPaused or TicketResumed && e.Stream!.Sequence < pause.Stream!.Sequence);
            if (lastWord is TicketPaused) continue;
            var running = All.OfType<SlaClocksChanged>().Where(e => e.OccurredAt <= pause.OccurredAt).SelectMany(e => e.Clocks).LastOrDefault(c => c is { Clock: "resolution", State: ClockState.Running });
            if (running is { DueAt: { } due } && due > pause.OccurredAt && (due - pause.OccurredAt).TotalSeconds <= running.TargetSeconds / 10.0) return true;
        }

        return false;
    }
}
