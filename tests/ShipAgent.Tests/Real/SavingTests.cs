using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class SavingTests(RealDocker docker, ITestOutputHelper output)
{
    private const int Cycles = 10;
    private const int Files = 7;

    private readonly Dictionary<string, string> _saved = [];
    private volatile TutorialReport _serving = new();
    private int _saves;

    [Fact]
    public async Task What_Jupyter_has_saved_is_there_after_ten_deploys_and_rollbacks_while_it_saves_all_the_time()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var first = Specs.Whole(image: await docker.MakeContentImageAsync("saving", docker.FirstSteps, ("of-the-image.txt", "1\n")), home: $"{docker.Camp}-saving");
        var content = With(first, await docker.MakeContentImageAsync("saving", docker.FirstSteps, ("of-the-image.txt", "2\n")));
        var software = With(first, await docker.MakeImageAsync("saving-software", "USER root\nRUN echo 2 > /etc/another\nUSER 1000:1000"));
        ship.Want(first);
        _serving = await ship.AwaitHealthyAsync(first);
        using var stop = new CancellationTokenSource();
        var saving = SaveAsync(first.Secret, stop.Token);
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            var next = cycle % 2 == 1 ? first : cycle % 4 == 0 ? software : content;
            ship.Want(next);
            _serving = await ship.AwaitHealthyAsync(next);
            ship.Board.MarkSent(ship.Board.Latest.Version);
        }
        await stop.CancelAsync();
        await saving;

        using var client = Client(first.Secret);
        foreach (var (file, text) in _saved)
        {
            var there = await client.GetFromJsonAsync<JsonElement>($"{Root}api/contents/{file}?type=file&format=text", TestContext.Current.CancellationToken);
            Assert.Equal(text, there.GetProperty("content").GetString());
        }
        output.WriteLine($"{_saves} saves acknowledged through {Cycles} deploys and rollbacks; all {_saved.Count} files as saved last");
        Assert.True(_saved.Count == Files && _saves > 2 * Cycles);
    }

    private string Root => $"http://{_serving.Address}:{_serving.Port}/camp/intro/";

    // As a browser would through the mux: to whatever serves now, and again when that fails. Only what was acknowledged counts, and what may have arrived without.
    private async Task SaveAsync(string secret, CancellationToken cancellationToken)
    {
        using var client = Client(secret);
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            var (file, text) = ($"work-{i % Files}.txt", $"save {i} {Guid.NewGuid():N}\n");
            while (!await TrySaveAsync(client, file, text))
                await Task.Delay(50, CancellationToken.None);
            _saved[file] = text;
            _saves++;
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task<bool> TrySaveAsync(HttpClient client, string file, string text)
    {
        try
        {
            using var answer = await client.PutAsJsonAsync($"{Root}api/contents/{file}", new { type = "file", format = "text", content = text });
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static HttpClient Client(string secret) => new() { Timeout = TimeSpan.FromSeconds(10), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("token", secret) } };

    private static TutorialSpec With(TutorialSpec spec, string image)
    {
        var next = spec.Clone();
        next.Image = image;
        return next;
    }
}
