using System.ComponentModel.DataAnnotations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Calls;

/// <summary>Who took the call.</summary>
public sealed record CallAgent
{
    [PlainText(100)]
    public string? AccountId { get; init; }

    [Required, PlainText(200)]
    public required string Name { get; init; }
}

/// <summary>What a telephone system tells of a call. Events may come in any order and repeatedly.</summary>
public sealed record CallEvent : IValidatableObject
{
    /// <summary>The telephone system's own id of the call: up to 200 characters, never used for another call.</summary>
    [Required, PlainText(Limits.PlatformId)]
    public required string CallId { get; init; }
    public required CallSignal Event { get; init; }

    /// <summary>The caller's number as shown; null or unreadable when it is withheld.</summary>
    [PlainText(PhoneNumber.MaxLength)]
    public string? From { get; init; }

    [PlainText(PhoneNumber.MaxLength)]
    public string? To { get; init; }

    /// <summary>When it happened: within the last 7 days; now when not given or in the future.</summary>
    public DateTimeOffset? At { get; init; }
    public CallAgent? Agent { get; init; }

    /// <summary>Why it was missed or ended, in the telephone system's words.</summary>
    [PlainText(100)]
    public string? Cause { get; init; }

    /// <summary>Where its recording lies; of a voicemail the message.</summary>
    [PlainText(2_000), Url]
    public string? RecordingUrl { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var faults = new List<ValidationResult>();
        if (Agent is not null)
            Validator.TryValidateObject(Agent, new ValidationContext(Agent), faults, validateAllProperties: true);
        return faults;
    }
}

/// <summary>A call as it is known now.</summary>
/// <param name="CallId">The telephone system's id.</param>
/// <param name="Id">The id that ServiceMesh's events carry.</param>
/// <param name="TicketId">The call's ticket; null while it only rings.</param>
/// <param name="CallerMatch"><c>exact</c>, <c>extension-stripped</c>, <c>ambiguous</c> or <c>none</c>; <c>blocked</c> for a number on the block list: there is no call then, only the note that it was tried.</param>
public sealed record CallAnswerView(string CallId, Guid Id, Guid? TicketId, string CallerMatch, Guid? CustomerId, Guid? ContactId);
