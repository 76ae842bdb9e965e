using System.Xml;
using NodaTime;
using NodaTime.Text;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Preview;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>Answers of both, in the same words: a line for each clock, instants, never percentages. What is due after the model's last second is "later".</summary>
internal static class Rendering
{
    public static string Of(PreviewRequest request, PreviewAnswer answer, SlowHours hours)
    {
        var end = hours.First + Duration.FromSeconds(hours.Open.Length);
        string Time(string? text) => text is null ? "-" : InstantPattern.ExtendedIso.Parse(text).Value is var at && at > end ? "later" : $"{at:uuuu-MM-dd'T'HH:mm:ss.FFFFFFF}";
        return Join(
            answer.Clocks.Select(c => new Line(
                c.Clock,
                c.Cycle,
                c.State,
                Time(c.StartedAt),
                Time(c.DueAt),
                Time(c.MetAt),
                c.MetBy?.Event ?? "-",
                Time(c.BreachedAt),
                Time(c.CancelledAt),
                c.Legs is null ? XmlConvert.ToTimeSpan(c.ElapsedWorking) : null,
                XmlConvert.ToTimeSpan(c.ElapsedWall),
                c.Legs is null && c.Remaining is not null ? XmlConvert.ToTimeSpan(c.Remaining) : null,
                c.Legs is null ? c.Explain.Where(e => e.Kind is "counted" or "more").Aggregate(TimeSpan.Zero, (sum, e) => sum + XmlConvert.ToTimeSpan(e.Working)) : null,
                c.Legs is null ? string.Join(' ', c.Warnings.Select(w => $"{w.Percent}%{Time(w.At)}")) : "",
                string.Join(' ', (c.Legs ?? []).Select(l => $"{l.Clock}:{l.State}:{Time(l.DueAt)}:{(l.State == ClockLegState.Met ? Time(l.MetAt) : "-")}")))),
            answer.Problems.Select(p => (p.Index, p.Code)));
    }

    public static string Of(SlowPreview model)
    {
        var hours = model.Hours;
        string Ticks(long ticks) => $"{hours.First + Duration.FromTicks(ticks):uuuu-MM-dd'T'HH:mm:ss.FFFFFFF}";
        string Time(long? second) => second is { } s ? Ticks(s * NodaConstants.TicksPerSecond) : "-";
        string Ahead(SlowMeter meter, long at) => meter.Ahead(at) is { } due ? Time(due) : "later";

        Line Of(SlowClock clock)
        {
            var state = clock.State(model.Pauses);
            var end = clock.MetAt ?? clock.LeftAt ?? model.Now;
            var over = clock.MetAt is not null || clock.LeftAt is not null;
            string LegDue(SlowLeg leg) => leg.Meter.Due is { } due ? Time(due)
                : !over && clock.Stops(model.Pauses, leg) ? "-" : Ahead(leg.Meter, end);
            string Due() => clock.Legs is null
                ? clock.Meter!.Due is { } due ? Time(due) : state == ClockState.Paused ? "-" : Ahead(clock.Meter, end)
                : clock.BreachedAt is { } breached ? Time(breached)
                : clock.Legs.Select(LegDue).ToList() is var dues && dues.Contains("-") ? "-" : dues.Contains("later") ? "later" : dues.Max(StringComparer.Ordinal)!;
            ClockLegState LegState(SlowLeg leg) => leg.MetAt is not null ? ClockLegState.Met : leg.Missed ? ClockLegState.Missed : over ? ClockLegState.Cancelled : ClockLegState.Running;
            return new(
                clock.Name,
                clock.Cycle,
                state,
                Time(clock.Start),
                Due(),
                Time(clock.MetAt),
                clock.MetBy ?? "-",
                Time(clock.BreachedAt),
                Time(clock.LeftAt),
                clock.Meter is { } meter ? TimeSpan.FromSeconds(meter.Elapsed) : null,
                TimeSpan.FromSeconds(end - clock.Start),
                clock.Meter is { } m && !over && Due() == "-" ? TimeSpan.FromSeconds(Math.Max(m.Target - m.Elapsed, 0)) : null,
                clock.Meter is { } e ? TimeSpan.FromSeconds(Due() == "-" ? e.Elapsed : e.Target) : null,
                clock.Meter is { } w ? string.Join(' ', w.Warned.Where(x => !(x.Ticks >= clock.MetAt * NodaConstants.TicksPerSecond)).Select(x => $"{x.Percent}%{Ticks(x.Ticks)}")) : "",
                string.Join(' ', (clock.Legs ?? []).Select(l => $"{l.Clock}:{LegState(l)}:{LegDue(l)}:{(l.MetAt is { } met ? Time(met) : "-")}")));
        }

        return Join(model.Clocks.Select(Of), model.Problems);
    }

    private static string Join(IEnumerable<Line> lines, IEnumerable<(int Index, string Code)> problems) => string.Join(
        '\n',
        lines.Select((l, i) => (Line: l, i)).OrderBy(l => l.Line.Clock, StringComparer.Ordinal).ThenBy(l => l.Line.Cycle).ThenBy(l => l.i).Select(l => l.Line.ToString())
            .Concat(problems.Order().Select(p => $"{p.Index} {p.Code}")));

    private sealed record Line(
        string Clock, int Cycle, ClockState State, string Start, string Due, string Met, string MetBy, string Breached, string Cancelled, TimeSpan? Working, TimeSpan Wall, TimeSpan? Remaining,
        TimeSpan? Explained, string Warnings, string Legs)
    {
        public override string ToString() =>
            $"{Clock} {Cycle} {State} start {Start} due {Due} met {Met} by {MetBy} breached {Breached} cancelled {Cancelled} worked {Working} wall {Wall} left {Remaining} explained {Explained} {Warnings} {Legs}";
    }
}
