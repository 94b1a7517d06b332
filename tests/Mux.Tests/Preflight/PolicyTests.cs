using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.EC2;
using Xunit;

namespace Mux.Tests.Preflight;

/// <summary>The policy that the runbook gives the mux, held against the calls that the source makes.</summary>
public sealed partial class PolicyTests
{
    // GetCallerIdentity needs no permission at all.
    private static readonly Dictionary<string, string?> OtherServices = new() { ["GetServiceQuotaAsync"] = "servicequotas:GetServiceQuota", ["GetCallerIdentityAsync"] = null };

    private static readonly JsonElement[] Statements = [.. JsonDocument.Parse(File.ReadAllText(Repository.At("ops", "ec2", "mux-policy.json"))).RootElement.GetProperty("Statement").EnumerateArray()];

    [Fact]
    public void It_allows_every_call_that_the_source_makes_and_no_other() =>
        Assert.Equal(Called().Order(StringComparer.Ordinal), Statements.SelectMany(Actions).Distinct().Order(StringComparer.Ordinal));

    // Catches the test above going blind.
    [Fact]
    public void The_calls_of_the_source_are_seen() => Assert.Superset(new HashSet<string> { "ec2:RunInstances", "ec2:TerminateInstances", "ec2:CreateTags", "ec2:DescribeInstances", "ec2:DescribeVolumes" }, Called());

    [Fact]
    public void Nothing_is_allowed_by_a_pattern_and_nothing_but_looking_everywhere()
    {
        Assert.All(Statements, statement => Assert.Equal("Allow", statement.GetProperty("Effect").GetString()));
        Assert.All(Statements.SelectMany(Actions), action => Assert.DoesNotContain('*', action));
        Assert.All(Statements.Where(statement => Resources(statement).Contains("*")), statement => Assert.All(Actions(statement), action => Assert.StartsWith("ec2:Describe", action, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ec2:TerminateInstances", "instance/", "ec2:ResourceTag/risecamp:camp")]
    [InlineData("ec2:RunInstances", "instance/", "aws:RequestTag/risecamp:camp")]
    [InlineData("ec2:RunInstances", "volume/", "aws:RequestTag/risecamp:camp")]
    [InlineData("ec2:RunInstances", "subnet/", "ec2:Vpc")]
    [InlineData("ec2:RunInstances", "security-group/", "ec2:Vpc")]
    [InlineData("ec2:CreateTags", "instance/", "risecamp:camp")]
    [InlineData("ec2:CreateTags", "volume/", "ec2:CreateAction")]
    public void What_changes_something_is_bound_to_the_camp(string action, string resource, string condition)
    {
        var granting = Statements.Where(statement => Actions(statement).Contains(action) && Resources(statement).Any(one => one!.Contains(":" + resource, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(granting);
        Assert.All(granting, statement => Assert.Contains(condition, statement.GetProperty("Condition").GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_ship_gets_no_role_and_its_metadata_wants_tokens()
    {
        var launch = Statements.Single(statement => Actions(statement).Contains("ec2:RunInstances") && Resources(statement).Any(one => one!.Contains(":instance/", StringComparison.Ordinal))).GetProperty("Condition");
        Assert.Equal("true", launch.GetProperty("Null").GetProperty("ec2:InstanceProfile").GetString());
        Assert.Equal("required", launch.GetProperty("StringEquals").GetProperty("ec2:MetadataHttpTokens").GetString());
        Assert.DoesNotContain(Statements.SelectMany(Actions), action => action.StartsWith("iam:", StringComparison.Ordinal));
    }

    private static HashSet<string> Called()
    {
        var operations = typeof(IAmazonEC2).GetMethods().Select(method => method.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return [.. Repository.Sources("src/Mux").SelectMany(file => Call().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct()
            .Select(name => operations.Contains(name) ? "ec2:" + name[..^"Async".Length] : OtherServices.GetValueOrDefault(name)).OfType<string>()];
    }

    private static IEnumerable<string> Actions(JsonElement statement) => Texts(statement.GetProperty("Action"))!;

    private static IEnumerable<string?> Resources(JsonElement statement) => Texts(statement.GetProperty("Resource"));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Select(one => one.GetString()!) : [element.GetString()!];

    [GeneratedRegex(@"\.(\w+Async)\(")]
    private static partial Regex Call();
}
