using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Conversations;

/// <summary>Something to say: up to 20,000 characters, up to ten files that were uploaded before, or both.</summary>
public sealed record MessageRequest(
    [property: PlainText(Limits.Text, Lines = true)] string? Text = null,
    [property: MaxLength(Limits.Files)] IReadOnlyList<Guid>? AttachmentIds = null) : IValidatableObject
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Text) && AttachmentIds is not { Count: > 0 })
            yield return new ValidationResult("The text field is required when no files are sent.", [nameof(Text)]);
    }

    /// <summary>What was written, or what stands for files alone.</summary>
    internal string TextOr(IReadOnlyList<AttachmentRow> files, string language) =>
        Text.TrimToNull() ?? FileLabels.Of([.. files.Select(f => (f.Kind, f.Name))], language);
}

/// <summary>The id of what was stored.</summary>
public sealed record CreatedView(Guid Id);

public sealed record AuthorView(ActorKind Kind, string? Name);

/// <summary>How far an agent's message got on its IM platform; absent where the channel cannot know.</summary>
public sealed record DeliveryView(DeliveryState State, string? Reason, DateTimeOffset? At);

/// <summary>The call that opened the ticket. Number, names, recording and message are for staff only.</summary>
/// <param name="Cause">Why it was missed, in the telephone system's words.</param>
/// <param name="RecordingUrl">Where the recording lies; it is had at <c>/api/v1/tickets/{id}/call/recording</c>.</param>
/// <param name="HangupCause">Why it ended.</param>
/// <param name="VoicemailUrl">Where the message lies that the caller left; it is had at <c>/api/v1/tickets/{id}/call/voicemail</c>.</param>
public sealed record CallView(Guid Id, string? Cause, string? RecordingUrl, string? HangupCause = null, DateTimeOffset? EndedAt = null, string? VoicemailUrl = null)
{
    /// <summary>The caller's number, E.164 where it could be read; null when it was withheld.</summary>
    public string? From { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who answered, by name or, where none is known, by number.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When it was forgotten where recording and message lay, because their time was over.</summary>
    public DateTimeOffset? RecordingRemovedAt { get; init; }

    internal static CallView Of(CallRow call, bool forStaff) => new(
        call.Id, call.Cause, forStaff ? call.RecordingUrl : null, call.HangupCause, call.EndedAt, forStaff ? call.VoicemailUrl : null)
    {
        From = forStaff ? call.FromNumber : null,
        AnsweredAt = call.AnsweredAt,
        AnsweredBy = forStaff ? call.AgentName : null,
        RecordingRemovedAt = forStaff ? call.RecordingForgottenAt : null,
    };
}

/// <summary>An entry of a conversation.</summary>
/// <param name="Kind"><c>customer</c>, <c>agent</c>, <c>note</c> or <c>call</c>.</param>
/// <param name="Text">What was said; of a call <c>answered</c> or <c>missed</c>.</param>
public sealed record MessageView(
    Guid Id, string Kind, string Text, AuthorView Author, Channel Channel, DateTimeOffset At, DeliveryView? Delivery = null, CallView? Call = null)
{
    /// <summary>Files that came with it; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttachmentView>? Attachments { get; init; }

    /// <summary>Why what a customer sent is only kept for staff: <c>mail-limit</c>. Left out for all others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Held { get; init; }

    /// <summary>Which mail of its hour it was; left out where nothing is held.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HeldCount { get; init; }
}

/// <summary>A file of a conversation, to be had at <c>/api/v1/tickets/{ticketId}/attachments/{id}</c>.</summary>
/// <param name="Name">As the sender called it, made harmless; null where that is not known.</param>
/// <param name="Size">Bytes; null where the platform does not tell.</param>
public sealed record AttachmentView(Guid Id, FileKind Kind, string? Name, long? Size)
{
    /// <summary>What an uploaded file is by its content; left out for files at platforms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; init; }

    /// <summary>Whether an uploaded file was looked at for viruses: only <c>unscanned</c> and <c>clean</c> ones are handed out. Left out for files at platforms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScanState? Scan { get; init; }

    /// <summary>When it was removed, because its time was over or on request; left out while it is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RemovedAt { get; init; }

    internal static AttachmentView Of(AttachmentRow row) => new(row.Id, row.Kind, row.Name, row.Size) { MediaType = row.MediaType, Scan = row.Scan, RemovedAt = row.RemovedAt };
}
