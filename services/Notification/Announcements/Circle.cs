using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Announcements;

/// <summary>Whom an announcement is for: contacts of customers that fit every list that is not empty.</summary>
/// <param name="ProductIds">Customers with a contract, in force, for one of these products.</param>
/// <param name="CustomerIds">These customers.</param>
/// <param name="ServiceLevels">Customers with a contract, in force, of one of these service levels.</param>
/// <param name="RunIds">Customers of these runs of planned maintenance, at most 500; with <paramref name="Window"/>: of these or of one in the window.</param>
/// <param name="Window">Customers with a run of planned maintenance, not cancelled, that lies in this time at least in part.</param>
/// <param name="Channels">The ways it may go: <c>email</c>, <c>sms</c>, <c>im</c> (the conversation by which a contact last wrote) and <c>webhook</c>; all when left out. Each
/// person gets it by the first of the first three that reaches them.</param>
public sealed record Circle(
    IReadOnlyList<Guid>? ProductIds, IReadOnlyList<Guid>? CustomerIds, IReadOnlyList<string>? ServiceLevels, IReadOnlyList<Guid>? RunIds = null, RunWindow? Window = null,
    IReadOnlyList<string>? Channels = null)
{
    /// <summary>All customers, by every way.</summary>
    public static Circle Everybody { get; } = new([], [], []);

    /// <summary>The ways there are, in the order in which they are preferred.</summary>
    public static IReadOnlyList<string> Ways { get; } = [DeliveryChannels.Email, DeliveryChannels.Sms, DeliveryChannels.Im, DeliveryChannels.Webhook];
}

/// <summary>A time, for example of an upgrade: <paramref name="From"/> is part of it, <paramref name="To"/> is not.</summary>
public sealed record RunWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>A message in one language.</summary>
public sealed record AnnouncementText(string Subject, string Text);

/// <summary>Somebody who gets it.</summary>
/// <param name="Address">An e-mail address, a telephone number, the ticket whose conversation it is, or an endpoint's id.</param>
/// <param name="Channel">One of <see cref="Circle.Ways"/>.</param>
public sealed record Addressee(string Address, string? Name, string Language, string Channel = DeliveryChannels.Email);
