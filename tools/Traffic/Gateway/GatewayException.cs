using System.Net;

namespace ServiceMesh.Traffic.Gateway;

/// <summary>The gateway answered with a problem.</summary>
public sealed class GatewayException(HttpStatusCode status, string code, string? detail, string request)
    : Exception($"{request}: {(int)status} {code}{(string.IsNullOrEmpty(detail) ? "" : " - " + detail)}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem's stable code, for example <c>ticket.not-found</c>; empty when the answer was no problem document.</summary>
    public string Code { get; } = code;
}
