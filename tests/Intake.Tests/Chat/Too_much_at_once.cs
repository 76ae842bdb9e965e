using ServiceMesh.Intake.Tests.Attachments;

namespace ServiceMesh.Intake.Tests.Chat;

public sealed class Too_much_at_once
{
    [Fact]
    public async Task Is_put_off_for_whoever_sends_it_and_nobody_else()
    {
        // A host of its own: the common one takes more than a test should send.
        await using var strict = await IntakeHost.StartOwnAsync(("Intake:ChatMessagesPerMinute", "1"), ("Intake:Attachments:MostUnsent", "1"));
        var vendor = await Vendor.CreateAsync(strict);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("One");
        Assert.Equal("chat.too-many", (await visitor.SayAsync("Two", status: 429)).Text("code"));
        Assert.Equal([("customer", "One")], Visitor.Said(await visitor.NewsAsync()));
        await visitor.Another().SayAsync("I am somebody else");

        var file = await vendor.Staff.UploadedAsync();
        Assert.Equal("attachment.too-many", (await vendor.Staff.UploadAsync(Upload.Png, "b.png", 429)).Text("code"));
        await strict.Customer(vendor.Tenant, vendor.Contact).UploadedAsync();
        // What was sent waits no longer.
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It is on fire", contactId = vendor.Contact, attachmentIds = new[] { file } });
        await vendor.Staff.UploadedAsync();
    }
}
