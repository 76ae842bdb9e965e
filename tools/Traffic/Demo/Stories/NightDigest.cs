using System.Globalization;
using System.Text.Json;
using NodaTime;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>
/// The morning shift hears of the night's warnings too, by a rule of the tenant's. Its reader is where it is nearly 07:00 now, and has set the end of the quiet hours to a moment
/// that the story lives to see: nobody has to wait until 07:00 to see a digest leave, and no clock is faked.
/// </summary>
internal sealed class NightDigest
{
    /// <summary>Long enough for the warnings to be made on a busy machine, and no longer than the paging takes.</summary>
    private static readonly Duration s_ahead = Duration.FromSeconds(75);
    private static readonly LocalTime s_morning = new(7, 0);
    private static readonly string[] s_warnings = ["sla-warned"];

    private readonly Colleague _reader;
    private readonly string _zone;
    private DateTimeOffset _until;

    private NightDigest(Colleague reader, string zone) => (_reader, _zone) = (reader, zone);

    /// <summary>Just before the tickets are opened: the rule, and quiet hours that end soon.</summary>
    /// <param name="night">The team whose tickets it is about.</param>
    public static async Task<NightDigest> PrepareAsync(Scene scene, Guid night, CancellationToken ct)
    {
        var team = await scene.Cast.TeamAsync("Morning watch 早班", "morning", ct);
        var reader = await scene.Cast.EngineerAsync("Noor Haddad", "noor.haddad@demo.example", "en", team, ct);
        const string Rules = "/api/v1/notifications/rules";
        var known = (await scene.Gateway.GetAsync<ListView<RuleView>>(Rules, ct)).Items;
        if (!known.Any(r => r.TeamId == team && r.OfTeamId == night))
            await scene.Gateway.PostAsync(Rules, new { templates = s_warnings, teamId = team, ofTeamId = night }, Scene.NewId(), ct);

        var now = SystemClock.Instance.GetCurrentInstant();
        var zone = NightZones.Before(TimeProvider.System.GetUtcNow(), s_morning);
        var end = now.Plus(s_ahead).InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay.With(TimeAdjusters.TruncateToSecond);
        await scene.Gateway.PutAsync($"/api/v1/notifications/preferences/{reader.Member.Email}", new
        {
            timeZone = zone, quietFrom = "22:00:00", quietTo = end.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        }, ct);
        return new NightDigest(reader, zone);
    }

    /// <summary>Both tickets' warnings wait for it.</summary>
    public async Task WaitsAsync(Scene scene, IReadOnlyList<OpenedTicketView> tickets, CancellationToken ct)
    {
        foreach (var ticket in tickets)
        {
            var held = await Scene.UntilAsync($"the warning of {ticket.Number} waits for {_reader.Name}", () => NightCall.HeldAsync(scene, ticket, _reader, ct), ct);
            _until = held.HoldUntil!.Value;
        }
        scene.Tell($"{_reader.Name}, of the morning shift, hears of them too, when the quiet hours there end at {Clock(_until, _zone)}");
    }

    /// <summary>They left as one, not before the quiet hours ended, and came as one mail.</summary>
    public async Task LeavesAsync(Scene scene, IReadOnlyList<OpenedTicketView> tickets, CancellationToken ct)
    {
        // The list of deliveries hides addresses; what a warning went into is said with the warning.
        var warned = (await scene.Gateway.GetAsync<ListView<JsonElement>>($"/api/v1/notifications/why?ticketId={tickets[0].Id}&person={Uri.EscapeDataString(_reader.Member.Email)}&template=sla-warned", ct))
            .Items.First(w => Scene.Text(w, "channel") == "email").GetProperty("deliveryId").GetGuid();
        var digest = await Scene.UntilAsync("the digest", async () =>
            await scene.Gateway.GetAsync<StoryView>($"/api/v1/notifications/{warned}", ct) is { MergedInto: { } into }
            && (await scene.Gateway.GetAsync<StoryView>($"/api/v1/notifications/{into}", ct)).Delivery is { State: "delivered", FinishedAt: not null } sent ? sent : null, ct, TimeSpan.FromMinutes(3));
        scene.Keep("digest", digest.Id);
        var left = digest.FinishedAt!.Value;
        if (left < _until) throw new StoryException($"the digest left at {Clock(left, _zone)}, before {Clock(_until, _zone)}");
        var seen = "";
        if (scene.HasMailbox)
        {
            var mail = await Scene.UntilAsync($"the digest in {_reader.Name}'s mailbox", async () =>
                (await scene.MailsAsync(_reader.Member.Email, ct)).FirstOrDefault(m => tickets.All(t => m.Text.Contains(t.Number, StringComparison.Ordinal))), ct);
            seen = $", in the local mailbox (resource 'mailbox'): {mail.Subject}";
        }
        scene.Tell($"{Clock(left, _zone)}: the digest of {tickets.Count} warnings leaves for {_reader.Name}{seen}");
        scene.SeeTicket($"the same warning to {_reader.Name}: held until {Clock(_until, _zone)}, left at {Clock(left, _zone)} in one digest{seen}", tickets[0].Id);
    }

    /// <summary>An instant on a zone's clock: 07:00 (Europe/Lisbon); with seconds where it has some.</summary>
    public static string Clock(DateTimeOffset at, string zone)
    {
        var time = Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay;
        return $"{time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture)} ({zone})";
    }

    private sealed record RuleView(Guid? TeamId, Guid? OfTeamId);

    private sealed record StoryView(DeliveryView Delivery, Guid? MergedInto);

    private sealed record DeliveryView(Guid Id, string State, DateTimeOffset? FinishedAt);
}
