using System.Text.Json;
using ShipAgent.Containers;
using ShipAgent.Docker;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class SoftwareCheckTests
{
    private const string ClassicCopy = "/bin/sh -c #(nop) COPY dir:4c3557504a36a2155a0821d12677a6fedce20b34424fdb8cbc299fba1348d030 in /opt/camp/content/ ";
    private const string Copy = "COPY content/ /opt/camp/content/ # buildkit";
    private const string Label = "/bin/sh -c #(nop)  LABEL version=2";
    private static readonly HistoryStep Install = new("/bin/sh -c apt-get install -y python3-numpy", 257_000_000);

    [Theory]
    [InlineData(ClassicCopy)]
    [InlineData(Copy)]
    [InlineData("COPY --chown=1000:1000 a.ipynb b.ipynb /opt/camp/content/week1/ # buildkit")]
    public void Another_copy_to_the_content_folder_is_content_alone(string step)
    {
        var one = Image(["base", "old"], [new(Label, 0), new(step, 3000), Install]);
        var other = Image(["base", "new"], [new(Label, 0), new(step, 3100), Install]);
        Assert.True(SoftwareCheck.IsSame(one, other));
    }

    [Fact]
    public void The_same_layers_are_the_same_software_whatever_the_labels_say() =>
        Assert.True(SoftwareCheck.IsSame(Image(["base"], [Install]), Image(["base"], [new(Label, 0), Install], """{"Labels": {"version": "2"}}""")));

    [Fact]
    public void A_layer_of_content_more_or_fewer_is_content_alone() =>
        Assert.True(SoftwareCheck.IsSame(Image(["base", "a"], [new(Copy, 10), Install]), Image(["base", "b", "c"], [new(Copy, 10), new(Copy, 20), Install])));

    [Theory]
    [InlineData("/bin/sh -c pip install attrs", 9000)]
    [InlineData("COPY content/ /opt/camp/ # buildkit", 3000)]
    [InlineData("COPY content/ /opt/camp/content/../../bin/ # buildkit", 3000)]
    [InlineData("COPY content/ /opt/camp/contents/ # buildkit", 3000)]
    [InlineData("/bin/sh -c cp evil /usr/bin # /opt/camp/content/ # buildkit", 3000)]
    [InlineData("ADD archive.tar /opt/camp/content/ # buildkit", 3000)]
    [InlineData("/bin/sh -c #(nop) WORKDIR /srv", 0)]
    [InlineData(Copy, 0)]
    [InlineData("", 3000)]
    public void Whatever_is_not_plainly_a_copy_to_that_folder_counts_as_software(string step, long size)
    {
        var one = Image(["base", "old"], [new(Copy, 3000), Install]);
        Assert.False(SoftwareCheck.IsSame(one, Image(["base", "new"], [new(step, size), Install])));
        Assert.False(SoftwareCheck.IsSame(Image(["base", "new"], [new(step, size), Install]), one));
    }

    [Fact]
    public void Below_the_content_nothing_may_differ()
    {
        Assert.False(SoftwareCheck.IsSame(Image(["base", "libs-1", "old"], [new(Copy, 10), Install]), Image(["base", "libs-2", "new"], [new(Copy, 10), Install])));
        Assert.False(SoftwareCheck.IsSame(Image(["base-1", "old"], [new(Copy, 10), new(Copy, 10)]), Image(["base-2", "new"], [new(Copy, 10), new(Copy, 10)])));
    }

    [Theory]
    [InlineData("""{"Env": ["PATH=/bin", "MODE=2"]}""")]
    [InlineData("""{"Entrypoint": ["/bin/other"]}""")]
    [InlineData("""{"User": "0:0"}""")]
    [InlineData("""{"Volumes": {"/data": {}}}""")]
    public void Another_configuration_is_other_software(string config) =>
        Assert.False(SoftwareCheck.IsSame(Image(["base"], [Install]), Image(["base"], [Install], config)));

    [Fact]
    public void Another_architecture_is_other_software() =>
        Assert.False(SoftwareCheck.IsSame(Image(["base"], [Install]), Image(["base"], [Install]) with { Details = Image(["base"], []).Details with { Architecture = "arm64" } }));

    private static ImageAnatomy Image(string[] layers, HistoryStep[] history, string config = "{}")
    {
        var whole = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"Env": ["PATH=/bin"], "Entrypoint": ["/usr/local/bin/camp-start"], "User": "1000:1000", "Labels": {"version": "1"}}""")!;
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(config)!)
            whole[key] = value;
        return new ImageAnatomy(new ImageDetails("sha256:x", null, "amd64", new RootFileSystem(layers), whole), history);
    }
}
