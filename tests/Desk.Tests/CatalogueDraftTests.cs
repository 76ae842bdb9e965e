using System.Text.Json;
using ServiceMesh.Desk.Admin;
using ServiceMesh.Desk.NewTicket;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_class_of_request_that_is_edited
{
    private static readonly RequestClassShape Upgrade = new(
        "upgrade", new("升级", "Upgrade"), [new("kind", new("类型", "Kind"), "choice", true, ["full", "partial"])], 1, new("截图", "A screenshot"), true, true)
    {
        WorkType = "maintenance", Category = "ERP", Version = 3,
    };

    [Fact]
    public void Goes_back_as_it_came_with_the_version_it_was_made_from()
    {
        var sent = Sent(CatalogueDraft.Of(Upgrade));
        Assert.Equal(("升级", "maintenance", "ERP", 1, true, 3), (
            sent.GetProperty("name").GetProperty("zh").GetString(), sent.GetProperty("workType").GetString(), sent.GetProperty("category").GetString(),
            sent.GetProperty("evidenceFiles").GetInt32(), sent.GetProperty("needsVisit").GetBoolean(), sent.GetProperty("version").GetInt32()));
        var field = Assert.Single(sent.GetProperty("fields").EnumerateArray());
        Assert.Equal(["full", "partial"], field.GetProperty("choices").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("A screenshot", sent.GetProperty("evidenceHint").GetProperty("en").GetString());
    }

    [Fact]
    public void Is_not_sent_while_something_is_missing()
    {
        var draft = CatalogueDraft.Of(Upgrade);
        Assert.True(draft.Complete);
        draft.Fields[0].Choices = "full";
        Assert.False(draft.Complete);
        draft.Fields[0].Type = "text";
        Assert.True(draft.Complete);
        Assert.Equal(JsonValueKind.Null, Sent(draft).GetProperty("fields")[0].GetProperty("choices").ValueKind);
        draft.Fields.Add(new FieldDraft { Key = "kind", Zh = "x", En = "x" });
        Assert.False(draft.Complete);
        draft.Fields[1].Key = "Other";
        Assert.False(draft.Complete);
        draft.Fields[1].Key = "other";
        Assert.True(draft.Complete);
        draft.HintEn = "";
        Assert.False(draft.Complete);
        Assert.False(new CatalogueDraft().Complete);
        Assert.Equal(JsonValueKind.Null, Sent(new CatalogueDraft()).GetProperty("version").ValueKind);
    }

    [Fact]
    public async Task Shows_what_was_chosen_before_anybody_looked()
    {
        var one = new Named(Guid.NewGuid(), "One");
        var choices = new FoundChoices(_ => Task.FromResult(new Listing<Named>([one])));
        choices.Take(new("other", "Other"));
        await choices.FindAsync(null);
        Assert.Equal(["One", "Other"], choices.Items.Select(i => i.Text));
        Assert.Equal("other", choices.Value);
    }

    private static JsonElement Sent(CatalogueDraft draft) => JsonSerializer.SerializeToElement(draft.ToApi());
}
