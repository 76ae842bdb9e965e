using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>A ticket told fact by fact. Times are Shanghai's in March 2026, in which the 2nd is a Monday: <c>02 09:00</c>.</summary>
internal sealed class Story
{
    private readonly List<Fact> _facts = [];

    public static Terms OfficeTerms { get; } = MakeTerms(Given.OfficeHours(Given.Shanghai));

    public static Terms AlwaysTerms { get; } = MakeTerms(new() { TimeZone = Given.Shanghai, AlwaysOpen = true });

    public IReadOnlyList<Fact> Facts => _facts;

    public static Terms MakeTerms(CalendarDefinition calendar, string firstResponse = "PT30M", string diagnosis = "PT2H", string resolution = "PT8H")
    {
        var errors = new List<FieldError>();
        var policy = PolicyReader.Read(
            "test",
            1,
            new()
            {
                Calendar = "test",
                Rules =
                [
                    new()
                    {
                        Name = "only",
                        Targets = new Dictionary<string, string> { ["firstResponse"] = firstResponse, ["diagnosis"] = diagnosis, ["resolution"] = resolution },
                    },
                ],
            },
            errors);
        Assert.Empty(errors);
        return policy!.TermsOf("only", [new("test", 1, Given.Calendar(calendar))]);
    }

    public static Instant At(string time) => Given.Local(Given.Shanghai, $"2026-03-{time}");

    public static Story Opened(string at, Terms? terms = null, int severity = 3) =>
        new Story().With(new Opened(At(at))).Triaged(at, terms ?? OfficeTerms, severity);

    public Story Triaged(string at, Terms? terms, int severity) => With(new TermsChosen(At(at), new(null, severity, Channel.Portal, WorkType.Support), terms));

    public Story Answered(string at) => With(new Signalled(At(at), Signal.AgentMessage));

    public Story CustomerWrote(string at) => With(new Signalled(At(at), Signal.CustomerMessage));

    public Story Planned(string at) => With(new Signalled(At(at), Signal.FixPlan));

    public Story Waits(string at, string reason = PauseReasons.WaitingForCustomer, string? previous = null) => With(new Paused(At(at), reason, previous));

    public Story GoesOn(string at, string? reason = PauseReasons.WaitingForCustomer) => With(new Resumed(At(at), reason));

    public Story Resolved(string at) => With(new Resolved(At(at)));

    public Story Reopened(string at, bool? newCycle = null) => With(new Reopened(At(at), newCycle));

    public Story Closed(string at) => With(new Closed(At(at)));

    public Story Cancelled(string at) => With(new Cancelled(At(at)));

    public Story Merged(string at) => With(new Merged(At(at)));

    public Story Unmerged(string at) => With(new Unmerged(At(at)));

    public Story With(Fact fact)
    {
        _facts.Add(fact with { Sequence = _facts.Count });
        return this;
    }

    public IReadOnlyList<Clock> Clocks(string now) => ClockEngine.Clocks(TicketHistory.Of(_facts)!, At(now));

    public LadderStep Look(string now, params LevelKey[] dealtWith) => Ladder.Look(TicketHistory.Of(_facts)!, Clocks(now), dealtWith.ToHashSet(), At(now));

    /// <summary>The clock in force.</summary>
    public Clock Clock(string name, string now, int cycle = 1) => Clocks(now).Last(c => c.Name == name && c.Cycle == cycle);
}
