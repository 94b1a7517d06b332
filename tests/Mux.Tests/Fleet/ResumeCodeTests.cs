using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class ResumeCodeTests
{
    [Fact]
    public void A_code_opens_its_own_hash_however_it_is_typed()
    {
        var code = ResumeCode.New();
        var hash = ResumeCode.Hash(code);
        Assert.True(ResumeCode.Matches(code, hash));
        Assert.True(ResumeCode.Matches("  " + code.ToUpperInvariant().Replace('-', ' '), hash));
        Assert.False(ResumeCode.Matches(ResumeCode.New(), hash));
        Assert.False(ResumeCode.Matches("", hash));
        Assert.False(ResumeCode.Matches(null, hash));
        Assert.False(ResumeCode.Matches(hash, hash));
        Assert.DoesNotContain(code, hash, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_codes_have_different_hashes() => Assert.NotEqual(ResumeCode.Hash("lusab-babad-gutih-tugad"), ResumeCode.Hash("lusab-babad-gutih-tugad"));

    [Fact]
    public void Codes_do_not_repeat() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => ResumeCode.New()).Distinct().Count());
}
