namespace ServiceMesh.Desk;

/// <summary>The gateway refused or did not answer.</summary>
/// <param name="status">HTTP status; 503 when nothing answered.</param>
/// <param name="code">The problem's stable code, for example <c>ticket.illegal-transition</c>.</param>
/// <param name="detail">What the problem said, in English; null when it said nothing.</param>
/// <param name="inner">What happened underneath.</param>
/// <param name="errors">What is wrong by the path of the field.</param>
/// <param name="traceId">To be quoted to operators; null when there is none.</param>
internal sealed class GatewayException(int status, string code, string? detail, string? traceId, Exception? inner = null, IReadOnlyDictionary<string, string[]>? errors = null)
    : Exception($"The gateway answered {status} {code}.", inner)
{
    public const string Unreachable = "gateway.unreachable";

    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Detail { get; } = detail;

    public string? TraceId { get; } = traceId;

    /// <summary>What is wrong by the path of the field; empty when no field is to blame.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors ?? new Dictionary<string, string[]>();
}
