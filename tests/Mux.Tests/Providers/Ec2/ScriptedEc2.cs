using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Web;
using System.Xml.Linq;

namespace Mux.Tests.Providers.Ec2;

/// <summary>One call as it came over HTTP.</summary>
internal sealed record Ec2Call(string Action, IReadOnlyDictionary<string, string> Parameters)
{
    public string this[string key] => Parameters.GetValueOrDefault(key, "");

    /// <summary>Values of <c>Key.1</c>, <c>Key.2</c> and so on.</summary>
    public IReadOnlyList<string> List(string key) => [.. Enumerable.Range(1, 1000).TakeWhile(i => Parameters.ContainsKey($"{key}.{i}")).Select(i => Parameters[$"{key}.{i}"])];
}

/// <summary>An instance as EC2 keeps it.</summary>
internal sealed record Ec2Instance(string Id, string Token, string Type, string Address, Dictionary<string, string> Tags)
{
    public string State { get; set; } = "pending";

    public string Reason { get; set; } = "";

    public bool Visible { get; set; } = true;

    public DateTimeOffset LaunchedAt { get; set; }
}

/// <summary>
/// EC2 at the level of HTTP, small and obedient: it keeps instances and client tokens, and answers the next calls of an action with what the test says instead.
/// </summary>
internal sealed class ScriptedEc2(TimeProvider time) : HttpMessageHandler, ITestCloud
{
    private static readonly XNamespace Space = "http://ec2.amazonaws.com/doc/2016-11-15/";
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<Ec2Call, Func<HttpResponseMessage>, HttpResponseMessage>>> script = new();
    private readonly Dictionary<string, string> tokens = [];
    private readonly Lock gate = new();

    public HttpMessageHandler Handler => this;

    public int Launched => Instances.Count;

    public ConcurrentQueue<Ec2Call> Calls { get; } = new();

    public List<Ec2Instance> Instances { get; } = [];

    /// <summary>Instances that a launch can still make.</summary>
    public int Room { get; set; } = int.MaxValue;

    public int PageSize { get; set; } = 1000;

    public IReadOnlyList<Ec2Call> Of(string action) => [.. Calls.Where(call => call.Action == action)];

    /// <summary>The next call of the action fails before it has done anything.</summary>
    public void Fail(string action, string code, int status = 400, int times = 1) => Script(action, times, (_, _) => Error(code, $"no: {code}", status));

    /// <summary>The next call of the action does what it is asked to, and its answer is lost.</summary>
    public void Lose(string action, int times = 1) => Script(action, times, (_, done) => { done(); throw new HttpRequestException("connection reset"); });

    public void Script(string action, int times, Func<Ec2Call, Func<HttpResponseMessage>, HttpResponseMessage> answer)
    {
        for (var i = 0; i < times; i++)
        {
            script.GetOrAdd(action, _ => new()).Enqueue(answer);
        }
    }

    public static HttpResponseMessage Error(string code, string message, int status = 400) => Xml(
        new XElement("Response", new XElement("Errors", new XElement("Error", new XElement("Code", code), new XElement("Message", message))), new XElement("RequestID", "r")), status);

    public static HttpResponseMessage Unfiltered(IEnumerable<Ec2Instance> instances) =>
        Xml(new XElement(Space + "DescribeInstancesResponse", Element("requestId", "r"), new XElement(Space + "reservationSet", new XElement(Space + "item", Set("instancesSet", instances)))), 200);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var call = new Ec2Call(form["Action"]!, form.AllKeys.ToDictionary(key => key!, key => form[key]!));
        Calls.Enqueue(call);
        lock (gate)
        {
            return script.TryGetValue(call.Action, out var queue) && queue.TryDequeue(out var answer) ? answer(call, () => Answer(call)) : Answer(call);
        }
    }

    public IReadOnlyList<Living> Alive()
    {
        lock (gate)
        {
            return [.. Instances.Where(instance => instance.Tags.GetValueOrDefault("risecamp:camp") == "spring" && instance.State is ("pending" or "running")).Select(instance => new Living(instance.Id, instance.LaunchedAt, instance.State == "running", instance.Tags.GetValueOrDefault("risecamp:fleet", "")))];
        }
    }

    /// <summary>What was begun comes to its end.</summary>
    public void Tick()
    {
        lock (gate)
        {
            Instances.ForEach(instance => instance.State = instance.State switch { "pending" => "running", "shutting-down" => "terminated", var same => same });
        }
    }

    private HttpResponseMessage Answer(Ec2Call call) => call.Action switch
    {
        "RunInstances" => Run(call),
        "DescribeInstances" => Describe(call),
        "TerminateInstances" => Terminate(call),
        "DescribeImages" => Reply(call, new XElement(Space + "imagesSet", new XElement(Space + "item", Element("imageId", call["ImageId.1"]), Element("rootDeviceName", "/dev/xvda")))),
        "CreateTags" => Tag(call),
        _ => Error("InvalidAction", call.Action),
    };

    private HttpResponseMessage Run(Ec2Call call)
    {
        var said = string.Join('&', call.Parameters.Where(pair => pair.Key is not "Action" and not "Version").OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        if (tokens.TryGetValue(call["ClientToken"], out var before) && before != said)
        {
            return Error("IdempotentParameterMismatch", "other parameters");
        }

        if (!tokens.ContainsKey(call["ClientToken"]))
        {
            var count = Math.Min(int.Parse(call["MaxCount"], System.Globalization.CultureInfo.InvariantCulture), Room);
            if (count == 0)
            {
                return Error("InsufficientInstanceCapacity", "no capacity", 500);
            }

            tokens[call["ClientToken"]] = said;
            Room -= count;
            Instances.AddRange(Enumerable.Range(0, count).Select(_ => Make(call)));
        }

        // In no order that could be relied on.
        var made = Instances.Where(instance => instance.Token == call["ClientToken"]);
        return Reply(call, Element("reservationId", "r-1"), Set("instancesSet", Of("RunInstances").Count % 2 == 0 ? made : made.Reverse()));
    }

    private Ec2Instance Make(Ec2Call call)
    {
        var number = Instances.Count + 1;
        var tags = Enumerable.Range(1, 9).Where(i => call.Parameters.ContainsKey($"TagSpecification.1.Tag.{i}.Key")).ToDictionary(i => call[$"TagSpecification.1.Tag.{i}.Key"], i => call[$"TagSpecification.1.Tag.{i}.Value"]);
        return new Ec2Instance($"i-{number:x17}", call["ClientToken"], call["InstanceType"], $"10.0.{number / 250}.{(number % 250) + 4}", tags) { LaunchedAt = time.GetUtcNow() };
    }

    private HttpResponseMessage Describe(Ec2Call call)
    {
        var filters = Enumerable.Range(1, 9).Where(i => call.Parameters.ContainsKey($"Filter.{i}.Name")).Select(i => (Name: call[$"Filter.{i}.Name"], Value: call[$"Filter.{i}.Value.1"])).ToList();
        var found = Instances.Where(instance => instance.Visible && filters.TrueForAll(filter =>
            filter.Name == "client-token" ? instance.Token == filter.Value : instance.Tags.GetValueOrDefault(filter.Name["tag:".Length..]) == filter.Value)).ToList();
        var start = call["NextToken"].Length == 0 ? 0 : int.Parse(call["NextToken"], System.Globalization.CultureInfo.InvariantCulture);
        var page = found.Skip(start).Take(PageSize);
        return Reply(
            call,
            new XElement(Space + "reservationSet", new XElement(Space + "item", Set("instancesSet", page))),
            start + PageSize < found.Count ? Element("nextToken", $"{start + PageSize}") : null);
    }

    private HttpResponseMessage Terminate(Ec2Call call)
    {
        var ids = call.List("InstanceId");
        var unknown = ids.Where(id => !Instances.Exists(instance => instance.Id == id && instance.Visible)).ToList();
        if (unknown.Count > 0)
        {
            return Error("InvalidInstanceID.NotFound", $"The instance IDs '{string.Join(", ", unknown)}' do not exist");
        }

        Instances.Where(instance => ids.Contains(instance.Id)).ToList().ForEach(instance => (instance.State, instance.Reason) = ("shutting-down", "Client.UserInitiatedShutdown"));
        return Reply(call, Element("instancesSet", ""));
    }

    private HttpResponseMessage Tag(Ec2Call call)
    {
        foreach (var instance in Instances.Where(instance => call.List("ResourceId").Contains(instance.Id)))
        {
            Enumerable.Range(1, 9).Where(i => call.Parameters.ContainsKey($"Tag.{i}.Key")).ToList().ForEach(i => instance.Tags[call[$"Tag.{i}.Key"]] = call[$"Tag.{i}.Value"]);
        }

        return Reply(call, Element("return", "true"));
    }

    private static XElement Set(string name, IEnumerable<Ec2Instance> instances) => new(Space + name, instances.Select(instance => new XElement(
        Space + "item",
        Element("instanceId", instance.Id),
        new XElement(Space + "instanceState", Element("name", instance.State)),
        Element("privateIpAddress", instance.Address),
        Element("instanceType", instance.Type),
        Element("launchTime", instance.LaunchedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        instance.Reason.Length == 0 ? null : new XElement(Space + "stateReason", Element("code", instance.Reason), Element("message", instance.Reason + ": said the cloud")),
        new XElement(Space + "tagSet", instance.Tags.Select(tag => new XElement(Space + "item", Element("key", tag.Key), Element("value", tag.Value)))))));

    private static HttpResponseMessage Reply(Ec2Call call, params XElement?[] content) => Xml(new XElement(Space + (call.Action + "Response"), Element("requestId", "r"), content), 200);

    private static XElement Element(string name, string value) => new(Space + name, value);

    private static HttpResponseMessage Xml(XElement body, int status) =>
        new((HttpStatusCode)status) { Content = new StringContent(body.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "text/xml") };
}
