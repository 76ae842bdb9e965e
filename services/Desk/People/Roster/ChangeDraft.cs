using System.Globalization;

namespace ServiceMesh.Desk.People.Roster;

/// <summary>An exception to the roster as somebody types it: a duty taken over, two exchanged, or somebody away. Times are local.</summary>
public sealed class ChangeDraft
{
    /// <summary><c>override</c>, <c>swap</c> or <c>absence</c>.</summary>
    public string Kind { get; set; } = "override";
    public Guid? Rotation { get; set; }
    public Guid? Engineer { get; set; }
    public string From { get; set; } = "";
    public string Until { get; set; } = "";
    public string OtherFrom { get; set; } = "";
    public string OtherUntil { get; set; } = "";
    public string Reason { get; set; } = "";

    public object ToApi(TimeZoneInfo zone) => Kind switch
    {
        "swap" => new { rotationId = Rotation, first = new { from = At(From, zone), until = At(Until, zone) }, second = new { from = At(OtherFrom, zone), until = At(OtherUntil, zone) }, reason = Text },
        "override" => new { rotationId = Rotation, engineerId = Engineer, from = At(From, zone), until = At(Until, zone), reason = Text },
        _ => new { from = At(From, zone), until = At(Until, zone), reason = Text },
    };

    /// <summary>Whether there is something in every field that has to be filled.</summary>
    public bool IsComplete =>
        (Kind == "absence" || Rotation is not null) && (Kind == "swap" || Engineer is not null)
        && IsTime(From) && IsTime(Until) && (Kind != "swap" || (IsTime(OtherFrom) && IsTime(OtherUntil)));

    /// <summary>A local time as the browser's field has it.</summary>
    public static string Write(DateTimeOffset at, TimeZoneInfo zone) => zone.At(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private string? Text => string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();

    private static bool IsTime(string text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static DateTimeOffset At(string text, TimeZoneInfo zone) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.None).In(zone);
}
