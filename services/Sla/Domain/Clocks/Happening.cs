using System.Text.Json;
using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>What started or met a clock.</summary>
/// <param name="Event">As the events of a preview are named, for example <c>agentMessage</c>; also <c>callAnswered</c>, an answer on the phone.</param>
/// <param name="At">When, as the clock counts it.</param>
public sealed record Happening(string Event, Instant At)
{
    /// <summary>The same in words, like "the report".</summary>
    public string Words => Event switch
    {
        "opened" => "the report",
        "reopened" => "the reopening",
        "customerMessage" => "a message of the customer",
        "agentMessage" => "an answer to the customer",
        "callAnswered" => "an answered call",
        "fixPlan" => "a fix plan",
        "remoteSession" => "the begin of a remote session",
        "arrived" => "the check-in of a visit",
        "workStarted" => "the begin of work",
        "assigned" => "a team's getting it",
        "resolved" => "the solution",
        "closed" => "the closing",
        "termsChanged" => "the change of terms",
        _ => Event,
    };

    /// <summary>What is at a moment of a ticket's life.</summary>
    internal static Happening Of(TicketHistory history, Moment then) => new(NameOf(history.At(then)), then.At);

    /// <summary>The event of a signal.</summary>
    internal static string NameOf(Signal signal) => JsonNamingPolicy.CamelCase.ConvertName(signal.ToString());

    private static string NameOf(Fact fact) => fact switch
    {
        Signalled { IsCall: true } => "callAnswered",
        Signalled signalled => NameOf(signalled.Signal),
        TeamEntered => NameOf(Signal.Assigned),
        TermsChosen => "termsChanged",
        _ => JsonNamingPolicy.CamelCase.ConvertName(fact.GetType().Name),
    };
}
