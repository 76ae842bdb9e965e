using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Something that happened to a ticket. Clocks follow from the set of facts alone, in whatever order these arrived.</summary>
/// <param name="At">When it happened.</param>
public abstract record Fact(Instant At)
{
    /// <summary>Its place in its publisher's stream: orders what one publisher did at one instant. 0 when unknown.</summary>
    public long Sequence { get; init; }

    /// <summary>At one instant: first what attaches clocks, then what meets them, then what stops them.</summary>
    internal virtual int Phase => 2;

    /// <summary>Among facts of one phase that have no sequence: what leaves a state before what enters one, ends last.</summary>
    internal virtual int Rank => 0;

    /// <summary>What tells apart two facts of one kind at one instant.</summary>
    internal virtual string Distinction => "";
}

/// <summary>The ticket was opened: its clocks start here.</summary>
public sealed record Opened(Instant At) : Fact(At)
{
    internal override int Phase => 0;
}

/// <summary>A triage, a re-triage or a re-process chose terms.</summary>
/// <param name="At">When.</param>
/// <param name="Traits">What the choice was made by; a re-triage that changes none of it keeps the terms in force.</param>
/// <param name="Terms">What was promised; null when nothing was.</param>
public sealed record TermsChosen(Instant At, TicketTraits Traits, Terms? Terms) : Fact(At)
{
    /// <summary>True if the new clocks count from where the old ones did, with the pauses there were; false if from here.</summary>
    public bool Retroactive { get; init; } = true;

    /// <summary>Names the re-process that chose, which holds although no trait changed; empty for a triage.</summary>
    public string Reprocess { get; init; } = "";

    internal override int Phase => 0;

    internal override int Rank => 1;

    internal override string Distinction => $"{Reprocess} {Traits}";
}

/// <summary>Something happened that starts or meets clocks and stops none: a message, a fix plan, an arrival.</summary>
/// <param name="At">When.</param>
/// <param name="Signal">What.</param>
public sealed record Signalled(Instant At, Signal Signal) : Fact(At)
{
    /// <summary>True for an answer that was given on the phone: for clocks it is like any other, but people want to know.</summary>
    public bool IsCall { get; init; }

    internal override int Phase => 1;

    internal override int Rank => (int)Signal;

    internal override string Distinction => IsCall ? "call" : "";
}

/// <summary>The ticket was given to a team, or to somebody in it.</summary>
/// <param name="At">When.</param>
/// <param name="Team">The team's name.</param>
public sealed record TeamEntered(Instant At, string Team) : Fact(At)
{
    internal override int Phase => 1;

    internal override int Rank => 20;

    internal override string Distinction => Team;
}

/// <summary>Somebody took an escalation on; it ends the ladder of that clock.</summary>
/// <param name="At">When.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Run">Which cycle or run of it; null where it was not told: then the one that runs at that instant.</param>
public sealed record Acknowledged(Instant At, string Clock, int? Run = null) : Fact(At)
{
    internal override int Phase => 1;

    internal override int Rank => 21;

    internal override string Distinction => $"{Clock} {Run}";
}

/// <summary>The ticket began to wait, or its reason for waiting changed.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Previous">The reason that this one replaces, if any.</param>
public sealed record Paused(Instant At, string Reason, string? Previous = null) : Fact(At)
{
    internal override int Rank => 3;

    internal override string Distinction => $"{Reason} after {Previous}";
}

/// <summary>The waiting for a reason ended; without one, all waiting did.</summary>
public sealed record Resumed(Instant At, string? Reason = null) : Fact(At)
{
    internal override int Rank => 2;

    internal override string Distinction => Reason ?? "";
}

/// <summary>The ticket was resolved.</summary>
public sealed record Resolved(Instant At) : Fact(At)
{
    internal override int Rank => 4;
}

/// <summary>A resolved or closed ticket turned out not to be solved.</summary>
/// <param name="At">When.</param>
/// <param name="NewCycle">True if that began a new service cycle, false if it did not; null where nobody said: then the window in force decides.</param>
public sealed record Reopened(Instant At, bool? NewCycle = null) : Fact(At)
{
    internal override int Rank => 1;
}

/// <summary>The ticket was closed; one that was not resolved is resolved by it.</summary>
public sealed record Closed(Instant At) : Fact(At)
{
    internal override int Rank => 5;
}

/// <summary>The ticket ended without being worked.</summary>
public sealed record Cancelled(Instant At) : Fact(At)
{
    internal override int Rank => 6;
}

/// <summary>The ticket became part of another: its clocks end here, unless that is taken back.</summary>
public sealed record Merged(Instant At) : Fact(At)
{
    internal override int Rank => 7;
}

/// <summary>The ticket stands for itself again: its clocks are attached anew, and count from where they started.</summary>
public sealed record Unmerged(Instant At) : Fact(At)
{
    internal override int Phase => 0;

    internal override int Rank => 2;
}
