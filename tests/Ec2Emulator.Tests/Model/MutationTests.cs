using System.Text.RegularExpressions;
using System.Xml.Linq;
using Amazon.EC2.Model;
using Ec2Emulator.Model;
using Xunit;

namespace Ec2Emulator.Tests.Model;

/// <summary>That the strict walk is worth something: answers that are wrong in one place only are all caught.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData("<instanceId>", "<instanceID>")]
    [InlineData("<privateIpAddress>", "<privateIPAddress>")]
    [InlineData("<reservationSet><item>", "<reservationSet><member>")]
    [InlineData("<code>0</code>", "<code>zero</code>")]
    [InlineData("<name>pending</name>", "<name>booting</name>")]
    [InlineData("<enaSupport>true", "<enaSupport>yes")]
    [InlineData("<launchTime>2026-", "<launchTime>soon-")]
    [InlineData("<imageId>ami-0d000000000000012", "<imageId><id>ami</id>")]
    [InlineData("DescribeInstancesResponse", "RunInstancesResponse")]
    [InlineData("2016-11-15", "2015-10-01")]
    [InlineData("<requestId>", "<requestID>")]
    [InlineData("<reservationId>", "<reservationId>r-1</reservationId><reservationId>")]
    [InlineData("<groupSet><item>", "<groupSet>sg<item>")]
    public async Task A_wrong_name_type_or_shape_in_an_answer_is_caught(string right, string wrong)
    {
        var xml = await AnswerAsync();
        Assert.Empty(AnswerCheck.Faults(ServiceModel.Ec2, "DescribeInstances", xml));
        Assert.Contains(right, xml, StringComparison.Ordinal);

        Assert.NotEmpty(AnswerCheck.Faults(ServiceModel.Ec2, "DescribeInstances", Closed(xml, right, wrong)));
    }

    [Fact]
    public async Task Every_element_of_an_answer_is_missed_when_its_name_is_wrong()
    {
        var xml = await AnswerAsync();
        var count = XDocument.Parse(xml).Descendants().Count();
        Assert.True(count > 60);
        for (var index = 0; index < count; index++)
        {
            var document = XDocument.Parse(xml);
            var element = document.Descendants().ElementAt(index);
            element.Name = element.Name.Namespace + (element.Name.LocalName + "X");
            Assert.True(AnswerCheck.Faults(ServiceModel.Ec2, "DescribeInstances", document.ToString()).Count > 0, element.Name.LocalName);
        }
    }

    [Fact]
    public void A_change_of_any_answered_name_in_the_model_changes_what_is_written()
    {
        var text = ServiceModel.Text("ec2.json").Replace("\"locationName\":\"instancesSet\"", "\"locationName\":\"instanceSet\"", StringComparison.Ordinal);
        Assert.NotEqual(ServiceModel.Text("ec2.json"), text);
        Assert.Contains(
            AnswerCheck.Faults(new ServiceModel(text), "RunInstances", "<RunInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>1</requestId><instancesSet/></RunInstancesResponse>"),
            fault => fault.Contains("instancesSet", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_operation_of_the_model_is_served_and_every_served_one_is_in_the_model() =>
        Assert.Equal(ServiceModel.Ec2.Operations.Order(), Ec2Emulator.Operations.Table.Names.Order());

    private static string Closed(string xml, string right, string wrong)
    {
        var opened = Regex.Match(right, "^<([a-zA-Z]+)>$");
        return opened.Success && Regex.Match(wrong, "^<([a-zA-Z]+)>$") is { Success: true } other
            ? xml.Replace(right, wrong, StringComparison.Ordinal).Replace($"</{opened.Groups[1].Value}>", $"</{other.Groups[1].Value}>", StringComparison.Ordinal)
            : wrong.EndsWith("<member>", StringComparison.Ordinal) ? Renamed(xml, "reservationSet") : xml.Replace(right, wrong, StringComparison.Ordinal);
    }

    private static string Renamed(string xml, string list)
    {
        var document = XDocument.Parse(xml);
        var item = document.Descendants().First(element => element.Name.LocalName == list).Elements().First();
        item.Name = item.Name.Namespace + "member";
        return document.ToString(SaveOptions.DisableFormatting);
    }

    private static async Task<string> AnswerAsync()
    {
        var answer = "";
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Watcher = (operation, xml) => answer = operation == "DescribeInstances" ? xml : answer });
        using var client = Sky.ClientOf(emulator);
        await client.RunInstancesAsync(Sky.Request());
        await client.DescribeInstancesAsync(new DescribeInstancesRequest());
        return answer;
    }
}
