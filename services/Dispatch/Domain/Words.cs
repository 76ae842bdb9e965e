namespace ServiceMesh.Dispatch.Domain;

/// <summary>States and verbs as people say them.</summary>
public static class Words
{
    public static string Of(TicketState state) => state == TicketState.InProgress ? "in progress" : state.ToString().ToLowerInvariant();

    public static string Of(Verb verb) => verb switch
    {
        Verb.Offer => "An offer",
        Verb.ExpireOffer => "An offer's end",
        Verb.FixPlan => "A fix plan",
        Verb.RemoteSession => "A remote session",
        Verb.ScheduleVisit => "A visit",
        Verb.Arrive => "A check-in",
        Verb.CompleteVisit => "A visit's report",
        Verb.CancelVisit => "A visit's cancelling",
        Verb.EndRemoteSession => "A remote session's end",
        Verb.AmendRecord => "Completing the record",
        Verb.CustomerReply => "A customer's reply",
        Verb.CloseRequest => "A request to close",
        Verb.ReopenRequest => "A request to reopen",
        _ => verb.ToString(),
    };
}
