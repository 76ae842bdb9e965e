using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Duplicates
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_contact = Guid.NewGuid();
    private static readonly Guid s_asset = Guid.NewGuid();

    /// <summary>Values that PostgreSQL's similarity() gives.</summary>
    [Theory]
    [InlineData("word", "two words", 0.36363637)]
    [InlineData("invoice cannot be printed", "Invoice cannot be printed!", 1)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "xyz", 0)]
    public void Words_are_alike_as_pg_trgm_counts(string a, string b, double expected) => Assert.Equal(expected, DuplicateRule.Similarity(a, b), 5);

    [Fact]
    public void Chinese_words_are_alike_too()
    {
        Assert.True(DuplicateRule.Similarity("打印机无法打印发票", "发票无法打印") > 0.3);
        Assert.True(DuplicateRule.Similarity("打印机无法打印发票", "服务器宕机") < 0.1);
    }

    [Fact]
    public void Time_alone_and_a_customer_alone_prove_nothing()
    {
        var customer = Guid.NewGuid();
        Assert.Empty(Compare(new DuplicateFacts(null, null, null, null, "a", s_now), "b", null, null, null).Reasons);
        Assert.True(Compare(new DuplicateFacts(null, customer, null, null, "a", s_now), "b", null, customer, null).Score < DuplicateRule.WorthShowing);
    }

    [Fact]
    public void Who_what_and_words_add_up_and_are_named()
    {
        var reported = new DuplicateFacts(s_contact, null, s_asset, null, "Invoice cannot be printed", s_now);
        var like = Compare(reported, "invoices cannot be printed", s_contact, null, s_asset);
        Assert.Equal(["same-contact", "same-asset", "similar-text", "within-a-day"], like.Reasons);
        Assert.InRange(like.Score, 0.8, 1);
        Assert.True(Compare(reported, "Something else entirely", s_contact, null, s_asset).Score >= DuplicateRule.WorthShowing);
    }

    [Fact]
    public void Somebody_nobody_knows_is_known_by_address_or_number()
    {
        var reported = new DuplicateFacts(null, null, null, null, "a", s_now, "ann@south.example", "+49301234567");
        var known = new DuplicateFacts(null, null, null, null, "z", s_now, "ann@south.example", "+49301234567");
        Assert.Equal(["same-address", "same-number", "within-a-day"], DuplicateRule.Compare(reported, known).Reasons);
        Assert.Equal(DuplicateRule.Compare(reported, known).Score, DuplicateRule.Compare(reported, known with { Phone = null }).Score);
        Assert.True(DuplicateRule.Compare(reported, known with { Email = null }).Score >= DuplicateRule.WorthShowing);
        Assert.Empty(DuplicateRule.Compare(reported, known with { Email = null, Phone = null }).Reasons);
        // Of a contact its address says nothing new.
        Assert.DoesNotContain("same-address", DuplicateRule.Compare(reported with { ContactId = s_contact }, known with { ContactId = s_contact }).Reasons);
    }

    [Fact]
    public void Texts_that_begin_alike_are_alike_however_long_one_goes_on()
    {
        const string Head = "Since this morning nobody can log in to the portal, the page stays white and says nothing";
        Assert.True(DuplicateRule.Compare(new(null, null, null, null, Head, s_now), new(null, null, null, null, Head + new string('.', 40) + string.Join(' ', Enumerable.Range(0, 400)), s_now)).Text > 0.9);
        Assert.Equal("打印 印机 printer", DuplicateRule.Head("打印机 Printer!"));
    }

    private static Likeness Compare(DuplicateFacts reported, string words, Guid? contact, Guid? customer, Guid? asset) =>
        DuplicateRule.Compare(reported, new DuplicateFacts(contact, customer, asset, null, words, s_now.AddHours(-2)));
}
