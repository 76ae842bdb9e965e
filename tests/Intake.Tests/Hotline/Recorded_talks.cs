using System.Xml.Linq;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Platforms;

namespace ServiceMesh.Intake.Tests.Hotline;

public sealed class Recorded_talks(IntakeHost host)
{
    private const string Mailbox = "+8613700000001", Engineer = "+8613700000002";

    [Fact]
    public async Task Are_announced_and_heard_in_the_ticket_of_whoever_took_the_call()
    {
        var (vendor, twilio, dial) = await CallAsync("on");
        Assert.Equal("record-from-answer-dual", dial.Element("Dial")!.Attribute("record")!.Value);
        Assert.Equal("POST", dial.Element("Dial")!.Attribute("recordingStatusCallbackMethod")!.Value);
        Assert.Contains("will be recorded", dial.Elements().First().Value, StringComparison.Ordinal);
        var mailbox = twilio.StepOf(dial, "Dial", "recordingStatusCallback");

        // A mailbox picks up, says nothing and is cut off: it was recorded as well.
        await twilio.PickUpAsync("CA1", dial, Mailbox);
        var next = await twilio.StepAsync("CA1", twilio.StepOf(dial, "Dial"), ("DialCallStatus", "completed"), ("RecordingUrl", Place(twilio, "RE1")));
        Assert.DoesNotContain("recorded", string.Concat(next.Elements("Say").Select(s => s.Value)), StringComparison.Ordinal);
        var talk = twilio.StepOf(next, "Dial", "recordingStatusCallback");
        await twilio.PressAsync("CA1", await twilio.PickUpAsync("CA1", next, Engineer), Engineer, "1");
        await MadeAsync(twilio, mailbox, "RE1");
        await MadeAsync(twilio, talk, "RE2", "absent");
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value;
        Assert.True((await CallOfAsync(vendor, ticket)).IsNull("recordingUrl"));

        await twilio.StepAsync("CA1", twilio.StepOf(next, "Dial"), ("DialCallStatus", "completed"), ("RecordingUrl", Place(twilio, "RE2")));
        using (var forged = await twilio.PostAsync("CA1", talk, "another token", [("RecordingStatus", "completed"), ("RecordingUrl", Place(twilio, "RE3"))]))
            Assert.Equal(401, (int)forged.StatusCode);
        for (var time = 0; time < 2; time++)
            await MadeAsync(twilio, talk, "RE2");
        Assert.Equal(Place(twilio, "RE2"), (await CallOfAsync(vendor, ticket)).Text("recordingUrl"));
        using (var heard = await vendor.Staff.GetAsync($"/api/v1/tickets/{ticket}/call/recording"))
            Assert.Equal((200, "audio/mpeg"), ((int)heard.StatusCode, heard.Content.Headers.ContentType!.MediaType));

        // What its time was over for is not learnt again, and a call that nobody knows makes none.
        await host.ScalarAsync<Guid>("UPDATE calls SET recording_url = NULL, recording_forgotten_at = now() WHERE tenant = $1 RETURNING id", vendor.Tenant);
        await MadeAsync(twilio, talk, "RE2");
        await twilio.StepAsync("CA-nobody's", talk, ("RecordingStatus", "completed"), ("RecordingUrl", Place(twilio, "RE2")));
        await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/call/recording", 410);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM calls WHERE tenant = $1", vendor.Tenant));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("off")]
    public async Task Are_none_unless_somebody_wants_them(string? record)
    {
        var (vendor, twilio, dial) = await CallAsync(record);
        Assert.Equal(["action", "method", "timeout"], dial.Element("Dial")!.Attributes().Select(a => a.Name.LocalName).Order(StringComparer.Ordinal));
        Assert.Single(dial.Elements("Say"));
        Assert.Equal(
            "channel.setting",
            (await vendor.Staff.PutAsync($"/api/v1/channels/{twilio.Channel}", new { name = "Hotline", settings = new { record = "perhaps" } }, 400)).Text("code"));
    }

    private string Place(SimulatedTwilio twilio, string recording) => $"{host.Platforms.Address}/recordings/{twilio.Account}/{twilio.AuthToken}/{recording}";

    private Task<XElement> MadeAsync(SimulatedTwilio twilio, string step, string recording, string status = "completed") => twilio.StepAsync(
        "CA1", step, ("RecordingStatus", status), ("RecordingSid", recording), ("RecordingUrl", Place(twilio, recording)), ("RecordingDuration", "61"), ("RecordingChannels", "2"));

    private static async Task<System.Text.Json.JsonElement> CallOfAsync(Vendor vendor, Guid ticket) =>
        (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()[0].GetProperty("call");

    /// <summary>A call in English that dials the first of two layers.</summary>
    private async Task<(Vendor Vendor, SimulatedTwilio Twilio, XElement Dial)> CallAsync(string? record)
    {
        var (vendor, team) = (await Vendor.CreateAsync(host), Guid.NewGuid());
        var twilio = new SimulatedTwilio(host.Anonymous(), "https://service.example.com");
        await twilio.ConnectAsync(vendor, record is null ? new { teamId = team } : new { teamId = team, record });
        var people = new[] { (Id: Guid.NewGuid(), Phone: Mailbox), (Id: Guid.NewGuid(), Phone: Engineer) };
        foreach (var (id, phone) in people)
        {
            await host.DeliverAsync(new EngineerChanged
            {
                Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = id, Name = "E", Language = "en", TeamIds = [], Skills = [], Active = true, Phone = phone,
            }, 1);
        }

        await host.DeliverAsync(new OnCallChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, TeamId = team, TeamName = "T",
            OnCall = [.. people.Select((p, i) => new OnCallPerson(i + 1, p.Id, "E", DateTimeOffset.UtcNow.AddHours(8)))],
        }, 1);
        await twilio.StepAsync("CA1", "");
        await twilio.StepAsync("CA1", "language", ("Digits", "2"));
        return (vendor, twilio, await twilio.StepAsync("CA1", "urgency"));
    }
}
