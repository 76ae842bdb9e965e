using System.Text;
using System.Xml;

namespace ServiceMesh.Intake.Channels;

/// <summary>The flat XML that Tencent's platforms send: an element with texts in it.</summary>
internal static class PlatformXml
{
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 1_000_000,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The texts of the outermost element's children by name; what lies deeper is passed over. 400 when it is no XML, or a name stands there twice.</summary>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlyMemory<byte> xml)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray(), writable: false), s_settings);
            string? name = null;
            var text = new StringBuilder();
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when reader.Depth == 1:
                        if (!found.TryAdd(reader.LocalName, ""))
                            throw ChannelFaults.Malformed($"{reader.LocalName} stands there twice.");
                        name = reader.IsEmptyElement ? null : reader.LocalName;
                        text.Clear();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when reader.Depth == 2:
                        text.Append(reader.Value);
                        break;
                    case XmlNodeType.EndElement when reader.Depth == 1 && name is not null:
                        found[name] = text.ToString();
                        name = null;
                        break;
                    default:
                        break;
                }
            }
        }
        catch (XmlException)
        {
            throw ChannelFaults.Malformed("The body is not the XML that this platform sends.");
        }

        return found;
    }

    /// <summary>A text, or an empty one.</summary>
    public static string Of(this IReadOnlyDictionary<string, string> xml, string name) => xml.GetValueOrDefault(name, "");
}
