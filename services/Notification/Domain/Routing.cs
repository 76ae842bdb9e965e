namespace ServiceMesh.Notification.Domain;

/// <summary>What a tenant has to reach people with, besides e-mail.</summary>
public sealed record Reach(bool Sms, bool Voice);

/// <summary>One way to tell a person.</summary>
/// <param name="HoldUntil">When it waits for the person's digest; null: now.</param>
/// <param name="Gathers">True: it goes with what is gathered already, if that is due earlier.</param>
/// <param name="Drop">Why it is recorded and not sent; null: it is sent.</param>
public sealed record Way(string Channel, DateTimeOffset? HoldUntil = null, bool Gathers = false, string? Drop = null);

/// <summary>Decides by which channels a person is told, and when.</summary>
public static class Routing
{
    private static readonly string[] s_customer = [DeliveryChannels.Email];
    private static readonly string[] s_staff = [DeliveryChannels.Email, DeliveryChannels.InApp];
    private static readonly string[] s_page = [DeliveryChannels.Voice, DeliveryChannels.Sms, DeliveryChannels.Email, DeliveryChannels.InApp];

    /// <summary>The channels to use; never empty, so that "why not" always has an answer.</summary>
    public static IReadOnlyList<Way> Choose(
        string template, string audience, int? severity, Preferences? person, Reach reach, string tenantZone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reach);
        var usual = template == Template.OnCallPaged ? s_page : audience == Audience.Customer ? s_customer : s_staff;
        if (person is null) return [.. usual.Where(c => c is not (DeliveryChannels.Sms or DeliveryChannels.Voice)).Select(c => new Way(c))];

        var wanted = person.Rules.GetValueOrDefault(template) ?? person.Rules.GetValueOrDefault("*") ?? usual;
        if (template == Template.OnCallPaged) return Page(wanted, person, reach);
        if (wanted.Length == 0) return [new Way(DeliveryChannels.Email, Drop: DropReason.PreferenceOff)];

        var (hold, gathers) = Urgencies.IgnoresQuietHours(template, severity) ? (null, false) : Hold(audience, person, tenantZone, now);
        var chosen = new List<Way>();
        foreach (var channel in wanted.Distinct())
        {
            if (channel == DeliveryChannels.Email && person.Suppressed is not null) chosen.Add(new Way(channel, Drop: DropReason.Suppressed));
            else if (Reaches(channel, person, reach)) chosen.Add(channel == DeliveryChannels.InApp ? new Way(channel) : new Way(channel, hold, gathers));
        }
        return chosen.Count > 0 ? chosen : [new Way(wanted[0], Drop: DropReason.ChannelOff)];
    }

    /// <summary>
    /// Who is on call may choose how to be woken, not whether: what they chose, and where nothing of it can wake them, everything that can. An
    /// address whose mail came back is tried all the same.
    /// </summary>
    private static Way[] Page(string[] wanted, Preferences person, Reach reach)
    {
        string[] chosen = [.. wanted.Distinct().Where(c => Reaches(c, person, reach))];
        return [.. (chosen.Any(c => c != DeliveryChannels.InApp) ? chosen : s_page.Where(c => Reaches(c, person, reach))).Select(c => new Way(c))];
    }

    private static bool Reaches(string channel, Preferences person, Reach reach) => channel switch
    {
        DeliveryChannels.Sms => reach.Sms && person.Phone is not null,
        DeliveryChannels.Voice => reach.Voice && person.Phone is not null,
        _ => true,
    };

    /// <summary>What customers are told is never held: it answers them.</summary>
    private static (DateTimeOffset? Until, bool Gathers) Hold(string audience, Preferences person, string tenantZone, DateTimeOffset now)
    {
        if (audience == Audience.Customer) return (null, false);
        if (person is { QuietFrom: { } from, QuietTo: { } to } && QuietHours.EndOf(from, to, person.TimeZone ?? tenantZone, now) is { } end) return (end, false);
        return person.DigestMinutes > 0 ? (now.AddMinutes(person.DigestMinutes), true) : (null, false);
    }
}
