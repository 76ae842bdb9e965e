using System.Globalization;
using System.Text;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Reports;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Scorecards as RFC 4180: one line for each subject and dimension.</summary>
public static class CardCsv
{
    private const string Header =
        "kind,period,formula,id,name,score,stars,grade,dimension,unit,value,count,good,points,dimension_stars,weight,effective_weight,missing,from_reference,reference_source,reference_date,"
        + "tickets,support_tickets,answers,answer_rate,nps,unreachable,mean_response_seconds,mean_recovery_seconds,waiting_percent,complete_records";

    private const string CorrectionHeader = "kind,period,corrects_period,id,name,dimension,unit,was_value,was_count,now_value,now_count,was_score,now_score";

    /// <summary>Writes it, with CR LF.</summary>
    public static string Write(string kind, string period, int formula, IEnumerable<Card> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var card in cards)
        {
            var f = card.Figures;
            foreach (var d in card.Dimensions)
            {
                Line(text, kind, period, N(formula), card.Id.ToString(), card.Name, N(card.Score), N(card.Stars), card.Grade, d.Name, d.Unit, N(d.Value), N(d.Count), N(d.Good), N(d.Points),
                    N(d.Stars), N(d.Weight), N(d.EffectiveWeight), d.Missing ? "yes" : "no", d.FromReference ? "yes" : "no", d.Reference?.Source,
                    d.Reference?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    N(f.Tickets), N(f.Faults), N(f.Answers), N(f.AnswerRate), N(f.Nps), N(f.Unreachable), N(f.MeanResponseSeconds), N(f.MeanRecoverySeconds), N(f.WaitingPercent), N(f.CompleteRecords));
            }
        }

        return text.ToString();
    }

    /// <summary>What a frozen report says of the one before, one line for each figure that is other now.</summary>
    internal static string Write(string kind, string period, IEnumerable<Correction> corrections)
    {
        var text = new StringBuilder(CorrectionHeader).Append("\r\n");
        foreach (var c in corrections)
        {
            Line(text, kind, period, c.Period, c.Id.ToString(), c.Name, c.Dimension, Dimensions.Find(c.Dimension)?.Unit, N(c.WasValue), N(c.WasCount), N(c.NowValue), N(c.NowCount), N(c.WasScore),
                N(c.NowScore));
        }

        return text.ToString();
    }

    /// <summary>With a mark in front by which spreadsheets know UTF-8.</summary>
    internal static IResult File(string text, string name) =>
        Results.File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)], "text/csv; charset=utf-8", name);

    private static void Line(StringBuilder text, params string?[] cells) => text.AppendJoin(',', cells.Select(c => Cell(c ?? ""))).Append("\r\n");

    // A spreadsheet takes a text that begins like a formula for one.
    private static string Cell(string text)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) && !isNumber ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string N(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
