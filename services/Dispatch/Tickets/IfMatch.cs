using System.Globalization;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>The optional header <c>If-Match</c>: the version that the caller has seen.</summary>
internal static class IfMatch
{
    /// <summary>412 <c>ticket.version-changed</c> when the ticket is another version than the caller's.</summary>
    public static void Check(HttpContext http, Ticket ticket)
    {
        var header = http.Request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*") return;
        var text = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        if (!int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw Problems.InvalidField("If-Match", "If-Match holds a version number.");
        if (version != ticket.Version)
            throw new ProblemException(
                412, "ticket.version-changed", "Somebody changed the ticket in the meantime.",
                $"It is version {ticket.Version} now, not {version}.");
    }

    /// <summary>Tells the version as ETag.</summary>
    public static void Tell(HttpContext http, int version) => http.Response.Headers.ETag = $"\"{version}\"";
}
