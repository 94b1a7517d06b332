using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Model;
using Xunit;

namespace Ec2Emulator.Tests.Service;

public sealed class SmallServicesTests
{
    [Fact]
    public async Task The_caller_is_told_who_it_is()
    {
        await using var emulator = await Emulator.StartAsync();
        using var sts = new AmazonSecurityTokenServiceClient(new BasicAWSCredentials("test", "test"), new AmazonSecurityTokenServiceConfig { ServiceURL = emulator.ServiceUrl.ToString(), AuthenticationRegion = "us-east-1" });
        var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), TestContext.Current.CancellationToken);

        Assert.Equal((emulator.Region.AccountId, "arn:aws:iam::123456789012:user/mux"), (caller.Account, caller.Arn));
    }

    [Fact]
    public async Task A_quota_is_told_with_the_value_that_launches_meet()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Faults = new FaultPlan { Quotas = new Dictionary<string, double> { [Quotas.StandardOnDemand] = 32 } } });
        var (status, answer) = await AskAsync(emulator, "GetServiceQuota", new JsonObject { ["ServiceCode"] = "ec2", ["QuotaCode"] = Quotas.StandardOnDemand });
        var known = ServiceModel.Quotas.ShapeOf(ServiceModel.Quotas.Find("GetServiceQuota")!.Output!.Members["Quota"]).Members.Keys;

        Assert.Equal((HttpStatusCode.OK, 32.0), (status, (double)answer["Quota"]!["Value"]!));
        Assert.All(answer["Quota"]!.AsObject(), member => Assert.Contains(member.Key, known));
    }

    [Fact]
    public async Task An_unknown_quota_is_named_as_missing_and_a_denied_call_as_denied()
    {
        await using var emulator = await Emulator.StartAsync();
        var unknown = await AskAsync(emulator, "GetServiceQuota", new JsonObject { ["ServiceCode"] = "ec2", ["QuotaCode"] = "L-00000000" });
        emulator.Faults = new FaultPlan { Denied = ["ListServiceQuotas"] };
        var denied = await AskAsync(emulator, "ListServiceQuotas", new JsonObject { ["ServiceCode"] = "ebs" });

        Assert.Equal((HttpStatusCode.BadRequest, "NoSuchResourceException"), (unknown.Status, (string?)unknown.Answer["__type"]));
        Assert.Equal((HttpStatusCode.BadRequest, "AccessDeniedException"), (denied.Status, (string?)denied.Answer["__type"]));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(Emulator emulator, string operation, JsonObject body)
    {
        using var http = new HttpClient { BaseAddress = emulator.ServiceUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/x-amz-json-1.1")) };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "ServiceQuotasV20190624." + operation);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
