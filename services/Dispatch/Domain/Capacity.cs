using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>What kind of attention a ticket takes.</summary>
public enum WorkClass
{
    /// <summary>Somebody is on the line: takes all.</summary>
    Call,

    /// <summary>By IM or web chat.</summary>
    Chat,

    /// <summary>Portal, e-mail, API, and what came by phone once the call is over.</summary>
    Case,

    /// <summary>Maintenance: waits when there is something else, and never keeps the hotline waiting.</summary>
    Background,
}

/// <summary>How many tickets of each class somebody can work on at a time, 1 to 100; null for any number.</summary>
public sealed record Capacity(int? Call = null, int? Chat = null, int? Case = null, int? Background = null)
{
    public int? Of(WorkClass work) => work switch
    {
        WorkClass.Call => Call,
        WorkClass.Chat => Chat,
        WorkClass.Case => Case,
        _ => Background,
    };
}

/// <summary>Tickets in hand by class: assigned or in progress, not waiting.</summary>
public sealed record InHand(int Call = 0, int Chat = 0, int Case = 0, int Background = 0)
{
    public static InHand Nothing { get; } = new();

    /// <summary>No place left, whatever the capacity.</summary>
    public static InHand Full { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);

    /// <summary>One more of a class; who is full stays full.</summary>
    public InHand Plus(WorkClass work) => work switch
    {
        _ when Of(work) == int.MaxValue => this,
        WorkClass.Call => this with { Call = Call + 1 },
        WorkClass.Chat => this with { Chat = Chat + 1 },
        WorkClass.Case => this with { Case = Case + 1 },
        _ => this with { Background = Background + 1 },
    };

    public int Of(WorkClass work) => work switch
    {
        WorkClass.Call => Call,
        WorkClass.Chat => Chat,
        WorkClass.Case => Case,
        _ => Background,
    };
}

/// <summary>The classes and what is free of them.</summary>
public static class WorkClasses
{
    /// <param name="onPhone">Whether its caller is on the line: afterwards it is a case as any.</param>
    public static WorkClass Of(Channel channel, WorkType type, bool onPhone) => (type, channel) switch
    {
        (WorkType.Maintenance, _) => WorkClass.Background,
        (_, Channel.Hotline) when onPhone => WorkClass.Call,
        (_, Channel.Im or Channel.Chat) => WorkClass.Chat,
        _ => WorkClass.Case,
    };

    /// <summary>
    /// The free share of somebody's capacity for a class, 0 to 1. Each class has its own places; where calls are counted, one call takes all
    /// the others too.
    /// </summary>
    public static double Free(Capacity? capacity, InHand inHand, WorkClass work)
    {
        if (capacity is null) return 1;
        if (work != WorkClass.Call && capacity.Call is not null && inHand.Call > 0) return 0;
        return capacity.Of(work) is { } places ? Math.Max(0, places - inHand.Of(work)) / (double)places : 1;
    }
}
