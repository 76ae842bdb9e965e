using ServiceMesh.Traffic.Demo;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Tests.TheDemoIsBelievable;

public sealed class VendorBookTests
{
    private static readonly VendorBook s_book = VendorBook.Default;

    [Fact]
    public void The_vendor_is_of_a_size_that_fills_a_board()
    {
        Assert.Equal(20, s_book.Customers.Count);
        Assert.Equal(16, s_book.Engineers.Count);
        Assert.Single(s_book.Teams, t => t.IsDefault);
        Assert.Contains(s_book.Customers, c => c.ServiceLevel == "premium");
        Assert.Contains(s_book.Customers, c => c.ServiceLevel == "standard");
    }

    [Fact]
    public void Everything_that_is_named_exists()
    {
        var codes = s_book.Products.Select(p => p.Code).ToHashSet();
        Assert.All(s_book.Problems, p => Assert.Contains(p.Product, codes));
        Assert.All(s_book.Problems, p => Assert.Contains(p.Module, s_book.Products.Single(known => known.Code == p.Product).Modules));
        Assert.All(s_book.Products, p => Assert.NotEmpty(p.Versions));
        Assert.All(s_book.Customers, c => Assert.All(c.Products, p => Assert.Contains(s_book.Problems, problem => problem.Product == p)));
        Assert.All(s_book.Engineers, e => Assert.All(e.Teams, t => Assert.Contains(s_book.Teams, team => team.Name == t)));
        Assert.Contains(s_book.Staff, s => s.Roles.Contains("dispatcher"));
    }

    [Fact]
    public void Nobody_real_can_be_reached_and_nobody_is_there_twice()
    {
        var contacts = s_book.Customers.SelectMany(c => c.Contacts).ToList();
        string[] emails = [.. contacts.Select(c => c.Email), .. s_book.Engineers.Select(e => e.Email), .. s_book.Staff.Select(s => s.Email)];

        Assert.All(emails, e => Assert.EndsWith(".example", e, StringComparison.Ordinal));
        Assert.Equal(emails.Length, emails.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(contacts.Count, contacts.Select(c => c.Phone).Distinct().Count());
        Assert.Equal(s_book.Problems.Count * 2, s_book.Problems.SelectMany(p => new[] { p.Zh.Subject, p.En.Subject }).Distinct().Count());
    }

    [Fact]
    public void Only_the_demos_own_tickets_are_touched()
    {
        var stories = new KnownTickets(s_book);
        var strangers = new BoardRowView { Id = Guid.CreateVersion7(), Number = "T-1", Subject = "s", Channel = "api", Kind = "request", Severity = 3, State = "open", CustomerName = "Somebody else" };

        Assert.False(stories.Owns(strangers));
        Assert.True(stories.Owns(strangers with { CustomerName = s_book.Customers[0].Name }));
        stories.Add(strangers.Id, new KnownTicket(null, s_book.Problems[0]));
        Assert.True(stories.Owns(strangers));
    }

    [Fact]
    public void What_the_demo_must_remember_is_kept_for_its_owner_only()
    {
        var file = Path.Combine(Path.GetTempPath(), $"servicemesh-{Guid.NewGuid():N}", "demo.json");
        var state = DemoState.Load(file) with { Channels = [new ChannelAccess(Guid.CreateVersion7(), "im", "whsec_x")] };
        state.Save(file);

        try
        {
            Assert.Equal(state.Password, DemoState.Load(file).Password);
            Assert.Equal(state.Channels, DemoState.Load(file).Channels);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.True(state.Password.Length >= 12);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
