using System.Text.Json;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Contracts.Tests;

public sealed class Contracts_are_frozen
{
    [Fact]
    public void The_document_says_what_the_code_says()
    {
        var path = TestPaths.In("docs", "events.md");
        var made = EventDocument.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, made);
        Assert.Equal(File.ReadAllText(path), made);
    }

    [Fact]
    public void An_unknown_field_from_a_later_version_is_ignored_and_a_missing_optional_one_is_null()
    {
        var ticket = Guid.CreateVersion7();
        var json = $$$"""{"tenant":"default","ticketId":"{{{ticket}}}","occurredAt":"2026-03-02T03:00:00Z","noteId":"{{{ticket}}}","text":"hello","fromTheFuture":{"a":1}}""";
        var note = Assert.IsType<NoteAdded>(EventJson.Read(nameof(NoteAdded), json));
        Assert.Equal(("hello", null), (note.Text, note.Trace));
    }

    [Fact]
    public void A_missing_required_field_is_refused()
    {
        Assert.Throws<JsonException>(() => EventJson.Read(nameof(NoteAdded), """{"tenant":"default"}"""));
        Assert.Throws<JsonException>(() => EventJson.Read("NoSuchEvent", "{}"));
    }

    [Fact]
    public void What_is_written_reads_back_equal()
    {
        var paused = new TicketPaused
        {
            Tenant = "default",
            TicketId = Guid.CreateVersion7(),
            OccurredAt = new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero),
            By = new Actor(ActorKind.Staff, "a", "李娜 <b>"),
            Reason = PauseReason.WaitingForVendor,
            PreviousReason = PauseReason.WaitingForCustomer,
            Stream = new StreamPosition("dispatch", Guid.CreateVersion7(), 7),
        };
        Assert.Equal(paused, EventJson.Read(nameof(TicketPaused), EventJson.Write(paused)));
    }

    [Fact]
    public void Every_event_is_a_sealed_record_in_the_past_tense_of_one_namespace()
    {
        Assert.NotEmpty(EventJson.Types);
        Assert.All(EventJson.Types.Values, type =>
        {
            Assert.True(type.IsSealed, $"{type.Name} is not sealed");
            Assert.Equal("ServiceMesh.Contracts", type.Namespace);
        });
    }
}
