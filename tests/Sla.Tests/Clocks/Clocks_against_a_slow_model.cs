using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Clocks_against_a_slow_model
{
    private static readonly string[] s_clocks = [ClockNames.FirstResponse, ClockNames.Diagnosis, ClockNames.Resolution];
    private const int Horizon = 24 * 1440;
    private const int LastDue = Horizon - 1440;

    [Fact]
    public void Any_ticket_agrees_minute_by_minute() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(RandomStories.Any.ToArbitrary(), story =>
        {
            var expected = new SlowTicket(story).Clocks();
            var actual = ClockEngine.Clocks(TicketHistory.Of(story.Facts)!, SlowCalendar.InstantOf(story.Now)).Select(c => new SlowClock(
                c.Name, c.Cycle, (long)c.Terms.Find(ClockNames.Resolution)!.Target.TotalSeconds, c.State, WithinReach(story, Minute(c.DueAt)), Minute(c.MetAt), c.ElapsedTicks / NodaConstants.TicksPerMinute));
            Assert.Equal(expected, actual);
        }));

    // The model looks ahead a few days only.
    private static long? WithinReach(RandomStory story, long? due) => due <= Minute(story.Facts[0].At) + LastDue ? due : null;

    private static long? Minute(Instant? instant) => instant?.ToUnixTimeTicks() / NodaConstants.TicksPerMinute;

    private sealed record SlowClock(string Name, int Cycle, long Marker, ClockState State, long? Due, long? Met, long Elapsed);

    /// <summary>
    /// Walks through a ticket's life one minute at a time and writes down, for each minute, what was the matter in it; a clock then counts minutes.
    /// </summary>
    private sealed class SlowTicket
    {
        private readonly RandomStory _story;
        private readonly long _opened;
        private readonly string[][] _waiting = new string[Horizon][];
        private readonly bool[] _resolved = new bool[Horizon];
        private readonly int[] _cycle = new int[Horizon];
        private readonly Terms[] _terms = new Terms[Horizon];
        private readonly SlowCalendar[] _calendars;
        private int _cancelled = int.MaxValue;

        public SlowTicket(RandomStory story)
        {
            _story = story;
            _opened = Minute(story.Facts[0].At)!.Value;
            _calendars = [.. story.Terms.Select(t => new SlowCalendar(t.Calendar, story.Around.PlusDays(-3), Horizon / 1440))];
            Walk();
        }

        public IEnumerable<SlowClock> Clocks()
        {
            for (var cycle = 1; cycle <= _cycle[Horizon - 1]; cycle++)
            {
                foreach (var name in s_clocks.Where(n => n != ClockNames.FirstResponse || cycle == 1))
                {
                    foreach (var clock in Attached(name, cycle))
                    {
                        yield return clock;
                    }
                }
            }
        }

        private void Walk()
        {
            var waiting = new SortedSet<string>();
            var (resolved, resolvedAt, cycle) = (false, 0L, 1);
            var terms = ((TermsChosen)_story.Facts[1]).Terms!;
            var byMinute = _story.Facts.Skip(2).ToDictionary(f => Minute(f.At)!.Value - _opened);
            for (var minute = 0; minute < Horizon; minute++)
            {
                switch (_cancelled == int.MaxValue ? byMinute.GetValueOrDefault(minute) : null)
                {
                    case Paused paused when !resolved && !waiting.Contains(paused.Reason):
                        waiting.Remove(paused.Previous ?? "");
                        waiting.Add(paused.Reason);
                        break;
                    case Resumed { Reason: { } reason }:
                        waiting.Remove(reason);
                        break;
                    case Resumed:
                        waiting.Clear();
                        break;
                    case Resolved or Closed when !resolved:
                        waiting.Clear();
                        (resolved, resolvedAt) = (true, minute);
                        break;
                    case Reopened when resolved:
                        resolved = false;
                        cycle += minute - resolvedAt > (long)terms.ReopenWindow.TotalMinutes ? 1 : 0;
                        break;
                    case TermsChosen { Terms: { } chosen }:
                        terms = chosen;
                        break;
                    case Cancelled:
                        waiting.Clear();
                        _cancelled = minute;
                        break;
                }

                (_waiting[minute], _resolved[minute], _cycle[minute], _terms[minute]) = (waiting.Count > 0 ? [.. waiting] : [], resolved, cycle, terms);
            }
        }

        private IEnumerable<SlowClock> Attached(string name, int cycle)
        {
            var start = Array.IndexOf(_cycle, cycle);
            var end = Array.LastIndexOf(_cycle, cycle) + 1;
            // Resolved for good: the first minute of the resolved stretch that lasts to the cycle's end.
            var gone = end;
            while (gone > start && _resolved[gone - 1])
            {
                gone--;
            }

            var met = Met(name, start, end, gone);
            var from = start;
            while (true)
            {
                var next = from + 1;
                while (next < gone && _terms[next] == _terms[from])
                {
                    next++;
                }

                var replaced = next < gone ? next : (int?)null;
                var decided = met is { } m && (replaced is not { } r || m <= r);
                yield return Count(name, cycle, _terms[from], start, decided ? met : null, decided ? null : replaced ?? (gone < end ? gone : _cancelled < end ? _cancelled : null));
                if (decided || replaced is null)
                {
                    yield break;
                }

                from = next;
            }
        }

        private int? Met(string name, int start, int end, int gone)
        {
            if (name == ClockNames.Resolution)
            {
                return gone < end ? gone : null;
            }

            var minutes = _story.Facts.Where(f => name == ClockNames.Diagnosis ? f is Signalled { Signal: Signal.FixPlan } : f is Signalled { Signal: Signal.AgentMessage })
                .Select(f => (int)(Minute(f.At)!.Value - _opened)).Where(m => m >= start && m < end && m <= gone && m < _cancelled).ToList();
            return minutes.Count > 0 ? minutes[0] : null;
        }

        private SlowClock Count(string name, int cycle, Terms terms, int start, int? met, int? cancelled)
        {
            var calendar = _calendars[_story.Terms.ToList().FindIndex(t => t.Terms == terms)];
            var (target, counted, elapsed) = ((long)terms.Find(name)!.Target.TotalMinutes, 0L, 0L);
            var end = met ?? cancelled;
            var last = end ?? (int)(_story.Now - _opened);
            long? due = null;
            for (var minute = start; minute < LastDue && (minute < last || due is null); minute++)
            {
                // Beyond its end a promise is reckoned as if it went on and never stood again.
                var stands = !(minute >= end) && Stands(name, terms, minute);
                counted += !stands && calendar.IsOpen(_opened + minute) ? 1 : 0;
                due ??= counted == target ? _opened + minute + 1 : null;
                elapsed = minute < last ? counted : elapsed;
            }

            var state = met is { } m ? (_opened + m > due ? ClockState.MetLate : ClockState.Met)
                : due <= _opened + last ? ClockState.Breached
                : cancelled is not null ? ClockState.Cancelled
                : Stands(name, terms, last) ? ClockState.Paused : ClockState.Running;
            return new(name, cycle, (long)terms.Find(ClockNames.Resolution)!.Target.TotalSeconds, state, due, met is null ? null : _opened + met, elapsed);
        }

        private bool Stands(string name, Terms terms, int minute) =>
            _resolved[minute] || _waiting[minute].Any(reason => terms.Find(name)!.StoppedBy.Contains(reason));
    }
}
