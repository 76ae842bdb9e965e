using System.Text.RegularExpressions;

namespace ServiceMesh.Sinks.Mail;

/// <summary>Decodes RFC 2047 encoded words (<c>=?utf-8?B?...?=</c>) in header values.</summary>
internal static partial class EncodedWords
{
    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal)) return value;
        // White space between two encoded words is not text; bytes of one character may span words of the same charset.
        return RunPattern().Replace(value, run =>
        {
            var text = new System.Text.StringBuilder();
            var pending = new List<byte>();
            string? charset = null;
            foreach (Match word in WordPattern().Matches(run.Value))
            {
                var wordCharset = word.Groups["charset"].Value;
                if (charset is not null && !string.Equals(charset, wordCharset, StringComparison.OrdinalIgnoreCase))
                {
                    text.Append(Charsets.Decode([.. pending], charset));
                    pending.Clear();
                }
                charset = wordCharset;
                var content = word.Groups["text"].Value;
                pending.AddRange(word.Groups["encoding"].Value is "B" or "b"
                    ? TransferEncodings.Base64(content)
                    : TransferEncodings.QuotedPrintable(content.Replace('_', ' ')));
            }
            return text.Append(Charsets.Decode([.. pending], charset)).ToString();
        });
    }

    [GeneratedRegex(@"=\?(?<charset>[^?*\s]+)(?:\*[^?\s]*)?\?(?<encoding>[BbQq])\?(?<text>[^?\s]*)\?=", RegexOptions.None, 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)*", RegexOptions.None, 1000)]
    private static partial Regex RunPattern();
}
