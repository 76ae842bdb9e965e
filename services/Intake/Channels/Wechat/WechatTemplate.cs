using System.Globalization;
using System.Text.RegularExpressions;
using ServiceMesh.Intake.Delivery;

namespace ServiceMesh.Intake.Channels.Wechat;

/// <summary>
/// A template of the account's, by which an answer still reaches somebody after 48 hours. Which of its fields shows what, the administrator says; a field's kind, which its
/// name begins with, says how much it takes.
/// </summary>
internal static partial class WechatTemplate
{
    public const string Id = "templateId";
    public const string Fields = "templateFields";
    private const int LongestOther = 200;

    private static readonly (string Kind, int Longest)[] s_kinds = [("thing", 20), ("character_string", 32), ("phrase", 5), ("const", 20), ("name", 10)];

    /// <summary>Up to ten of <c>field=what</c>, separated by blanks.</summary>
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,31}=(number|subject|text|author|time)( [A-Za-z][A-Za-z0-9_]{0,31}=(number|subject|text|author|time)){0,9}\z")]
    public static partial Regex FieldsForm();

    /// <summary>The message as the platform wants it. Its client_msg_id makes a try that is repeated within ten minutes one message.</summary>
    public static Dictionary<string, object> Of(OutboundMessage outbound, string text, string? link)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var field in outbound.Channel[Fields].Split(' '))
        {
            var (name, what) = (field[..field.IndexOf('=', StringComparison.Ordinal)], field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            data[name] = new
            {
                value = Fit(name, what switch
                {
                    "number" => outbound.Number,
                    "subject" => outbound.Subject,
                    "author" => outbound.Message.AuthorName,
                    "time" => outbound.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    _ => text,
                }),
            };
        }

        var body = new Dictionary<string, object>
        {
            ["touser"] = outbound.ConversationId, ["template_id"] = outbound.Channel[Id], ["client_msg_id"] = outbound.Message.Id.ToString("N"), ["data"] = data,
        };
        if (link is not null)
            body["url"] = link;
        return body;
    }

    /// <summary>One line of what the field takes, with an ellipsis where something is left out; a dash for nothing.</summary>
    private static string Fit(string field, string? value)
    {
        var longest = s_kinds.FirstOrDefault(k => field.StartsWith(k.Kind, StringComparison.Ordinal)) is { Longest: > 0 and var most } ? most : LongestOther;
        var line = Tidy.Line(value, LongestOther + 1) ?? "-";
        return line.Length <= longest ? line : Tidy.Line(line, longest - 1) + "…";
    }
}
