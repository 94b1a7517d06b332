using System.Text.Json.Nodes;

namespace Ec2Emulator.Model;

/// <summary>AWS's own description of a service: its operations and the shapes of their requests and answers. <c>service/NOTICE</c> says where it is from.</summary>
internal sealed class ServiceModel
{
    private readonly Dictionary<string, Shape> shapes;
    private readonly Dictionary<string, Operation> operations;

    /// <param name="json">The text of a <c>service-2.json</c> or of an extract.</param>
    public ServiceModel(string json)
    {
        var model = JsonNode.Parse(json)!;
        var protocol = (string)model["metadata"]!["protocol"]!;
        Namespace = ((string?)model["metadata"]!["xmlNamespace"] ?? "").TrimEnd('/') + "/";
        Version = (string)model["metadata"]!["apiVersion"]!;
        shapes = model["shapes"]!.AsObject().ToDictionary(entry => entry.Key, entry => Shape.From(entry.Key, entry.Value!.AsObject(), protocol));
        operations = model["operations"]!.AsObject().ToDictionary(entry => entry.Key, entry => OperationOf(entry.Key, entry.Value!));
    }

    public static ServiceModel Ec2 { get; } = new(Text("ec2.json"));

    public static ServiceModel Sts { get; } = new(Text("sts.json"));

    public static ServiceModel Quotas { get; } = new(Text("service-quotas.json"));

    public string Version { get; }

    public string Namespace { get; }

    public IReadOnlyCollection<string> Operations => operations.Keys;

    public Operation? Find(string operation) => operations.GetValueOrDefault(operation);

    public Shape ShapeOf(Member member) => shapes[member.Shape];

    /// <summary>The model's text, for who wants to change it.</summary>
    public static string Text(string file)
    {
        using var stream = typeof(ServiceModel).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private Operation OperationOf(string name, JsonNode model) =>
        new(name, Find(model["input"]), Find(model["output"]), (string?)model["output"]?["resultWrapper"]);

    private Shape? Find(JsonNode? side) => side is null ? null : shapes[(string)side["shape"]!];
}

/// <param name="Output">Null: the answer says no more than that it was done.</param>
/// <param name="Wrapper">An element around the answer, in the query protocol.</param>
internal sealed record Operation(string Name, Shape? Input, Shape? Output, string? Wrapper);
