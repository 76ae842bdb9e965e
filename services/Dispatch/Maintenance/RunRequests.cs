using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>Who does a run: the engineer given; with none the best of the team now.</summary>
/// <param name="Override">A dispatcher or manager passes over what speaks against the engineer, with the reason; never over a missing certificate.</param>
public sealed record AssignRunRequest(Guid? TeamId = null, Guid? EngineerId = null, [MaxLength(500)] string? Reason = null, bool Override = false);

/// <summary>A run begins.</summary>
/// <param name="CoverReason">Why, although the contract does not cover it; from managers only.</param>
public sealed record StartRunRequest([MaxLength(500)] string? CoverReason = null);

/// <summary>Evidence by field: texts, whole numbers, instants with their offset; null takes one away.</summary>
public sealed record EvidenceRequest([Required, MinLength(1), MaxLength(50)] Dictionary<string, JsonElement> Values);

/// <summary>An item of the checklist is answered; without a state the answer is taken back.</summary>
public sealed record CheckRequest([NotBlank, MaxLength(40)] string Key, CheckState? State = null, [MaxLength(2000)] string? Note = null);

/// <summary>Why an upgrade's rollback is not tested.</summary>
public sealed record WaiveRequest([NotBlank, MaxLength(2000)] string Reason);

/// <summary>A run is done; the remark is required when the verdict is not good.</summary>
public sealed record CompleteRunRequest([MaxLength(5000)] string? Remark = null);

/// <summary>Another window, as long as the one before, to whole seconds.</summary>
public sealed record RescheduleRequest(DateTimeOffset From, [NotBlank, MaxLength(500)] string Reason);

/// <summary>Why a run ends without being done.</summary>
public sealed record CancelRunRequest([NotBlank, MaxLength(500)] string Reason);

/// <summary>A tenant's list for a kind.</summary>
public sealed record ChecklistRequest([Required, MinLength(1), MaxLength(100)] ChecklistItemRequest[] Items);

/// <summary>Places in lists, written as one opaque word.</summary>
internal sealed record RunCursor(DateTimeOffset At, Guid Id)
{
    public string Write() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{At.UtcTicks} {Id:N}")));

    public static string Of(Guid id) => new RunCursor(DateTimeOffset.UnixEpoch, id).Write();

    public static Guid? ReadId(string? text) => Read(text)?.Id;

    /// <exception cref="ProblemException">400: it is no cursor of this list.</exception>
    public static RunCursor? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var buffer = new byte[128];
        if (text.Length <= 128 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, buffer, out var written)
            && Encoding.ASCII.GetString(buffer, 0, written).Split(' ') is [var at, var id]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParseExact(id, "N", out var guid))
            return new RunCursor(new DateTimeOffset(ticks, TimeSpan.Zero), guid);
        throw Problems.InvalidField("cursor", "The cursor is not one of this list.");
    }
}
