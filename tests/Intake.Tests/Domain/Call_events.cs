using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Call_events
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Every sequence of up to five of the three signals, each signal at its own time.</summary>
    public static IEnumerable<CallSignal[]> Sequences(int longest)
    {
        IEnumerable<CallSignal[]> of = [[]];
        for (var length = 1; length <= longest; length++)
        {
            of = [.. of.SelectMany(s => Enum.GetValues<CallSignal>().Select(signal => (CallSignal[])[.. s, signal]))];
            foreach (var sequence in of)
                yield return sequence;
        }
    }

    [Fact]
    public void Give_the_same_facts_in_every_order_and_however_often()
    {
        foreach (var sequence in Sequences(6))
        {
            var set = sequence.Distinct().Order().ToArray();
            Assert.Equal(Play(set).Facts, Play(sequence).Facts);
        }
    }

    [Fact]
    public void Open_at_most_one_ticket_and_show_one_ringing()
    {
        foreach (var sequence in Sequences(6))
        {
            var effects = Play(sequence).Effects;
            Assert.Equal(sequence.Contains(CallSignal.Ringing) ? 1 : 0, effects.Count(e => e == CallEffect.ShowRinging));
            var tickets = effects.Count(e => e is CallEffect.OpenAnswered or CallEffect.OpenCallback);
            Assert.Equal(sequence.Any(s => s != CallSignal.Ringing) ? 1 : 0, tickets);
            var answers = effects.Count(e => e is CallEffect.OpenAnswered or CallEffect.CorrectToAnswered);
            Assert.Equal(sequence.Contains(CallSignal.Answered) ? 1 : 0, answers);
        }
    }

    [Fact]
    public void Say_nothing_of_a_miss_after_an_answer() => Assert.Equal(
        [CallEffect.OpenAnswered, CallEffect.Nothing], Play([CallSignal.Answered, CallSignal.Missed]).Effects);

    private static (CallFacts Facts, List<CallEffect> Effects) Play(IEnumerable<CallSignal> sequence)
    {
        var facts = new CallFacts();
        var effects = new List<CallEffect>();
        foreach (var signal in sequence)
        {
            (facts, var effect) = facts.Apply(signal, s_start.AddSeconds((int)signal * 10));
            effects.Add(effect);
        }

        return (facts, effects);
    }
}
