using System.ComponentModel.DataAnnotations;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// A visitor's message: text up to 20,000 characters, files, or both. <c>clientId</c> is the widget's own id of it, up to 64 letters, digits
/// and hyphens: the same id again is the same message. Name, address and number are what the visitor says himself.
/// </summary>
public sealed record ChatMessageRequest(
    [property: Required, RegularExpression("^[A-Za-z0-9-]{8,64}$")] string ClientId,
    [property: PlainText(Limits.Text, Lines = true)] string? Text = null,
    [property: MaxLength(Limits.Files)] IReadOnlyList<Guid>? AttachmentIds = null,
    [property: PlainText(200)] string? Name = null,
    [property: MailAddress] string? Email = null,
    [property: PlainText(PhoneNumber.MaxLength)] string? Phone = null,
    [property: LanguageTag] string? Language = null,
    [property: StringLength(4_000)] string? Identity = null) : IValidatableObject
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Text) && AttachmentIds is not { Count: > 0 })
            yield return new ValidationResult("The text field is required when no files are sent.", [nameof(Text)]);
    }
}

/// <summary>How far somebody has read.</summary>
public sealed record ChatReadRequest([property: Range(0, long.MaxValue)] long Place);

/// <summary>What a widget shows before anything is said.</summary>
/// <param name="Staffed">Whether somebody answers now; where not, the widget takes a message with an address to answer to.</param>
/// <param name="OpensAt">When somebody answers next; null when that is not known, or now.</param>
/// <param name="Language">The channel's language, for visitors whose browser asks for none of ours.</param>
public sealed record ChatState(string Title, string? Color, bool Staffed, DateTimeOffset? OpensAt, string Language, string TimeZone);

/// <summary>Something said in a chat, as the visitor sees it.</summary>
/// <param name="Place">Grows in the order of the conversation; 0 for what opened the ticket.</param>
/// <param name="ClientId">The widget's own id; only of the visitor's own messages.</param>
/// <param name="From"><c>customer</c> or <c>agent</c>.</param>
public sealed record ChatEntry(
    long Place, Guid Id, string? ClientId, string From, string? Name, string Text, DateTimeOffset At, IReadOnlyList<AttachmentView> Attachments);

/// <summary>What is new in a chat.</summary>
/// <param name="Number">The present ticket's number; null before the first message. Another number is another ticket: places begin anew.</param>
/// <param name="StaffRead">Up to which place somebody of the staff has read.</param>
/// <param name="More">Whether there is more behind the last entry.</param>
public sealed record ChatNews(string? Number, string? State, IReadOnlyList<ChatEntry> Entries, long StaffRead, bool More)
{
    public static ChatNews Nothing { get; } = new(null, null, [], 0, false);
}

/// <summary>A message that was kept; <c>repeated</c> when it had been kept before.</summary>
public sealed record ChatKept(string ClientId, string Number, bool Repeated);

/// <summary>A web chat as staff see it beside the ticket.</summary>
/// <param name="Typing">Whether the visitor is typing; known while Redis is there, and otherwise to the instance that he talks to.</param>
/// <param name="Online">Whether the visitor has the chat open.</param>
/// <param name="CustomerRead">The last message that the visitor has read, by its id; null for none.</param>
public sealed record ChatPresence(bool Online, bool Typing, Guid? CustomerRead);
