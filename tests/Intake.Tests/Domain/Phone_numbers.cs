using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Phone_numbers
{
    [Theory]
    [InlineData("CN", "13800001111", "+8613800001111")]
    [InlineData("CN", "+86 138 0000 1111", "+8613800001111")]
    [InlineData("CN", "0086-138-0000-1111", "+8613800001111")]
    [InlineData("CN", "8613800001111", "+8613800001111")]
    [InlineData("CN", "１３８００００１１１１", "+8613800001111")]
    [InlineData("CN", "021-5555 0100", "+862155550100")]
    [InlineData("CN", "021/55550100", "+862155550100")]
    [InlineData("CN", "(021) 5555-0100", "+862155550100")]
    [InlineData("CN", "（021）55550100", "+862155550100")]
    [InlineData("CN", "+86 021 5555 0100", "+862155550100")]
    [InlineData("CN", "+86 (0)21 5555 0100", "+862155550100")]
    [InlineData("CN", "tel:+86-21-5555-0100", "+862155550100")]
    [InlineData("CN", "sip:+862155550100@pbx.example.com", "+862155550100")]
    [InlineData("CN", "010-66668888", "+861066668888")]
    [InlineData("CN", "400-800-1234", "+864008001234")]
    [InlineData("CN", "021-55550100-123", "+862155550100;ext=123")]
    [InlineData("CN", "021-55550100转123", "+862155550100;ext=123")]
    [InlineData("CN", "+862155550100;ext=123", "+862155550100;ext=123")]
    [InlineData("CN", "021 55550100 ext. 7", "+862155550100;ext=7")]
    [InlineData("CN", "+49 30/1234567", "+49301234567")]
    [InlineData("DE", "030/1234567", "+49301234567")]
    [InlineData("DE", "030 / 12 34 567", "+49301234567")]
    [InlineData("DE", "0049 (0)30 1234567", "+49301234567")]
    [InlineData("US", "(202) 555-0123", "+12025550123")]
    [InlineData("US", "1-202-555-0123 x45", "+12025550123;ext=45")]
    [InlineData("US", "011 86 21 5555 0100", "+862155550100")]
    [InlineData("GB", "020 7946 0123", "+442079460123")]
    [InlineData("JP", "03-1234-5678", "+81312345678")]
    [InlineData("HK", "2345 6789", "+85223456789")]
    [InlineData("IT", "06 1234 5678", "+390612345678")]
    [InlineData("RU", "8 (495) 123-45-67", "+74951234567")]
    [InlineData("HU", "06 1 234 5678", "+3612345678")]
    [InlineData(null, "+86 138 0000 1111", "+8613800001111")]
    public void Are_read_as_people_and_systems_write_them(string? home, string text, string expected)
    {
        Assert.True(PhoneNumber.TryParse(text, DialPlan.ForRegion(home), out var number));
        Assert.Equal(expected, number!.ToString());
    }

    [Theory]
    [InlineData("CN", "")]
    [InlineData("CN", "   ")]
    [InlineData("CN", "/")]
    [InlineData("CN", "anonymous")]
    [InlineData("CN", "55550100")]
    [InlineData("CN", "12345")]
    [InlineData("CN", "+999 1234 5678")]
    [InlineData("CN", "+86 138 0000 1111 2222 3333")]
    [InlineData("CN", "5555010/5555011")]
    [InlineData("CN", "021-55550100/021-55550101")]
    [InlineData("CN", "+86 138 0000 1111 call me")]
    [InlineData("CN", "+")]
    [InlineData("CN", "++8613800001111")]
    [InlineData("CN", "86+13800001111")]
    [InlineData("US", "555-0123")]
    [InlineData("US", "+1 202 555 012")]
    [InlineData("DE", "1234567")]
    [InlineData(null, "13800001111")]
    [InlineData("CN", "\ud83d\ude00 13800001111")]
    public void Are_refused_when_they_are_not_one_whole_number(string? home, string text)
    {
        Assert.False(PhoneNumber.TryParse(text, DialPlan.ForRegion(home), out var number));
        Assert.Null(number);
    }

    [Theory]
    [InlineData("+862166660000123", "+862166660000123")]
    [InlineData("02166660000123", "+862166660000123")]
    [InlineData("13800001111", "+8613800001111")]
    [InlineData("021-66660000-123", "+862166660000;ext=123")]
    public void Of_callers_may_carry_an_extensions_digits(string text, string expected)
    {
        Assert.True(PhoneNumber.TryParseCaller(text, DialPlan.ForRegion("CN"), out var number));
        Assert.Equal(expected, number!.ToString());
    }

    [Theory]
    [InlineData("Asia/Shanghai", "CN")]
    [InlineData("Europe/Copenhagen", "DK")]
    [InlineData("America/New_York", "US")]
    [InlineData("Asia/Chongqing", "CN")]
    [InlineData("UTC", null)]
    [InlineData("Nowhere/Atall", null)]
    public void Are_at_home_in_the_country_of_the_tenants_zone(string zone, string? region) =>
        Assert.Equal(region, new TenantProfile(zone, ["en"]).Dialling?.Region);
}
