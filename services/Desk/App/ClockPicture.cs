using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk;

/// <summary>What a clock is drawn from: counted hours, what did not count, and its instants.</summary>
internal sealed record ClockPicture(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<StripBar> Bars, IReadOnlyList<StripMark> Marks)
{
    /// <summary>A real ticket's clock as it is at <paramref name="now"/>.</summary>
    public static ClockPicture Of(ExplainedClockShape c, DateTimeOffset now, Words w, Times times)
    {
        var over = c.MetAt ?? c.CancelledAt;
        var looked = over ?? now;
        var due = c.DueAt ?? c.BreachedAt;
        var to = new[] { due, over, c.State is "running" or "paused" or "breached" ? now : null, c.StartedAt.AddMinutes(1) }.Max()!.Value;
        var bars = new List<StripBar>();
        foreach (var i in c.Intervals)
        {
            var title = $"{times.Stretch(i.From, i.To)} · {times.ExactSpan(i.Seconds)}";
            if (i.From < looked)
                bars.Add(new("counted", i.From, i.To < looked ? i.To : looked, title));
            if (i.To > looked && over is null)
                bars.Add(new("ahead", i.From > looked ? i.From : looked, i.To, title));
        }

        if (due is { } missed && c.BreachedAt is not null && looked > missed)
            bars.Add(new("late", missed, looked, w.ClockState("breached")));
        bars.AddRange(c.Pauses.Select(p => new StripBar(p.Reason == "resolved" ? "resolved" : "stands", p.From, p.To ?? looked, $"{w.StandReason(p.Reason)} · {times.Stretch(p.From, p.To)}")));

        var marks = new List<StripMark>();
        marks.AddRange(c.Levels.Where(l => l.Level.StartsWith("warning", StringComparison.Ordinal)).Select(l => new StripMark("warned", l.ReachedAt, $"{w.ClockLevel(l.Level)} · {times.Exact(l.ReachedAt)}")));
        if (due is { } d)
            marks.Add(new(c.BreachedAt is null ? "due" : "missed", d, w.DueAt(times.Exact(d))));
        if (c.MetAt is { } met)
            marks.Add(new("met", met, $"{w.ClockState(c.State)} {times.Exact(met)}"));
        if (over is null)
            marks.Add(new("now", now, $"{w.Now} {times.Exact(now)}"));
        return new(c.StartedAt, to, bars, marks);
    }
}
