using System.Text.Json.Serialization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>What the clocks would be. Instants are ISO 8601 in UTC, durations ISO 8601, both exact to 100 ns.</summary>
/// <param name="Clocks">Every clock there was, the replaced ones included, by service cycle and clock.</param>
/// <param name="Problems">Events that were left out.</param>
public sealed record PreviewAnswer(IReadOnlyList<PreviewClock> Clocks, IReadOnlyList<PreviewProblem> Problems)
{
    /// <summary>What the missed promises pay back by now, in order of the instants missed; absent unless terms have <c>compensation</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewCredit>? Compensation { get; init; }
}

/// <summary>What a missed promise pays back.</summary>
public sealed record PreviewCredit
{
    public required string Clock { get; init; }
    public required int Cycle { get; init; }

    /// <summary>The clause; null when none is for this clock and severity.</summary>
    public required string? Clause { get; init; }

    /// <summary>The due instant that was missed.</summary>
    public required string MissedAt { get; init; }

    /// <summary>The month that it counts in, like <c>2026-03</c>, in the calendar's zone.</summary>
    public required string Month { get; init; }

    /// <summary>How late by now, in working time.</summary>
    public required string LateWorking { get; init; }

    /// <summary>How late by now, by the clock on the wall.</summary>
    public required string LateWall { get; init; }

    /// <summary>Before the month's limits; null when there is nothing to pay or it cannot be told, see <see cref="Note"/>.</summary>
    public required decimal? Gross { get; init; }

    /// <summary>What is left of it by the limits.</summary>
    public required decimal Amount { get; init; }
    public required string? Currency { get; init; }

    /// <summary><c>clause</c> or <c>contract</c>, whose limit took the last part; null when neither did.</summary>
    public required string? CappedBy { get; init; }

    /// <summary><c>no-clause</c>, <c>no-tier</c> (not late enough) or <c>fee-unknown</c>; null otherwise.</summary>
    public required string? Note { get; init; }
}

/// <summary>One clock.</summary>
public sealed record PreviewClock
{
    public required string Clock { get; init; }

    /// <summary>The service cycle; of <c>nextResponse</c>, <c>update</c> and team clocks the number of the run.</summary>
    public required int Cycle { get; init; }
    public required ClockState State { get; init; }
    public required string StartedAt { get; init; }

    /// <summary>Null while paused. Kept in view when the promise was kept, missed or cancelled: if the clock stood just then, as if it had gone on from there.</summary>
    public required string? DueAt { get; init; }

    /// <summary>Working time left while no due time can be said because the clock stands; null otherwise.</summary>
    public required string? Remaining { get; init; }
    public required string? MetAt { get; init; }

    /// <summary>The due instant that was missed.</summary>
    public required string? BreachedAt { get; init; }

    /// <summary>When it was cancelled: by the ticket's resolution or by other terms.</summary>
    public required string? CancelledAt { get; init; }

    /// <summary>Working time used up, without pauses.</summary>
    public required string ElapsedWorking { get; init; }

    /// <summary>Time since the start by the clock on the wall, pauses and nights included.</summary>
    public required string ElapsedWall { get; init; }

    /// <summary>The warnings that were reached.</summary>
    public required IReadOnlyList<PreviewWarning> Warnings { get; init; }

    /// <summary>The levels of the escalation ladder that were reached; absent unless the clock has a ladder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewEscalation>? Escalations { get; init; }

    /// <summary>What started it.</summary>
    public required PreviewHappening StartedBy { get; init; }

    /// <summary>What met it; absent while nothing has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreviewHappening? MetBy { get; init; }

    /// <summary>The types of events that meet it, the usual first; empty for either-or clocks, whose legs say so.</summary>
    public required IReadOnlyList<string> AsksFor { get; init; }

    /// <summary>The calendar that it runs on, if that is a further one; absent for the main one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Calendar { get; init; }

    /// <summary>The alternatives of an either-or clock; absent for all others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewLeg>? Legs { get; init; }

    /// <summary>What the due time is made of, in order.</summary>
    public required IReadOnlyList<PreviewStep> Explain { get; init; }
}

/// <summary>A warning that was reached.</summary>
/// <param name="Percent">The share of the target that is used up.</param>
/// <param name="At">When.</param>
/// <param name="BeforeDue">The working time left, if the warning was agreed as such; absent otherwise.</param>
public sealed record PreviewWarning(int Percent, string At, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? BeforeDue = null);

/// <summary>A level of the escalation ladder that was reached.</summary>
/// <param name="Level">From 1.</param>
/// <param name="Role">Whom it tells.</param>
/// <param name="At">When.</param>
public sealed record PreviewEscalation(int Level, string Role, string At);

/// <summary>What started or met a clock.</summary>
/// <param name="Event">The type of event: <c>opened</c>, <c>agentMessage</c>, <c>termsChanged</c> and so on.</param>
/// <param name="At">When.</param>
public sealed record PreviewHappening(string Event, string At);

/// <summary>A leg of an either-or clock.</summary>
/// <param name="Clock">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DueAt">Its own due; null while it stands.</param>
/// <param name="MetAt">When what it asks for happened, in time or not.</param>
/// <param name="MetBy">What that was; absent while nothing was.</param>
/// <param name="AsksFor">The type of event that meets it.</param>
public sealed record PreviewLeg(
    string Clock,
    ClockLegState State,
    string? DueAt,
    string? MetAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PreviewHappening? MetBy = null,
    IReadOnlyList<string>? AsksFor = null);

/// <summary>A piece of the explanation.</summary>
/// <param name="Kind">
/// <c>counted</c> (opening hours that count), <c>paused</c>, <c>resolved</c> (neither counts), <c>more</c> (several of the counted, added up);
/// <c>started</c>, <c>met</c> and, for legs, <c>legDone</c>: the instant of what <c>event</c> names.
/// </param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end; null while it goes on.</param>
/// <param name="Working">The working time in it.</param>
/// <param name="Reason">Of a pause.</param>
/// <param name="Event">What started or met it, see <see cref="PreviewHappening"/>.</param>
/// <param name="Leg">Of <c>legDone</c>: which.</param>
/// <param name="Words">The same in a sentence.</param>
public sealed record PreviewStep(
    string Kind,
    string From,
    string? To,
    string Working,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Event = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Leg = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Words = null);

/// <summary>An event that was left out.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Code"><c>cannot-follow</c> or <c>after-now</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Message">Why, in words.</param>
public sealed record PreviewProblem(int Index, string Code, string Type, string Message);
