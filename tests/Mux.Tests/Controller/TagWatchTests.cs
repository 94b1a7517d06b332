using Microsoft.Extensions.Time.Testing;
using Mux.Controller;
using Mux.Fleet;
using Mux.Images;
using Mux.Tests.Fleet;
using Mux.Tests.Store;
using Xunit;

namespace Mux.Tests.Controller;

public sealed class TagWatchTests
{
    [Fact]
    public async Task A_tag_that_comes_to_mean_another_image_is_noted_and_the_rollout_keeps_its_own()
    {
        using var folder = new TemporaryFolder();
        await using var open = await OpenStore.AtAsync(folder.At("mux.db"));
        var registry = new Registry { Digest = Given.NewTarget.Digest };
        using var http = new HttpClient(registry);
        var watch = new TagWatch(open.Store, new ImageResolver(http), new FakeTimeProvider(), open.Logs.For<TagWatch>());
        var (tag, pinned) = (Rollout("r-1", "127.0.0.1:5000/intro:2"), Rollout("r-2", Given.NewTarget.Image));
        await open.ChangeAsync(draft =>
        {
            draft.Put(tag);
            draft.Put(pinned);
        });

        await watch.PassAsync(TestContext.Current.CancellationToken);
        Assert.All(open.Snapshot.Rollouts.Values, rollout => Assert.Equal("", rollout.MovedTo));
        registry.Digest = Given.OldTarget.Digest;
        await watch.PassAsync(TestContext.Current.CancellationToken);
        registry.Digest = "";
        await watch.PassAsync(TestContext.Current.CancellationToken);

        Assert.Equal((Given.OldTarget.Digest, Given.NewTarget.Image), (open.Snapshot.Rollouts[tag.Id].MovedTo, open.Snapshot.Rollouts[tag.Id].Image));
        Assert.Equal("", open.Snapshot.Rollouts[pinned.Id].MovedTo);
    }

    private static Rollout Rollout(string id, string requested) => new(new RolloutId(id), "intro", Given.NewTarget.Image, requested, Given.OldTarget.Image, "me", Given.Noon);

    private sealed class Registry : HttpMessageHandler
    {
        public string Digest { get; set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage();
            response.Headers.Add("Docker-Content-Digest", Digest);
            return Task.FromResult(response);
        }
    }
}
