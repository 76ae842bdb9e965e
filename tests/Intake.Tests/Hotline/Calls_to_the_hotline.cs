using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Tests.Platforms;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Hotline;

public sealed class Calls_to_the_hotline(IntakeHost host)
{
    private const string Stranger = "+8613922223333";

    [Fact]
    public async Task Choose_a_language_say_that_the_system_is_down_and_reach_whoever_is_on_duty()
    {
        var (vendor, twilio) = await ConnectAsync(new { dutyNumbers = "+8613700000001 +8613700000002", waitSeconds = "25" });
        var greeting = await twilio.StepAsync("CA1", "");
        Assert.Equal(["zh-CN", "en-US"], greeting.Descendants("Say").Select(s => s.Attribute("language")!.Value));
        Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant), r => r.CallerMatch == "exact" && r.ContactId == vendor.Contact);
        var down = await twilio.StepAsync("CA1", twilio.StepOf(greeting, "Gather"), ("Digits", "2"));
        // The number is known, so nobody asks for a contract; English was chosen.
        Assert.Contains("system is down", Said(down), StringComparison.Ordinal);
        var dial = await twilio.StepAsync("CA1", twilio.StepOf(down, "Gather"), ("Digits", "1"));
        Assert.Equal(["+8613700000001", "+8613700000002"], dial.Descendants("Number").Select(n => n.Value));
        Assert.Equal("25", dial.Element("Dial")!.Attribute("timeout")!.Value);
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(1L, await SilentTimersAsync(vendor));

        var asked = await twilio.PickUpAsync("CA1", dial, "+8613700000001");
        Assert.Contains("系统已停机", Said(asked), StringComparison.Ordinal);
        // A mailbox picks up too: that is no answer.
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Single((await twilio.PressAsync("CA1", asked, "+8613700000001", "7")).Elements("Gather"));
        Assert.Empty((await twilio.PressAsync("CA1", asked, "+8613700000001", "1")).Elements());
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((TicketKind.Request, Channel.Hotline, Level.High, Level.High), (opened.Kind, opened.Channel, opened.Impact!.Value, opened.Urgency!.Value));
        Assert.NotNull(opened.AnsweredAt);
        Assert.StartsWith("【系统停机】", opened.Subject, StringComparison.Ordinal);
        Assert.Equal(0L, await SilentTimersAsync(vendor));
        var goodbye = await twilio.StepAsync("CA1", twilio.StepOf(dial, "Dial"), ("DialCallStatus", "completed"));
        Assert.Single(goodbye.Elements("Hangup"));
        await twilio.StepAsync("CA1", "status", ("CallStatus", "completed"));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var answer = Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant));
        Assert.Equal((ActorKind.Staff, "+8613700000001", null), (answer.By.Kind, answer.By.Name, answer.EngineerId));
        var ended = Assert.Single(await host.EventsAsync<CallEnded>(vendor.Tenant));
        Assert.Equal((opened.TicketId, opened.CallId!.Value, opened.AnsweredAt!.Value, "completed"), (ended.TicketId, ended.CallId, ended.AnsweredAt, ended.Cause));
        Assert.Empty(await host.EventsAsync<CallMissed>(vendor.Tenant));
    }

    [Fact]
    public async Task Are_the_first_ones_who_presses_the_key()
    {
        var (vendor, twilio) = await ConnectAsync(new { dutyNumbers = "+8613700000001 +8613700000002" });
        await twilio.StepAsync("CA1", "");
        var dial = await twilio.StepAsync("CA1", "urgency");
        var first = await twilio.PickUpAsync("CA1", dial, "+8613700000001");
        var second = await twilio.PickUpAsync("CA1", dial, "+8613700000002");
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Empty((await twilio.PressAsync("CA1", second, "+8613700000002", "1")).Elements());
        Assert.Contains("同事", Said(await twilio.PressAsync("CA1", first, "+8613700000001", "1")), StringComparison.Ordinal);
        Assert.Equal("+8613700000002", Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant)).By.Name);
        await twilio.StepAsync("CA2", "");
        await twilio.StepAsync("CA2", "status", ("CallStatus", "completed"));
        Assert.Contains("已挂断", Said(await twilio.PickUpAsync("CA2", dial, "+8613700000001")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Go_from_layer_to_layer_and_belong_to_the_engineer_whose_number_took_them()
    {
        var team = Guid.NewGuid();
        var (vendor, twilio) = await ConnectAsync(new { teamId = team });
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await host.DeliverAsync(Engineer(vendor.Tenant, first, "+8613700000001"), 1);
        await host.DeliverAsync(Engineer(vendor.Tenant, second, "+8613700000002") with { Name = "Zhou", Language = "en" }, 1);
        await host.DeliverAsync(OnCall(vendor.Tenant, team, first, second), 1);
        await twilio.StepAsync("CA1", "");
        var dial = await twilio.StepAsync("CA1", "urgency");
        // The first one's mailbox picks up, says nothing and is cut off.
        await twilio.PickUpAsync("CA1", dial, "+8613700000001");
        var next = await twilio.StepAsync("CA1", twilio.StepOf(dial, "Dial"), ("DialCallStatus", "completed"));
        Assert.Equal("+8613700000002", next.Descendants("Number").Single().Value);
        Assert.Equal(next.ToString(), (await twilio.StepAsync("CA1", twilio.StepOf(dial, "Dial"), ("DialCallStatus", "completed"))).ToString());
        var asked = await twilio.PickUpAsync("CA1", next, "+8613700000002");
        Assert.Contains("press 1", Said(asked), StringComparison.Ordinal);
        await twilio.PressAsync("CA1", asked, "+8613700000002", "1");
        Assert.Equal(second, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).AnsweredById);
        Assert.Equal((second, "Zhou"), (await host.EventsAsync<CallAnswered>(vendor.Tenant)).Select(e => (e.EngineerId!.Value, e.By.Name)).Single());

        await twilio.StepAsync("CA2", "");
        var again = await twilio.StepAsync("CA2", twilio.StepOf(await twilio.StepAsync("CA2", "urgency"), "Dial"), ("DialCallStatus", "no-answer"));
        var offer = await twilio.StepAsync("CA2", twilio.StepOf(again, "Dial"), ("DialCallStatus", "no-answer"));
        Assert.Equal("overflow", twilio.StepOf(offer, "Gather"));
    }

    [Fact]
    public async Task Give_a_contract_number_when_the_callers_own_is_unknown()
    {
        var (vendor, twilio) = await ConnectAsync();
        var contract = await vendor.AddContractAsync("K-2026-0815", "premium", -1, 1);
        await twilio.StepAsync("CA1", "", ("From", Stranger));
        var ask = await twilio.StepAsync("CA1", "language", ("From", Stranger), ("Digits", "1"));
        Assert.Contains("合同编号", Said(ask), StringComparison.Ordinal);
        Assert.Equal("#", ask.Element("Gather")!.Attribute("finishOnKey")!.Value);
        var down = await twilio.StepAsync("CA1", twilio.StepOf(ask, "Gather"), ("From", Stranger), ("Digits", "20260815"));
        await twilio.StepAsync("CA1", twilio.StepOf(down, "Gather"), ("From", Stranger), ("Digits", "2"));
        // Nobody is on duty: the caller is offered a call back and takes it.
        var promise = await twilio.StepAsync("CA1", "overflow", ("From", Stranger), ("Digits", "1"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((TicketKind.Callback, contract, vendor.Customer, "premium", "covered"), (opened.Kind, opened.ContractId!.Value, opened.CustomerId!.Value, opened.ServiceLevel, opened.Entitlement));
        Assert.Equal(("zh-CN", null), (opened.Language, opened.Impact));
        Assert.Contains("20260815", opened.Text, StringComparison.Ordinal);
        Assert.Contains(string.Join(' ', opened.Number.Where(char.IsAsciiDigit)), Said(promise), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_take_the_caller_for_somebody_else()
    {
        var (vendor, twilio) = await ConnectAsync();
        await vendor.AddContactAsync("Twin", null, Stranger);
        await vendor.AddContactAsync("Other twin", null, Stranger);
        await vendor.AddContractAsync("A-77", "premium", -1, 1);
        await vendor.AddContractAsync("B-77", "premium", -1, 1);
        await twilio.StepAsync("CA1", "", ("From", Stranger));
        Assert.Equal("ambiguous", (await host.EventsAsync<CallRinging>(vendor.Tenant)).Single().CallerMatch);
        await twilio.StepAsync("CA1", "language", ("From", Stranger));
        await twilio.StepAsync("CA1", "contract", ("From", Stranger), ("Digits", "77"));
        await twilio.StepAsync("CA1", "status", ("From", Stranger), ("CallStatus", "completed"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((null, null, null), (opened.ContactId, opened.CustomerId, opened.ContractId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("language")]
    [InlineData("language,contract")]
    [InlineData("language,contract,urgency")]
    [InlineData("language,contract,urgency,dialed")]
    [InlineData("language,contract,urgency,dialed,overflow")]
    public async Task End_in_a_ticket_wherever_the_caller_hangs_up_told_or_not(string steps)
    {
        foreach (var told in new[] { true, false })
        {
            var (vendor, twilio) = await ConnectAsync(new { dutyNumbers = "+8613700000001" });
            await twilio.StepAsync("CA1", "", ("From", Stranger));
            foreach (var step in steps.Split(',', StringSplitOptions.RemoveEmptyEntries))
                await twilio.StepAsync("CA1", step, ("From", Stranger), ("DialCallStatus", "no-answer"), ("Digits", step == "overflow" ? "2" : ""));
            Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
            if (told)
            {
                await twilio.StepAsync("CA1", "status", ("From", Stranger), ("CallStatus", "completed"));
            }
            else
            {
                await host.ScalarAsync<string>(
                    "UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'silent-call' AND tenant = $1 RETURNING key", vendor.Tenant);
                await Eventually.Async(async () => (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Count == 1, what: "the silent call has a ticket");
            }

            var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
            Assert.Equal((TicketKind.Callback, Channel.Hotline), (opened.Kind, opened.Channel));
            Assert.Single(await host.EventsAsync<CallMissed>(vendor.Tenant));
        }
    }

    [Fact]
    public async Task Leave_a_message_when_nobody_answers()
    {
        var (vendor, twilio) = await ConnectAsync(new { dutyNumbers = "+8613700000001" });
        await twilio.StepAsync("CA1", "");
        var offer = await twilio.StepAsync("CA1", "dialed", ("DialCallStatus", "no-answer"));
        var record = await twilio.StepAsync("CA1", twilio.StepOf(offer, "Gather"), ("Digits", "2"));
        var recording = $"{host.Platforms.Address}/recordings/{twilio.Account}/{twilio.AuthToken}/RE1";
        await twilio.StepAsync("CA1", twilio.StepOf(record, "Record"), ("RecordingUrl", recording), ("RecordingDuration", "7"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var entry = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()[0];
        Assert.Equal(("missed", recording), (entry.Text("text"), entry.GetProperty("call").Text("voicemailUrl")));
        Assert.True(entry.GetProperty("call").IsNull("recordingUrl"));
        var theirs = (await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()[0];
        Assert.True(theirs.GetProperty("call").IsNull("voicemailUrl"));
        Assert.True(theirs.GetProperty("call").IsNull("from"));

        // It is had through us, by staff of the tenant alone, and as sound.
        var address = $"/api/v1/tickets/{opened.TicketId}/call/voicemail";
        using (var heard = await vendor.Staff.GetAsync(address))
        {
            Assert.Equal((200, "audio/mpeg"), ((int)heard.StatusCode, heard.Content.Headers.ContentType!.MediaType));
            Assert.Equal(SimulatedIm.FileBytes, await heard.Content.ReadAsByteArrayAsync());
        }

        await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/call/recording", 404);
        await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync(address, 403);
        await (await Vendor.CreateAsync(host)).Staff.FetchAsync(address, 404);
        await host.ScalarAsync<Guid>("UPDATE calls SET voicemail_url = NULL, recording_forgotten_at = now() WHERE tenant = $1 RETURNING id", vendor.Tenant);
        Assert.Equal("recording.gone", (await vendor.Staff.FetchAsync(address, 410)).Text("code"));
        Assert.False((await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()[0].GetProperty("call").IsNull("recordingRemovedAt"));
    }

    [Fact]
    public async Task Repeated_steps_say_the_same_and_change_nothing()
    {
        var (vendor, twilio) = await ConnectAsync();
        var first = await twilio.StepAsync("CA1", "", ("From", Stranger));
        Assert.Equal(first.ToString(), (await twilio.StepAsync("CA1", "", ("From", Stranger))).ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => twilio.StepAsync("CA1", "overflow", ("From", Stranger), ("Digits", "1"))));
        Assert.Single(answers.Select(a => a.ToString()).Distinct());
        Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Answered_after_they_were_given_up_are_answered_ones()
    {
        var (vendor, twilio) = await ConnectAsync(new { dutyNumbers = "+8613700000001" });
        await twilio.StepAsync("CA1", "");
        var dial = await twilio.StepAsync("CA1", "urgency");
        await host.ScalarAsync<string>("UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'silent-call' AND tenant = $1 RETURNING key", vendor.Tenant);
        await Eventually.Async(async () => (await host.EventsAsync<CallMissed>(vendor.Tenant)).Count == 1, what: "the silent call is given up");
        await twilio.PressAsync("CA1", await twilio.PickUpAsync("CA1", dial, "+8613700000001"), "+8613700000001", "1");
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId;
        Assert.Equal("request", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).Text("kind"));
    }

    [Fact]
    public async Task From_blocked_numbers_are_turned_away_and_noted_once()
    {
        var (vendor, twilio) = await ConnectAsync();
        await vendor.Staff.PostAsync("/api/v1/channels/blocked", new { kind = "number", value = Stranger, reason = "Sells insurance" });
        Assert.Single((await twilio.StepAsync("CA1", "", ("From", Stranger))).Elements("Reject"));
        await twilio.StepAsync("CA1", "status", ("From", Stranger), ("CallStatus", "completed"));
        Assert.Empty(await host.EventsAsync(vendor.Tenant) is var events ? events.Where(e => e is TicketOpened or CallRinging) : []);
        Assert.Equal([Stranger], (await vendor.Staff.FetchAsync("/api/v1/channels/blocked/attempts")).Items().Select(a => a.Text("sender")));
    }

    [Fact]
    public async Task Ring_the_first_on_call_as_dispatch_tells()
    {
        var team = Guid.NewGuid();
        var (vendor, twilio) = await ConnectAsync(new { teamId = team, dutyNumbers = "+8613700000009" });
        await twilio.StepAsync("CA1", "");
        Assert.Equal("+8613700000009", (await twilio.StepAsync("CA1", "urgency")).Descendants("Number").Single().Value);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await host.DeliverAsync(Engineer(vendor.Tenant, first, "+8613700000001"), 1);
        await host.DeliverAsync(Engineer(vendor.Tenant, second, "+8613700000002"), 1);
        await host.DeliverAsync(OnCall(vendor.Tenant, team, second, first), 2);
        await host.DeliverAsync(OnCall(vendor.Tenant, team, first), 1);
        Assert.Equal("+8613700000002", (await twilio.StepAsync("CA1", "urgency")).Descendants("Number").Single().Value);
    }

    [Fact]
    public async Task Are_signed_for_the_public_address_and_nothing_else()
    {
        var (vendor, twilio) = await ConnectAsync();
        var (_, stranger) = await ConnectAsync();
        (string, string)[] said = [("Digits", "1")];
        foreach (var (what, answer) in new (string, Task<HttpResponseMessage>)[]
        {
            ("another token", twilio.PostAsync("CA1", "", stranger.AuthToken, said)),
            ("no signature", twilio.PostAsync("CA1", "", twilio.AuthToken, said, _ => "")),
            ("half a signature", twilio.PostAsync("CA1", "", twilio.AuthToken, said, s => s[..8])),
            ("a changed parameter", twilio.PostAsync("CA1", "", twilio.AuthToken, said, changed: ("Digits", "2"))),
            ("one parameter more", twilio.PostAsync("CA1", "", twilio.AuthToken, said, changed: ("Extra", "1"))),
            ("another step", twilio.PostAsync("CA1", "status", twilio.AuthToken, said, signedFor: "")),
            ("another account", twilio.PostAsync("CA1", "", twilio.AuthToken, [("AccountSid", stranger.Account)])),
            ("for another host", new SimulatedTwilio(host.Anonymous(), "https://evil.example.com").Borrow(twilio).PostAsync("CA1", "", twilio.AuthToken, said, host: "evil.example.com")),
        })
        {
            using var response = await answer;
            Assert.True((int)response.StatusCode == 401, $"{what}: {(int)response.StatusCode}");
        }

        using var elsewhere = await twilio.PostAsync("CA1", "", twilio.AuthToken, said, host: "intake.internal:5001");
        Assert.Equal(200, (int)elsewhere.StatusCode);
        using var unknown = await twilio.PostAsync("CA1", "nonsense", twilio.AuthToken, said);
        Assert.Equal(400, (int)unknown.StatusCode);
        Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant));
    }

    /// <summary>The documented example of the signature.</summary>
    [Fact]
    public void Are_checked_as_the_platforms_documents_say()
    {
        const string body = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212&AccountSid=AC";
        const string address = "https://mycompany.com/myapp.php?foo=1&bar=2";
        var form = QueryHelpers.ParseQuery(body);
        form.Remove("AccountSid");
        Assert.Equal("RSOYDt4T1cUTdK1PDd93/VVr8B8=", Convert.ToBase64String(TwilioAdapter.Sign("12345", address, form)));
    }

    private static string Said(XElement document) => string.Join(' ', document.Descendants("Say").Select(s => s.Value));

    private Task<long> SilentTimersAsync(Vendor vendor) =>
        host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE tenant = $1 AND kind = 'silent-call'", vendor.Tenant);

    private async Task<(Vendor Vendor, SimulatedTwilio Twilio)> ConnectAsync(object? settings = null)
    {
        var vendor = await Vendor.CreateAsync(host);
        var twilio = new SimulatedTwilio(host.Anonymous(), "https://service.example.com");
        await twilio.ConnectAsync(vendor, settings);
        return (vendor, twilio);
    }

    private static EngineerChanged Engineer(string tenant, Guid id, string phone) => new()
    {
        Tenant = tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = id, Name = "E", Language = "en", TeamIds = [], Skills = [], Active = true, Phone = phone,
    };

    private static OnCallChanged OnCall(string tenant, Guid team, params Guid[] people) => new()
    {
        Tenant = tenant, OccurredAt = DateTimeOffset.UtcNow, TeamId = team, TeamName = "T",
        OnCall = [.. people.Select((p, i) => new OnCallPerson(i + 1, p, "E", DateTimeOffset.UtcNow.AddHours(8)))],
    };
}
