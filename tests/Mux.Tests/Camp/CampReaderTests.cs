using Mux.Camp;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class CampReaderTests
{
    private const string Tutorial = "tutorials: [{name: intro, image: 'reg.example/intro:1'}]\n";
    private const string Least = "name: spring\n" + Tutorial;

    [Fact]
    public void The_least_camp_has_a_name_and_a_tutorial()
    {
        var camp = CampReader.Read(Least, ".").Camp!;
        Assert.Equal(("spring", "spring", "intro", 1L << 30, "local"), (camp.Name, camp.Title, camp.Tutorials[0].Title, camp.Tutorials[0].Memory, camp.Fleet.Provider));
    }

    [Fact]
    public void Help_lasts_a_quarter_of_an_hour_and_may_be_to_type_unless_the_camp_says_otherwise()
    {
        Assert.Equal((TimeSpan.FromMinutes(15), true), (CampReader.Read(Least, ".").Camp!.Helping.Lasts, CampReader.Read(Least, ".").Camp!.Helping.Typing));
        var camp = CampReader.Read(Least + "helping: {lasts: 5m, typing: false}", ".").Camp!;
        Assert.Equal((TimeSpan.FromMinutes(5), false), (camp.Helping.Lasts, camp.Helping.Typing));
        Assert.Equal(["helping.lasts", "helping.look", "helping.typing"], CampReader.Read(Least + "helping: {lasts: 3h, typing: maybe, look: true}", ".").Errors.Select(error => error.Field).Order());
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_line()
    {
        var errors = CampReader.Read(
            """
            name: Spring Camp
            tutorials:
              - name: intro
                image: "--privileged"
                memroy: 1GiB
                memory: 1KiB
                datasets: [whales]
                notebook: ../../etc/passwd
              - name: intro
                image: x
            fleet:
              provider: moon
              ships: 10
              max_ships: 5
              boot_timeout: soon
            rollout:
              canary: -1
            colour: red
            """,
            ".").Errors;
        Assert.Equal(
            [(1, "name"), (3, "tutorials"), (4, "tutorials[0].image"), (5, "tutorials[0].memroy"), (6, "tutorials[0].memory"), (7, "tutorials[0].datasets"), (8, "tutorials[0].notebook"), (12, "fleet.provider"), (13, "fleet.ships"), (15, "fleet.boot_timeout"), (17, "rollout.canary"), (18, "colour")],
            errors.Select(error => (error.Line, error.Field)));
        Assert.Contains("did you mean 'memory'?", errors.Single(error => error.Field.EndsWith("memroy", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "must hold one document")]
    [InlineData("just text", "must hold one document")]
    [InlineData("- a\n- b", "must hold one document")]
    [InlineData(Least + "---\n" + Least, "must hold one document")]
    [InlineData("name: [", "is not valid YAML")]
    [InlineData("name: a\nname: b\n" + Tutorial, "is not valid YAML")]
    [InlineData("name: *nobody\n" + Tutorial, "write the value itself")]
    [InlineData("name: spring", "at least one tutorial")]
    [InlineData("name: spring\ntutorials: []", "at least one tutorial")]
    [InlineData("name: spring\ntutorials: yes", "must be a list")]
    [InlineData("name: {a: b}\n" + Tutorial, "must be a text")]
    [InlineData(Least + "title: ''", "must not be empty")]
    [InlineData(Least + "fleet: 3", "must hold keys and values")]
    [InlineData(Least + "fleet: {open_at: 9, ships: 3}", "the doors would never open")]
    [InlineData(Least + "fleet: {max_booting: 0}", "from 1 to 4096")]
    [InlineData(Least + "fleet: {boot_timeout: 0s}", "boot_timeout")]
    [InlineData(Least + "fleet: {report_every: 0s}", "report_every")]
    [InlineData(Least + "fleet: {lost_after: 0s}", "lost_after")]
    [InlineData(Least + "local: {subnet: 10.0.0.0/30}", "/8 to /24")]
    [InlineData(Least + "local: {subnet: 'fd00::/16'}", "/8 to /24")]
    [InlineData(Least + "local: {subnet: 127.0.0.0/16}", "never forwards to")]
    [InlineData(Least + "fleet: {boot_timeout: 1s}", "too short")]
    [InlineData(Least + "fleet: {report_every: 500ms}", "too short")]
    [InlineData(Least + "local: {agents: maybe}", "managed or external")]
    [InlineData(Least + "datasets: [{name: whales, path: ./nowhere}]", "there is no folder")]
    [InlineData(Least + "datasets: [{name: whales}]", "is missing")]
    [InlineData(Least + "fleet: {copy_homes_every: never}", "off, or a time")]
    [InlineData(Least + "fleet: {copy_homes_every: 1s}", "too short")]
    [InlineData(Least + "fleet: {largest_home: big}", "a size such as")]
    [InlineData(Least + "registries: [{host: registry.example.org}]", "is missing")]
    [InlineData(Least + "registries: [{host: 'https://registry.example.org', credentials_file: ./nowhere}]", "must be the registry's host")]
    [InlineData(Least + "registries: [{host: registry.example.org, credentials_file: ./nowhere}]", "there is no file")]
    [InlineData("name: spring\ntutorials: [{name: a, image: x, memory: 99999999TiB}]", "a size such as")]
    [InlineData("name: spring\ntutorials: [{name: a, image: x, cpus: -1}]", "a number of CPUs")]
    [InlineData("name: spring\ntutorials: [{name: a, image: x, pids: 1e9}]", "a whole number")]
    [InlineData("name: spring\ntutorials: [{name: '../a', image: x}]", "1 to 32 characters")]
    [InlineData(Least + "? [a, b]\n: c", "key")]
    public void What_is_wrong_is_named(string text, string message)
    {
        var reading = CampReader.Read(text, ".");
        Assert.Null(reading.Camp);
        Assert.Contains(reading.Errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
    }

    // A file that would eat the mux is refused like any other wrong one.
    [Fact]
    public void Bombs_are_refused()
    {
        var laughs = "a0: &a0 [lol, lol]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n")) + "? *a40\n: x\n";
        Assert.NotEmpty(CampReader.Read(laughs + Least, ".").Errors);
        Assert.NotEmpty(CampReader.Read("name: " + new string('[', 100_000), ".").Errors);
        Assert.NotEmpty(CampReader.Read(Least + "# " + new string('x', 2 << 20), ".").Errors);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_error() => Assert.Contains("cannot be read", Assert.Single(CampReader.ReadFile("/nowhere/camp.yaml").Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void The_sample_reads_cleanly()
    {
        Assert.SkipUnless(File.Exists(Repository.At("ops", "camp.sample.yaml")), "ops/camp.sample.yaml is not there");

        // Its data set's folder comes with the sample's own set-up.
        Assert.DoesNotContain(CampReader.ReadFile(Repository.At("ops", "camp.sample.yaml")).Errors, error => !error.Message.StartsWith("there is no folder", StringComparison.Ordinal));
    }
}
