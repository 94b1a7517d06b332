using System.Net.Http.Headers;
using Ec2Emulator.Cloud;
using Xunit;

namespace Ec2Emulator.Tests.Model;

/// <summary>Requests as they stand on the wire: a wrong name is refused as AWS does, and does not pass for an absent parameter.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData("Action=DescribeInstances&InstanceIds.1=i-0f0f0f0f0f0f0f0f0", "UnknownParameter", "InstanceIds.1")]
    [InlineData("Action=DescribeInstances&instanceId.1=i-0f0f0f0f0f0f0f0f0", "UnknownParameter", "instanceId.1")]
    [InlineData("Action=DescribeInstances&InstanceId=i-0f0f0f0f0f0f0f0f0", "UnknownParameter", "InstanceId")]
    [InlineData("Action=DescribeInstances&Filter.1.Name=vpc-id&Filter.1.Values.1=x", "UnknownParameter", "Filter.1.Values.1")]
    [InlineData("Action=DescribeInstances&MaxResults=many", "InvalidParameterValue", "many")]
    [InlineData("Action=DescribeInstances&DryRun=yes", "InvalidParameterValue", "yes")]
    [InlineData("Action=RunInstances&MaxCount=1", "MissingParameter", "MinCount")]
    [InlineData("Action=RunInstances&MinCount=1&MaxCount=1&MetadataOptions.HttpTokens=always", "InvalidParameterValue", "always")]
    [InlineData("Action=RunInstances&MinCount=1&MaxCount=1&TagSpecification.1.Tags.1.Key=camp", "UnknownParameter", "TagSpecification.1.Tags.1.Key")]
    [InlineData("Action=LaunchInstances", "InvalidAction", "LaunchInstances")]
    [InlineData("MinCount=1", "MissingAction", "action")]
    public async Task A_request_that_AWS_would_not_read_is_refused_and_the_error_names_the_place(string form, string code, string names)
    {
        await using var emulator = await Emulator.StartAsync();
        var (status, body) = await PostAsync(emulator, form, signed: true);

        Assert.Equal(400, status);
        Assert.Matches($"^<\\?xml version=\"1.0\" encoding=\"utf-8\"\\?><Response><Errors><Error><Code>{code}</Code><Message>[^<]*{names}[^<]*</Message></Error></Errors><RequestID>[0-9a-f-]{{36}}</RequestID></Response>$", body);
        Assert.Equal(code, emulator.Read().Calls.Single().Error);
    }

    [Fact]
    public async Task A_request_without_credentials_is_refused()
    {
        await using var emulator = await Emulator.StartAsync();
        var (status, body) = await PostAsync(emulator, "Action=DescribeInstances", signed: false);
        Assert.Equal(401, status);
        Assert.Contains("<Code>AuthFailure</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_processes_read_the_ledger_and_set_the_lies_over_HTTP()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Pace = Pace.Quick });
        using var http = new HttpClient { BaseAddress = emulator.ServiceUrl };
        using var set = await http.PutAsync("/_emulator/faults", new StringContent("""{"throttlePercent":100,"shortages":[{"zone":"us-east-1a","left":2}]}""", MediaTypeHeaderValue.Parse("application/json")), TestContext.Current.CancellationToken);
        set.EnsureSuccessStatusCode();
        await PostAsync(emulator, "Action=DescribeInstances", signed: true);

        Assert.Equal(2, emulator.Faults.Shortages.Single().Left);
        Assert.Contains("\"error\":\"RequestLimitExceeded\"", await http.GetStringAsync("/_emulator/ledger", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Body)> PostAsync(Emulator emulator, string form, bool signed)
    {
        using var http = new HttpClient { BaseAddress = emulator.ServiceUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(form + "&Version=2016-11-15", MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded")) };
        if (signed)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260302/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0");
        }

        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
