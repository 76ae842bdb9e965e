using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Choices made before the assignments of those before them can be seen.</summary>
public sealed class Choices_that_know_of_each_other
{
    private static readonly Guid s_customer = Guid.CreateVersion7();
    private readonly PendingAssignments _pending = new(TimeProvider.System);

    /// <summary>Li knows the customer and has one place left, Bo has two; beyond that whoever is chosen is held, and it shows whether there is a place.</summary>
    [Fact]
    public void Take_the_last_place_of_somebody_once_and_nobody_for_full_who_may_not_be()
    {
        Candidate[] team =
        [
            Person("Li") with { Profile = Profile.Empty with { Knows = [s_customer] }, InHand = new InHand(Case: 1), OpenTickets = 1 },
            Person("Bo"),
        ];
        Assert.Equal<string?>(["Li", "Bo", "Bo"], new List<string?> { Chosen(team), Chosen(team), Chosen(team) });
        Assert.NotNull(Chosen(team));
    }

    [Fact]
    public void Count_each_class_of_work_by_itself()
    {
        Candidate[] team = [Person("Li") with { InHand = new InHand(Case: 1) }];
        Assert.Equal("Li", Chosen(team, WorkClass.Chat));
        var choice = _pending.Choose(Guid.CreateVersion7(), WorkClass.Case, [], team, candidates =>
        {
            Assert.Equal(new InHand(Chat: 1, Case: 1), Assert.Single(candidates).InHand);
            return Ranking.Choose(candidates, NeedsOf(WorkClass.Case), "ERP");
        });
        Assert.Equal("Li", choice.Engineer?.Name);
    }

    [Fact]
    public void Forget_a_choice_that_can_be_seen_and_one_that_was_made_anew()
    {
        Candidate[] team = [Person("Li")];
        var ticket = Guid.CreateVersion7();
        Assert.Equal("Li", Chosen(team, ticket: ticket));
        // Chosen for once more, it is counted once.
        Assert.Equal("Li", Chosen(team, ticket: ticket));
        Assert.Equal(1, Assert.Single(_pending.Count([], team)).OpenTickets);
        Assert.Equal(0, Assert.Single(_pending.Count([ticket], team)).OpenTickets);
        Assert.Equal(InHand.Full, InHand.Full.Plus(WorkClass.Case));
    }

    private string? Chosen(Candidate[] team, WorkClass work = WorkClass.Case, Guid? ticket = null) =>
        _pending.Choose(ticket ?? Guid.CreateVersion7(), work, [], team, candidates => Ranking.Choose(candidates, NeedsOf(work), "ERP")).Engineer?.Name;

    private static Needs NeedsOf(WorkClass work) => new([]) { CustomerId = s_customer, Class = work, Capacity = new Capacity(Chat: 2, Case: 2) };

    private static Candidate Person(string name) => new(new EngineerRef(Guid.CreateVersion7(), name, null, "en"), [], 0, null);
}
