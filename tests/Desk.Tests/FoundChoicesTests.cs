using ServiceMesh.Desk.NewTicket;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_list_that_is_searched
{
    private static readonly Named One = new(Guid.NewGuid(), "One"), Two = new(Guid.NewGuid(), "Two");

    [Fact]
    public async Task Keeps_what_is_chosen_among_what_is_found()
    {
        var choices = new FoundChoices(text => Task.FromResult(new Listing<Named>(text is null ? [One, Two] : [Two], text is null ? "more" : null)));
        await choices.FindAsync(" ");
        choices.Choose(One.Id.ToString());
        await choices.FindAsync("tw");
        Assert.Equal(["Two", "One"], choices.Items.Select(i => i.Text));
        Assert.Equal((One.Id.ToString(), true), (choices.Value, choices.More));
        choices.Clear();
        Assert.Empty(choices.Items);
        Assert.Null(choices.Value);
    }

    [Fact]
    public async Task Drops_an_answer_that_comes_after_a_later_ones()
    {
        var slow = new TaskCompletionSource<Listing<Named>>();
        var choices = new FoundChoices(text => text == "o" ? slow.Task : Task.FromResult(new Listing<Named>([One])));
        var first = choices.FindAsync("o");
        await choices.FindAsync("on");
        slow.SetResult(new Listing<Named>([Two]));
        await first;
        Assert.Equal(["One"], choices.Items.Select(i => i.Text));
    }
}
