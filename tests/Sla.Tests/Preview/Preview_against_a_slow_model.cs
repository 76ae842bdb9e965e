using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Preview;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

public sealed class Preview_against_a_slow_model
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Any_contract_and_any_ticket_agree_second_by_second()
    {
        var asked = Environment.GetEnvironmentVariable("SERVICEMESH_PREVIEW_CASES");
        var cases = asked is not null ? int.Parse(asked, CultureInfo.InvariantCulture)
            : Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1" ? 100_000 : 5_000;
        var watch = Stopwatch.StartNew();
        var failures = new List<string>();
        for (var seed = 0; seed < cases && failures.Count < 5; seed++)
        {
            var (request, from, hours) = new RandomPreviews(seed).Make();
            if (Differs(request, hours))
            {
                var small = Shrunk(request, from);
                var (expected, actual) = Both(small, new(small.Calendar!, from));
                failures.Add($"Case {seed}:\n{JsonSerializer.Serialize(small, _json)}\nmodel:\n{expected}\nservice:\n{actual}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));

        TestContext.Current.TestOutputHelper?.WriteLine($"{cases} cases in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public void The_order_in_which_events_are_listed_changes_nothing()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (request, _, hours) = new RandomPreviews(seed).Make();
            var events = request.Events!.DistinctBy(e => e.At).ToArray();
            var shuffled = events.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Rendered(request with { Events = events }, hours), Rendered(request with { Events = shuffled }, hours));
        }
    }

    // Problems name an event by its place: it is the event that matters here.
    private static string Rendered(PreviewRequest request, SlowHours hours)
    {
        var answer = PreviewEngine.Run(request, default, [])!;
        var problems = answer.Problems.Select(p => $"{p.Code} {request.Events![p.Index].At}").Order(StringComparer.Ordinal);
        return $"{Rendering.Of(request, answer with { Problems = [] }, hours)}\n{string.Join('\n', problems)}";
    }

    private static bool Differs(PreviewRequest request, SlowHours hours)
    {
        var (expected, actual) = Both(request, hours);
        return expected != actual;
    }

    private static (string Expected, string Actual) Both(PreviewRequest request, SlowHours hours)
    {
        var errors = new List<FieldError>();
        var answer = PreviewEngine.Run(request, default, errors);
        return (
            Rendering.Of(SlowPreview.Of(request, hours)),
            answer is null ? string.Join('\n', errors) : Rendering.Of(request, answer, hours));
    }

    /// <summary>Leaves out whatever the difference does not need.</summary>
    private static PreviewRequest Shrunk(PreviewRequest request, LocalDate from)
    {
        while (Smaller(request).FirstOrDefault(s => Differs(s, new(s.Calendar!, from))) is { } smaller)
        {
            request = smaller;
        }

        return request;
    }

    private static IEnumerable<PreviewRequest> Smaller(PreviewRequest request)
    {
        for (var i = 0; i < request.Events!.Count; i++)
        {
            yield return request with { Events = [.. request.Events.Where((_, j) => j != i)] };
        }

        foreach (var terms in Smaller(request.Terms!))
        {
            yield return request with { Terms = terms };
        }

        for (var i = 0; i < request.Events.Count; i++)
        {
            foreach (var terms in request.Events[i].Terms is { } changed ? Smaller(changed) : [])
            {
                yield return request with { Events = [.. request.Events.Select((e, j) => j == i ? e with { Terms = terms } : e)] };
            }
        }

        var calendar = request.Calendar!;
        foreach (var smaller in (CalendarDefinitionChoice[])
        [
            new(calendar.Holidays is not null, calendar with { Holidays = null }),
            new(calendar.SpecialDays is not null, calendar with { SpecialDays = null }),
            new(!calendar.AlwaysOpen, calendar with { AlwaysOpen = true, Week = null }),
        ])
        {
            if (smaller.Applies)
            {
                yield return request with { Calendar = smaller.Calendar };
            }
        }
    }

    private static IEnumerable<PreviewTerms> Smaller(PreviewTerms terms)
    {
        PreviewTerms[] all =
        [
            terms with { FirstResponse = null }, terms with { NextResponse = null }, terms with { Update = null }, terms with { Diagnosis = null },
            terms with { RemoteAssistance = null }, terms with { OnSiteArrival = null }, terms with { Resolution = null }, terms with { WarnAt = null },
            terms with { PauseStops = null }, terms with { ReopenWindow = null }, terms with { Either = null }, terms with { Extra = null }, terms with { Clocks = null },
        ];
        return all.Where(t => t != terms && (t.Resolution ?? t.FirstResponse ?? t.NextResponse ?? t.Update ?? t.Diagnosis ?? t.RemoteAssistance ?? t.OnSiteArrival) is not null);
    }

    private sealed record CalendarDefinitionChoice(bool Applies, Sla.Domain.Calendars.CalendarDefinition Calendar);
}
