namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>The clocks that every installation knows, in the order in which they are shown. Policies may add named ones of their own.</summary>
public static class ClockNames
{
    /// <summary>Met by the first public agent message or answered call; never paused; runs once in a ticket's life.</summary>
    public const string FirstResponse = "firstResponse";

    /// <summary>Runs from the oldest unanswered customer message; met by the next public agent message.</summary>
    public const string NextResponse = "nextResponse";

    /// <summary>Runs from each public agent message; met by the next one.</summary>
    public const string Update = "update";

    /// <summary>Met by a fix plan.</summary>
    public const string Diagnosis = "diagnosis";

    /// <summary>Met by the start of a remote session.</summary>
    public const string RemoteAssistance = "remoteAssistance";

    /// <summary>Met by the check-in of a visit.</summary>
    public const string OnSiteArrival = "onSiteArrival";

    /// <summary>Met by resolving.</summary>
    public const string Resolution = "resolution";

    /// <summary>Every clock that has a fixed meaning.</summary>
    public static IReadOnlyList<string> All { get; } = [FirstResponse, NextResponse, Update, Diagnosis, RemoteAssistance, OnSiteArrival, Resolution];

    /// <summary>The clocks that waiting stops unless a policy says otherwise.</summary>
    public static IReadOnlyList<string> UsuallyPaused { get; } = [Diagnosis, Resolution];

    /// <summary>What may be a leg of an either-or clock.</summary>
    public static IReadOnlyList<string> Legs { get; } = [RemoteAssistance, OnSiteArrival];
}
