using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mux.Cli;
using Mux.Preflight;
using Mux.Tests.Api;
using Mux.Tests.Cli;
using Mux.Tests.Dashboard;
using Xunit;

namespace Mux.Tests.Preflight;

/// <summary>What the command line, the API and the page make of a report.</summary>
public sealed class PreflightViewTests
{
    [Fact]
    public async Task The_command_tells_both_numbers_and_what_to_do_and_fails_when_something_is_short()
    {
        await using var host = await HostAsync(StandingPreflight.Fine, StandingPreflight.Short);
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("preflight"));
        Assert.Contains("600 vCPUs", cli.Output, StringComparison.Ordinal);
        Assert.Contains("5 (L-1216C47A)", cli.Output, StringComparison.Ordinal);
        Assert.Contains("vCPU quota, on demand (VcpuLimitExceeded): Ask for more.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("One thing is short for 50 ships.", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_it_is_the_apis_own_document()
    {
        await using var host = await HostAsync(StandingPreflight.Fine);
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("preflight", "--json"));
        Assert.Equal("ok", cli.Json.GetProperty("verdict").GetString());
        Assert.Equal(50, cli.Json.GetProperty("ships").GetInt32());
        Assert.Equal("8182 in 2 subnets", cli.Json.GetProperty("checks")[0].GetProperty("there").GetString());
    }

    [Fact]
    public async Task The_page_shows_the_last_look_and_looks_again_when_asked()
    {
        await using var host = await HostAsync(StandingPreflight.Fine, StandingPreflight.Forbidding);
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Assert.Contains("Nobody has looked yet", await browser.ReadAsync("/preflight"), StringComparison.Ordinal);
        using var looked = await browser.PostAsync("/preflight", "/preflight");
        Assert.Equal(HttpStatusCode.SeeOther, looked.StatusCode);
        var page = await browser.ReadAsync("/preflight");
        Assert.Contains("InvalidAMIID.NotFound", page, StringComparison.Ordinal);
        Assert.Contains("not there &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("ami-1", StringComparison.Ordinal) < page.IndexOf("8182", StringComparison.Ordinal), "what is short comes first");
    }

    private static Task<OrganizerHost> HostAsync(params PreflightCheck[] checks) => OrganizerHost.StartAsync(replace: services => services.AddSingleton<IPreflight>(new StandingPreflight(checks)));
}
