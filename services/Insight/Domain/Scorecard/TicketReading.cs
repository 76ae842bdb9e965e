namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>
/// Reads a ticket's events into facts. Only what the events say and their order within their publishers' streams decide: however they
/// arrived, and however often they are read, the result is the same.
/// </summary>
public static class TicketReading
{
    private static readonly string[] s_complaints = ["complaint", "complaints", "投诉"];

    /// <summary>The class of request in the service catalogue by which complaints are registered.</summary>
    private const string ComplaintClass = "complaint";

    /// <summary>Null while the ticket's opening is not known.</summary>
    public static TicketFacts? Read(Guid ticket, IReadOnlyCollection<StoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var intake = Of(events, "intake");
        if (intake.FirstOrDefault(e => e.Type == "TicketOpened") is not { } opened) return null;
        var (dispatch, sla, survey) = (Of(events, "dispatch"), Of(events, "sla"), Of(events, "survey"));
        // Whoever, or whatever it is about, was corrected: the whole state, also of what was triaged before or after with the one taken for it.
        var corrected = intake.LastOrDefault(e => e.Type is "TicketContactChanged" or "TicketCoverChanged");
        var triage = dispatch.LastOrDefault(e => e.Type == "TicketTriaged");
        var life = new Lifecycle(opened.At, dispatch, sla);
        var holders = new Holders(dispatch);
        var support = (triage?.Text("workType") ?? opened.Text("workType")) != "maintenance";
        var merged = intake.LastOrDefault(e => e.Type is "TicketsMerged" or "TicketsUnmerged") is { Type: "TicketsMerged" };
        var first = life.Cycles[0];
        var product = triage?.Id("productId") ?? opened.Id("productId");
        var facts = new TicketFacts
        {
            TicketId = ticket,
            Position = events.Max(e => e.Position),
            Number = opened.Text("number") ?? ticket.ToString(),
            Support = support,
            Counted = !merged && !life.Cancelled,
            Severity = triage?.Number("severity"),
            OpenedAt = opened.At,
            OpenedPosition = opened.Position,
            ResolvedAt = first.ResolvedAt,
            ClosedAt = life.ClosedAt,
            Holder = holders.Last,
            ProductId = product,
            CustomerId = corrected is null ? triage?.Id("customerId") ?? opened.Id("customerId") : corrected.Id("customerId"),
            ContractId = corrected is null ? triage?.Id("contractId") ?? opened.Id("contractId") : corrected.Id("contractId"),
            AssetId = corrected is null ? triage?.Id("assetId") ?? opened.Id("assetId") : corrected.Id("assetId"),
            Module = ModuleOf(opened, dispatch),
            Cause = Last(dispatch, "causeCode"),
            FaultClass = Last(dispatch, "faultClass") ?? triage?.Text("category") ?? opened.Text("category"),
            // The version of the asset says nothing of another product.
            Version = product == opened.Id("productId") ? opened.Text("version") : null,
            RecoverySeconds = first.ResolvedAt is { } resolved ? Seconds(resolved - opened.At) : null,
            Waits = new SortedDictionary<string, long>(life.Cycles.SelectMany(c => c.Waits).GroupBy(w => w.Key).ToDictionary(w => w.Key, w => w.Sum(s => Seconds(s.Value))), StringComparer.Ordinal),
        };
        var observations = new List<Observation>();
        Promises();
        if (facts.Counted)
        {
            Opening();
            foreach (var cycle in life.Cycles.Where(c => c.ResolvedAt is not null)) Resolving(cycle);
            Asking();
        }

        return facts with { Observations = observations };

        void Add(DateTimeOffset at, Measure measure, int bucket, long count = 1, long total = 0) =>
            observations.Add(new Observation(at, measure, bucket, count, total, holders.At(at)));

        void Promises()
        {
            foreach (var verdict in ClockVerdicts.Of(sla))
            {
                if (MeasureOf(verdict.Clock) is { } measure) Add(verdict.At, measure, verdict.Kept ? 1 : 0);
            }
        }

        void Opening()
        {
            if (support) Add(opened.At, Measure.Fault, Math.Clamp(facts.Severity ?? 0, 0, 5));
            var complaint = opened.Text("requestClass") == ComplaintClass
                || new[] { facts.FaultClass, triage?.Text("category"), opened.Text("category") }.Any(c => s_complaints.Contains(c ?? "", StringComparer.OrdinalIgnoreCase));
            Add(opened.At, Measure.Complaint, complaint ? 0 : 1);
            if (FirstAnswer() is { } answered)
            {
                var seconds = Seconds(answered - opened.At);
                Add(answered, Measure.ResponseTime, Bands.Of(Measure.ResponseTime, seconds), 1, seconds);
            }
        }

        DateTimeOffset? FirstAnswer() =>
            new[] { opened.Time("answeredAt"), intake.FirstOrDefault(e => e.Type is "AgentMessageSent" or "CallAnswered" && e.At >= opened.At)?.At }.Min();

        void Resolving(ServiceCycle cycle)
        {
            var at = cycle.ResolvedAt!.Value;
            Add(at, Measure.Reopening, cycle.Reopened ? 0 : 1);
            var (present, required) = Records.Of(support, facts, opened, cycle, intake, dispatch);
            var share = present * 1000L / required;
            Add(at, Measure.Completeness, present == required ? 1 : 0, 1, share);
            var open = Seconds(at - cycle.StartedAt);
            if (open > 0) Add(at, Measure.Waiting, 0, open, Math.Min(open, cycle.Waits.Values.Sum(Seconds)));
            Add(at, Measure.PauseDiscipline, cycle.PausedShortlyBeforeDue ? 0 : 1);
            if (!support) return;
            Add(at, Measure.FirstContact, FirstContact.Holds(cycle, opened, intake, dispatch) ? 1 : 0);
            Add(at, Measure.RecoveryTime, Bands.Of(Measure.RecoveryTime, open), 1, open);
        }

        void Asking()
        {
            var withdrawn = survey.Where(e => e.Type == "SurveyWithdrawn").Select(e => e.Id("surveyId")).ToHashSet();
            var answers = survey.Where(e => e.Type == "SurveyAnswered").DistinctBy(e => e.Id("surveyId")).ToDictionary(e => e.Id("surveyId") ?? Guid.Empty);
            foreach (var sent in survey.Where(e => e.Type == "SurveySent" && !withdrawn.Contains(e.Id("surveyId"))))
                Add(sent.At, Measure.Invitation, answers.ContainsKey(sent.Id("surveyId") ?? Guid.Empty) ? 1 : 0);
            foreach (var answer in answers.Values)
            {
                if (answer.Number("score") is { } score and >= 1 and <= 5) Served(answer, Measure.Satisfaction, score, score);
                if (answer.Number("nps") is { } nps and >= 0 and <= 10) Served(answer, Measure.Recommendation, nps, nps);
            }

            foreach (var call in survey.Where(e => e.Type == "FollowUpCompleted").DistinctBy(e => e.Id("followUpId")))
                Served(call, Measure.FollowUp, call.Text("outcome") switch { "satisfied" or "solved" => 1, "unreachable" => 2, _ => 0 }, 0);
        }

        // What the customer says belongs to who served when they were asked, whoever has the ticket now.
        void Served(StoredEvent e, Measure measure, int bucket, long total) => observations.Add(new Observation(e.At, measure, bucket, 1, total,
            e.Id("servedTeamId") is { } team ? new Holder(team, e.Id("servedEngineerId")) : holders.At(e.At)));
    }

    private static Measure? MeasureOf(string clock) => clock switch
    {
        "firstResponse" => Measure.FirstResponse,
        "diagnosis" => Measure.Diagnosis,
        "resolution" => Measure.Resolution,
        "update" => Measure.Publicity,
        _ => null,
    };

    /// <summary>The last word on it. A triage that moves the ticket to another product takes the module with it.</summary>
    private static string? ModuleOf(StoredEvent opened, List<StoredEvent> dispatch)
    {
        var (module, product) = (opened.Text("module"), opened.Id("productId"));
        foreach (var e in dispatch.Where(e => e.Type is "TicketTriaged" or "TicketResolved"))
        {
            if (e.Type == "TicketTriaged" && e.Id("productId") != product) (module, product) = (null, e.Id("productId"));
            module = e.Text("module") ?? module;
        }

        return module;
    }

    /// <summary>The last word on it; null when nobody said anything.</summary>
    private static string? Last(List<StoredEvent> events, string name) => events.Select(e => e.Text(name)).LastOrDefault(t => t is not null);

    private static List<StoredEvent> Of(IEnumerable<StoredEvent> events, string publisher) => [.. events.Where(e => e.Publisher == publisher).OrderBy(e => e.Sequence)];

    /// <summary>Whole seconds, cut off.</summary>
    private static long Seconds(TimeSpan span) => Math.Max(0, span.Ticks / TimeSpan.TicksPerSecond);
}
