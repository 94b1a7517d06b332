using System.Net;
using System.Security.Cryptography;
using Mux.Camp;
using Mux.Tests.Controller;
using Xunit;

namespace Mux.Tests.ControlChannel;

public sealed class AgentDownloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly byte[] archive = RandomNumberGenerator.GetBytes(300_000);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_machine_without_a_certificate_gets_exactly_the_archive_that_it_names()
    {
        var hash = Offer(archive);
        await using var mux = await WholeMux.StartAsync(folder: folder);
        using var http = Client(mux);
        using var response = await http.GetAsync($"agent/{hash}", TestContext.Current.CancellationToken);
        Assert.Equal(archive, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        foreach (var other in new[] { new string('a', 64), hash.ToUpperInvariant(), hash[..63], "..%2f..%2fca.crt", "../keys/ca.key" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"agent/{other}", TestContext.Current.CancellationToken)).StatusCode);
        }
    }

    [Fact]
    public async Task Neither_attendees_nor_organizers_find_it()
    {
        var hash = Offer(archive);
        await using var mux = await WholeMux.StartAsync(folder: folder);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(mux.Settings.OrganizerUrl, $"agent/{hash}"), TestContext.Current.CancellationToken)).StatusCode);
        using var page = await http.GetAsync(new Uri(mux.Settings.AttendeeUrl, $"agent/{hash}"), TestContext.Current.CancellationToken);
        Assert.NotEqual(archive.Length, page.Content.Headers.ContentLength);
    }

    [Fact]
    public void After_an_upgrade_machines_that_were_told_of_the_old_agent_still_get_it()
    {
        var old = Offer(archive);
        var latest = Offer([1, 2, 3]);
        var offered = new AgentArchive(Settings);
        Assert.Equal(latest, offered.Sha256);
        Assert.Equal(archive, File.ReadAllBytes(offered.FileOf(old)!));
    }

    [Fact]
    public void Without_an_archive_there_is_nothing_to_name() => Assert.Null(new AgentArchive(Settings).Sha256);

    private MuxSettings Settings => new() { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "", AgentArchivePath = folder.At("agent.tar.gz") };

    private string Offer(byte[] content)
    {
        File.WriteAllBytes(Settings.AgentArchivePath, content);
        var hash = new AgentArchive(Settings).Sha256!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash);
        return hash;
    }

    private static HttpClient Client(WholeMux mux)
    {
        using var agent = new FakeAgent(mux.Settings.ControlUrl, Path.Combine(mux.Settings.DataFolder, "ca.crt"), "", "");
        return agent.Http();
    }
}
