namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>Whether a ticket was solved at the first contact.</summary>
internal static class FirstContact
{
    /// <summary>
    /// False if the cycle was reopened, or if before its resolve the ticket waited for the customer, the customer wrote again, a further call
    /// was answered, more than the one answer went out, or a visit was agreed.
    /// </summary>
    public static bool Holds(ServiceCycle cycle, StoredEvent opened, IReadOnlyList<StoredEvent> intake, IReadOnlyList<StoredEvent> dispatch)
    {
        // The call that opened the ticket is the first contact itself.
        bool IsFurther(StoredEvent e) => e.Type == "CustomerMessageReceived" || (e.Type == "CallAnswered" && e.Id("callId") != opened.Id("callId"));
        bool Before(StoredEvent e) => e.At > cycle.StartedAt && e.At < cycle.ResolvedAt;
        if (cycle.Reopened || cycle.Number > 1) return false;
        return !dispatch.Any(e => Before(e) && (e.Type == "VisitScheduled" || (e.Type == "TicketPaused" && e.Text("reason") == "waitingForCustomer")))
            && !intake.Any(e => Before(e) && IsFurther(e))
            && intake.Count(e => Before(e) && e.Type == "AgentMessageSent") <= 1;
    }
}

/// <summary>The completeness of a record: required parts that are there when it is first resolved.</summary>
internal static class Records
{
    /// <summary>
    /// Support: customer, product, fault class, triage, engineer, an answer to the customer, cause code. Maintenance: customer, product,
    /// engineer, plan with its risk. (A resolve without its text is refused, so that it needs no count.)
    /// </summary>
    public static (int Present, int Required) Of(
        bool support, TicketFacts facts, StoredEvent opened, ServiceCycle cycle, IReadOnlyList<StoredEvent> intake, IReadOnlyList<StoredEvent> dispatch)
    {
        var until = cycle.ResolvedAt!.Value;
        bool Has(string type) => dispatch.Any(e => e.Type == type && e.At <= until);
        var engineer = dispatch.Any(e => e.Type == "TicketAssigned" && e.At <= until && e.Id("engineerId") is not null);
        var answered = opened.Time("answeredAt") is not null || intake.Any(e => e.Type is "AgentMessageSent" or "CallAnswered" && e.At <= until);
        bool[] parts = support
            ? [facts.CustomerId is not null, facts.ProductId is not null, facts.FaultClass is not null, Has("TicketTriaged"), engineer, answered, cycle.Resolve!.Text("causeCode") is not null]
            : [facts.CustomerId is not null, facts.ProductId is not null, engineer, Has("DiagnosisDelivered")];
        return (parts.Count(p => p), parts.Length);
    }
}
