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

        var answered = dial.Descendants("Number").First().Attribute("statusCallback")!.Value.Split('/')[^1];
        await twilio.StepAsync("CA1-leg", answered, ("ParentCallSid", "CA1"), ("From", "+862155550199"), ("To", "+8613700000001"), ("CallStatus", "in-progress"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((TicketKind.Request, Channel.Hotline, Level.High, Level.High), (opened.Kind, opened.Channel, opened.Impact!.Value, opened.Urgency!.Value));
        Assert.NotNull(opened.AnsweredAt);
        Assert.StartsWith("【系统停机】", opened.Subject, StringComparison.Ordinal);
        Assert.Equal(0L, await SilentTimersAsync(vendor));
        var goodbye = await twilio.StepAsync("CA1", twilio.StepOf(dial, "Dial"), ("DialCallStatus", "completed"));
        Assert.Single(goodbye.Elements("Hangup"));
        await twilio.StepAsync("CA1", "status", ("CallStatus", "completed"));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant));
        Assert.Empty(await host.EventsAsync<CallMissed>(vendor.Tenant));
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
        const string recording = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1";
        await twilio.StepAsync("CA1", twilio.StepOf(record, "Record"), ("RecordingUrl", recording), ("RecordingDuration", "7"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var entry = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()[0];
        Assert.Equal(("missed", recording), (entry.Text("text"), entry.GetProperty("call").Text("recordingUrl")));
        var theirs = (await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()[0];
        Assert.True(theirs.GetProperty("call").IsNull("recordingUrl"));
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
        await twilio.StepAsync("CA1", "status", ("CallStatus", "completed"));
        await twilio.StepAsync("CA1", "dialed", ("DialCallStatus", "completed"));
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
