using System.Globalization;
using System.Text;
using System.Text.Json;
using ServiceMesh.Sla.Domain.Money;

namespace ServiceMesh.Sla.Money;

/// <summary>
/// A statement as RFC 4180: one line for each charge and credit, then the totals by currency. Amounts to be paid are positive, those paid
/// back negative, so that the column adds up to the balance.
/// </summary>
public static class StatementCsv
{
    private const string Header = "line,ticket,at,what,clause,severity,team,state,gross,capped_by,amount,currency,reason";

    /// <summary>Writes it, with CR LF.</summary>
    public static string Write(Statement statement)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var charge in statement.Charges)
        {
            Line(text, "charge", charge.TicketNumber, Time(charge.OpenedAt), charge.Why, "", "", "", charge.State, Money(charge.Amount, charge.Currency), "",
                Money(charge.Amount is null ? null : charge.Due, charge.Currency), charge.Currency, charge.Reason);
        }

        foreach (var credit in statement.Credits)
        {
            Line(text, "credit", credit.TicketNumber, Time(credit.DueAt), credit.Clock, credit.Clause, credit.Severity.ToString(CultureInfo.InvariantCulture), credit.Team,
                credit.State is { } state ? JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) : "none", Money(-credit.Gross, credit.Currency), credit.CappedBy,
                Money(-credit.Amount, credit.Currency), credit.Currency, credit.Reason);
        }

        foreach (var total in statement.Totals)
        {
            Total(text, "charges", total.Charges, total.Currency);
            Total(text, "credits before limits", -total.Gross, total.Currency);
            Total(text, "taken by limits", total.Capped, total.Currency);
            Total(text, "credits", -total.Credits, total.Currency);
            Total(text, "balance", total.Balance, total.Currency);
        }

        return text.ToString();

        void Total(StringBuilder to, string what, decimal amount, string currency) =>
            Line(to, "total", "", statement.Month, what, "", "", "", "", "", "", Money(amount, currency), currency, "");
    }

    private static string Money(decimal? amount, string? currency) => amount is null || currency is null
        ? ""
        : (amount.Value == 0 ? 0 : amount.Value).ToString("F" + Currencies.DecimalsOf(currency).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, params string?[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Cell(cells[i] ?? ""));
        }

        text.Append("\r\n");
    }

    // A spreadsheet takes a text that begins like a formula for one.
    private static string Cell(string value)
    {
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var safe = value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) && !isNumber ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
