using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Mux.Fleet;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.ControlChannel;

public sealed class AuthorityOverTheWireTests
{
    [Fact]
    public async Task A_change_ends_no_stream_and_lets_in_who_was_away_and_who_comes_after()
    {
        await using var mux = await WholeMux.StartAsync(ships: 2);
        var agents = await mux.AgentsAsync(2);
        var stays = await (await agents[0].EnrollAsync()).ConnectAsync();
        await stays.SpecAsync();
        await agents[1].EnrollAsync(); // and is away from here on
        var before = Path.Combine(mux.Settings.DataFolder, "before.crt");
        File.Copy(Path.Combine(mux.Settings.DataFolder, "ca.crt"), before);
        await mux.UntilAsync(snapshot => snapshot.Authority is not null);

        using var http = new HttpClient { BaseAddress = mux.Settings.OrganizerUrl, DefaultRequestHeaders = { { "Authorization", $"Bearer {mux.Settings.OrganizerToken}" } } };
        using var changed = await http.PostAsync("/api/v1/authority/rotate", null);
        var authority = await changed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(changed.IsSuccessStatusCode, authority.ToString());
        Assert.True(authority.GetProperty("overlapUntil").GetDateTimeOffset() > authority.GetProperty("madeAt").GetDateTimeOffset().AddDays(3));
        using var tooSoon = await http.PostAsync("/api/v1/authority/rotate", null);
        Assert.Equal(409, (int)tooSoon.StatusCode);

        using var away = agents[1].With(before);
        await (await away.ConnectAsync()).SpecAsync();
        Assert.Equal(2, (await away.RenewAsync()).Authorities.Count);
        await mux.ChangeAsync(draft => draft.Apply(new ShipId(agents[0].Ship), new ShipEvent.Prefetching("intro", "reg.example/intro@sha256:" + new string('3', 64))));
        Assert.Equal(2ul, (await stays.SpecAsync()).Generation);

        var fingerprints = Fingerprints(Path.Combine(mux.Settings.DataFolder, "ca.crt"));
        Assert.Equal(authority.GetProperty("fingerprint").GetString(), fingerprints[0]);
        Assert.Equal(2, fingerprints.Count);
    }

    private static List<string> Fingerprints(string file)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(file);
        return [.. read.Select(certificate => certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant())];
    }
}
