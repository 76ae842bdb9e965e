using System.Globalization;
using ServiceMesh.Insight.Domain;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>What is signed when a day is closed.</summary>
/// <param name="Tenant">Whose record.</param>
/// <param name="Day">The day of arrival, UTC.</param>
/// <param name="Position">The last position of that day.</param>
/// <param name="Hash">The chain's hash there.</param>
public sealed record SignedHead(string Tenant, DateOnly Day, long Position, byte[] Hash)
{
    /// <summary>The canonical JSON (UTF-8) under the signature.</summary>
    public byte[] Text() => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("day", Day.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("hash", Convert.ToHexStringLower(Hash));
        writer.WriteNumber("position", Position);
        writer.WriteString("tenant", Tenant);
        writer.WriteEndObject();
    });
}
