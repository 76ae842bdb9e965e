using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Callers
{
    private static readonly Guid s_customer = Guid.CreateVersion7();
    private static readonly Guid s_li = Guid.CreateVersion7();
    private static readonly Guid s_wang = Guid.CreateVersion7();

    private static StoredNumber Number(Guid contact, string e164, string? extension = null) => new(contact, s_customer, e164, extension);

    [Fact]
    public void With_exactly_a_contacts_number_are_that_contact() =>
        Assert.Equal(
            new CallerMatch("exact", s_li, s_customer),
            CallerMatch.Find(new PhoneNumber("+8613800001111"), [Number(s_li, "+8613800001111")]));

    [Fact]
    public void Are_exact_before_anything_with_an_extension_stripped() =>
        Assert.Equal(
            new CallerMatch("exact", s_li, s_customer),
            CallerMatch.Find(new PhoneNumber("+862155550100", "12"), [Number(s_wang, "+862155550100"), Number(s_li, "+862155550100", "12")]));

    [Theory]
    [InlineData("+862155550100", "12", "+862155550100", null)]
    [InlineData("+862155550100", null, "+862155550100", "12")]
    [InlineData("+86215555010012", null, "+862155550100", null)]
    [InlineData("+8621555501001", null, "+862155550100", null)]
    public void Are_found_without_their_extension(string caller, string? extension, string stored, string? storedExtension) =>
        Assert.Equal(
            new CallerMatch("extension-stripped", s_li, s_customer),
            CallerMatch.Find(new PhoneNumber(caller, extension), [Number(s_li, stored, storedExtension)]));

    [Fact]
    public void Are_ambiguous_when_two_contacts_fit_equally_well()
    {
        var ambiguous = new CallerMatch("ambiguous", null, null);
        Assert.Equal(ambiguous, CallerMatch.Find(new PhoneNumber("+862155550100"), [Number(s_li, "+862155550100"), Number(s_wang, "+862155550100")]));
        Assert.Equal(
            ambiguous,
            CallerMatch.Find(new PhoneNumber("+862155550100"), [Number(s_li, "+862155550100", "1"), Number(s_wang, "+862155550100", "2")]));
    }

    [Fact]
    public void Are_one_contact_even_if_it_has_the_number_twice() =>
        Assert.Equal(s_li, CallerMatch.Find(new PhoneNumber("+862155550100"), [Number(s_li, "+862155550100"), Number(s_li, "+862155550100")]).ContactId);

    [Fact]
    public void Without_a_known_number_are_nobody()
    {
        Assert.Equal(CallerMatch.None, CallerMatch.Find(null, [Number(s_li, "+862155550100")]));
        Assert.Equal(CallerMatch.None, CallerMatch.Find(new PhoneNumber("+862155550199"), [Number(s_li, "+862155550100")]));
        Assert.Equal(CallerMatch.None, CallerMatch.Find(new PhoneNumber("+862155550100123456"), [Number(s_li, "+862155550100")]));
    }
}
