using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace ServiceMesh.ServiceDefaults.Tests.Links;

public sealed class TokensOfLinks
{
    [Fact]
    public void A_token_is_long_random_and_opens_again_with_the_key()
    {
        var tokens = With(1);
        var minted = tokens.Mint();
        Assert.Equal(32, minted.Token.Length);
        Assert.Equal(minted.Hash, LinkTokens.Hash(minted.Token));
        Assert.Equal(64, minted.Hash.Length);
        Assert.Equal(minted.Token, tokens.Open(minted.Sealed));
        Assert.DoesNotContain(minted.Token, minted.Sealed, StringComparison.Ordinal);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => tokens.Mint().Token).Distinct().Count());
    }

    [Fact]
    public void Another_key_or_a_changed_letter_opens_nothing()
    {
        var minted = With(1).Mint();
        Assert.ThrowsAny<CryptographicException>(() => With(2).Open(minted.Sealed));
        Assert.ThrowsAny<CryptographicException>(() => With(1).Open((minted.Sealed[0] == 'A' ? 'B' : 'A') + minted.Sealed[1..]));
        Assert.ThrowsAny<CryptographicException>(() => With(1).Open(""));
        Assert.ThrowsAny<CryptographicException>(() => With(1).Open("???"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    public void A_key_that_is_missing_or_short_is_refused(string? key) =>
        Assert.Throws<InvalidOperationException>(() => new LinkTokens(Configuration(key)));

    private static LinkTokens With(byte fill) => new(Configuration(Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray())));

    private static IConfiguration Configuration(string? key) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Links:Key", key)]).Build();
}
