using NodaTime;
using NodaTime.Text;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>A preview that was read: facts in their order, each with its index in the request as its sequence.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Problems">Events that were left out.</param>
/// <param name="Now">The instant to look from.</param>
/// <param name="Money">The contract's; null when no terms pay anything back.</param>
internal sealed record ReadPreview(IReadOnlyList<Fact> Facts, IReadOnlyList<PreviewProblem> Problems, Instant Now, ContractMoney? Money);

/// <summary>Turns a preview's request into facts, or says which fields are wrong.</summary>
internal static class PreviewReader
{
    private const int MostEvents = 5_000;
    private const int MostChanges = 1_000;
    private static readonly Instant _first = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant _end = Instant.FromUtc(2201, 1, 1, 0, 0);

    /// <summary>The preview, or null after adding to <paramref name="errors"/>.</summary>
    public static ReadPreview? Read(PreviewRequest request, Instant present, ICollection<FieldError> errors)
    {
        var hours = PreviewHours.Read(request, errors);
        var terms = PreviewTermsReader.Read(request.Terms ?? new(), "terms", hours, errors);
        var now = request.Now is null ? present : ReadInstant(request.Now, "now", errors);
        var money = PreviewCompensation.Read(request.Contract, "contract", errors);
        PromiseReader.Require(request.Events is not null, "events", "A list of events is wanted.", errors);
        var events = request.Events ?? [];
        PromiseReader.Require(events.Count <= MostEvents, "events", $"At most {MostEvents} events are allowed.", errors);
        PromiseReader.Require(events.Count(e => e?.Type == "termsChanged") <= MostChanges, "events", $"At most {MostChanges} changes of terms are allowed.", errors);
        if (errors.Count > 0 && events.Count > MostEvents)
        {
            return null;
        }

        var facts = new List<Fact?>();
        for (var i = 0; i < events.Count; i++)
        {
            facts.Add(ReadEvent(events[i] ?? new(null, null), i, hours, errors));
        }

        hours.RequireOpenAfter(facts.OfType<Fact>().Select(f => f.At).DefaultIfEmpty(now).Min(), errors);
        var pays = request.Terms?.Compensation is not null || events.Any(e => e?.Terms?.Compensation is not null);
        return errors.Count == 0 ? Arrange([.. facts.OfType<Fact>()], events, (terms!, request.Terms?.Severity), now) with { Money = pays ? money : null } : null;
    }

    private static ReadPreview Arrange(List<Fact> facts, IReadOnlyList<PreviewEvent> events, (Terms Terms, int? Severity) first, Instant now)
    {
        var problems = new List<PreviewProblem>();
        var ordered = new List<Fact>();
        var isOpen = false;
        foreach (var fact in facts.OrderBy(f => f.At))
        {
            var index = (int)fact.Sequence;
            if (fact.At > now)
            {
                problems.Add(new(index, "after-now", events[index].Type!, "It lies after now and has not happened."));
            }
            else if (fact is NothingMet && !isOpen)
            {
                problems.Add(PreviewEngine.CannotFollow(index, events[index].Type!));
            }
            else if (fact is not NothingMet)
            {
                ordered.Add(fact);
                if (fact is Opened && !isOpen)
                {
                    isOpen = true;
                    ordered.Add(new TermsChosen(fact.At, TraitsOf(-1, first.Severity), first.Terms));
                }
            }
        }

        return new(ordered, problems, now, null);
    }

    private static Fact? ReadEvent(PreviewEvent e, int index, PreviewHours hours, ICollection<FieldError> errors)
    {
        var field = $"events[{index}]";
        var at = ReadInstant(e.At, $"{field}.at", errors);
        PromiseReader.Require(e.Type != "paused" || PromiseReader.IsName(e.Reason), $"{field}.reason", "A reason of 1 to 100 characters is wanted.", errors);
        PromiseReader.Require(e.Type != "termsChanged" || e.Terms is not null, $"{field}.terms", "The new terms are wanted.", errors);
        PromiseReader.Require(e.Team is null || (e.Type == "assigned" && PromiseReader.IsName(e.Team)), $"{field}.team", "A team of 1 to 100 characters is wanted, and only where one gets the ticket.", errors);
        Fact? fact = e.Type switch
        {
            "opened" => new Opened(at),
            "agentMessage" => new Signalled(at, Signal.AgentMessage),
            "customerMessage" => new Signalled(at, Signal.CustomerMessage),
            "note" => new NothingMet(at),
            "fixPlan" => new Signalled(at, Signal.FixPlan),
            "remoteSession" => new Signalled(at, Signal.RemoteSession),
            "arrived" => new Signalled(at, Signal.Arrived),
            "workStarted" => new Signalled(at, Signal.WorkStarted),
            "assigned" => e.Team is { } team ? new TeamEntered(at, team) : new Signalled(at, Signal.Assigned),
            "paused" => new Paused(at, e.Reason ?? ""),
            "resumed" => new Resumed(at, e.Reason),
            "resolved" => new Resolved(at),
            "reopened" => new Reopened(at),
            "closed" => new Closed(at),
            "termsChanged" => new TermsChosen(at, TraitsOf(index, e.Terms?.Severity), PreviewTermsReader.Read(e.Terms ?? new(), $"{field}.terms", hours, errors)) { Retroactive = e.Retroactive ?? true },
            _ => null,
        };
        PromiseReader.Require(fact is not null, $"{field}.type", $"'{e.Type}' is no known type of event.", errors);
        return fact is null ? null : fact with { Sequence = index };
    }

    private static Instant ReadInstant(string? text, string field, ICollection<FieldError> errors)
    {
        if (text is { Length: <= 40 } && OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var read })
        {
            var at = read.ToInstant();
            if (at >= _first && at < _end)
            {
                // Calendars count ticks of 100 ns.
                return Instant.FromUnixTimeTicks(at.ToUnixTimeTicks());
            }
        }

        errors.Add(new(field, "An instant like 2026-03-02T03:00:00Z between 1970 and 2200 is wanted."));
        return _first;
    }

    // No two sets of terms of a preview are the same choice.
    private static TicketTraits TraitsOf(int index, int? severity) => new($"{index}", severity ?? 1, Channel.Api, WorkType.Support);

    /// <summary>An event that no clock depends on.</summary>
    private sealed record NothingMet(Instant At) : Fact(At);
}
