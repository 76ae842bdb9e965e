using System.ComponentModel.DataAnnotations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Channels.Generic;

/// <summary>Who wrote, as the platform knows it.</summary>
public sealed record ImSender
{
    [Required, PlainText(Limits.PlatformId)]
    public required string Id { get; init; }

    [PlainText(200)]
    public string? Name { get; init; }

    [MailAddress]
    public string? Email { get; init; }

    [PlainText(PhoneNumber.MaxLength)]
    public string? Phone { get; init; }

    [LanguageTag]
    public string? Language { get; init; }
}

/// <summary>A message of an IM platform: text up to 20,000 characters.</summary>
public sealed record ImMessage : IValidatableObject
{
    [Required, PlainText(Limits.PlatformId)]
    public required string ConversationId { get; init; }
    public required ImSender From { get; init; }

    [Required, PlainText(Limits.Text, Lines = true)]
    public required string Text { get; init; }

    /// <summary>When it was written, by the platform; for display only.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(From, new ValidationContext(From), faults, validateAllProperties: true);
        return faults;
    }
}

/// <summary>Where a message went; <c>created</c> when it opened the ticket.</summary>
public sealed record ImMessageView(Guid TicketId, string Number, bool Created);
