using System.Globalization;
using System.Xml;
using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Preview;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>A preview told in short: events like <c>09:30 opened, 10:00 paused waiting, +1 09:00 resumed</c>, in UTC from a first day on.</summary>
internal static class Told
{
    public static PreviewAnswer Answer(CalendarDefinition calendar, PreviewTerms terms, string day, string events, string now)
    {
        var errors = new List<FieldError>();
        var answer = PreviewEngine.Run(
            new() { Calendar = calendar, Terms = terms, Events = [.. events.Split(", ").Select(e => Event(day, e, terms))], Now = At(day, now) }, default, errors);
        Assert.Empty(errors);
        Assert.Empty(answer!.Problems);
        return answer;
    }

    /// <summary>Compares with clocks like <c>resolution met due 12:30 met 11:00 worked PT1H30M; nextResponse#2 paused due -</c>.</summary>
    public static void Shows(PreviewAnswer answer, string day, string expected)
    {
        foreach (var clock in expected.Split("; "))
        {
            var words = clock.Split(' ');
            var name = words[0].Split('#');
            var (cycle, nth) = (name.Length > 1 ? int.Parse(name[1], CultureInfo.InvariantCulture) : 1, name.Length > 2 ? int.Parse(name[2], CultureInfo.InvariantCulture) : 0);
            var shown = answer.Clocks.Where(c => c.Clock == name[0] && c.Cycle == cycle).ToList();
            Assert.True(shown.Count > nth, $"There is no {words[0]}.");
            var actual = new List<string> { shown[nth].State.ToString() };
            var wanted = new List<string> { words[1] };
            for (var i = 2; i < words.Length; i += 2)
            {
                var at = words[i + 1].StartsWith('+') ? $"{words[i + 1]} {words[i + 2]}" : words[i + 1];
                wanted.Add(words[i] is "worked" or "wall" or "left" ? $"{words[i]} {XmlConvert.ToTimeSpan(at)}" : at == "-" ? $"{words[i]} -" : $"{words[i]} {At(day, at)}");
                actual.Add($"{words[i]} {Value(shown[nth], words[i])}");
                i += at == words[i + 1] ? 0 : 1;
            }

            Assert.Equal(wanted, actual, StringComparer.OrdinalIgnoreCase);
        }
    }

    private static string Value(PreviewClock clock, string field) => field switch
    {
        "due" => clock.DueAt ?? "-",
        "met" => clock.MetAt ?? "-",
        "breached" => clock.BreachedAt ?? "-",
        "start" => clock.StartedAt,
        "warned" => clock.Warnings[^1].At,
        "worked" => $"{XmlConvert.ToTimeSpan(clock.ElapsedWorking)}",
        "wall" => $"{XmlConvert.ToTimeSpan(clock.ElapsedWall)}",
        "left" => $"{XmlConvert.ToTimeSpan(clock.Remaining!)}",
        _ => throw new ArgumentException($"No such field: {field}."),
    };

    private static PreviewEvent Event(string day, string text, PreviewTerms terms)
    {
        var words = text.Split(' ');
        var first = words[0].StartsWith('+') ? 2 : 1;
        var (at, type, rest) = (At(day, string.Join(' ', words[..first])), words[first], words.ElementAtOrDefault(first + 1));
        return type == "termsChanged" ? new(at, type, Terms: terms with { Resolution = rest }) : new(at, type, rest);
    }

    private static string At(string day, string text)
    {
        var days = text.StartsWith('+') ? int.Parse(text[1..text.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture) : 0;
        var time = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var date = LocalDatePattern.Iso.Parse(day).Value.PlusDays(days);
        return InstantPattern.ExtendedIso.Format(date.At(LocalTimePattern.ExtendedIso.Parse(time.Length == 5 ? $"{time}:00" : time).Value).InUtc().ToInstant());
    }
}
