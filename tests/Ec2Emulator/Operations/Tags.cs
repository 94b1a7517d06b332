using System.Text.Json.Nodes;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>CreateTags, DeleteTags, DescribeTags: of instances and volumes.</summary>
internal static class Tags
{
    private static readonly Filters<Tag> Known = new()
    {
        ["resource-id"] = tag => [tag.Resource],
        ["resource-type"] = tag => [tag.Kind],
        ["key"] = tag => [tag.Key],
        ["value"] = tag => [tag.Value],
    };

    public static Outcome Create(Call call) => Change(call, (tags, tag) => tags[tag.Text("Key") ?? ""] = tag.Text("Value") ?? "");

    public static Outcome Delete(Call call) => Change(call, (tags, tag) =>
    {
        var key = tag.Text("Key") ?? "";
        if (tag.Text("Value") is not { } value || tags.GetValueOrDefault(key) == value)
        {
            tags.Remove(key);
        }
    });

    public static Outcome Describe(Call call)
    {
        var (found, error) = Known.Apply(call, All(call).OrderBy(tag => tag.Place, StringComparer.Ordinal));
        var (page, next, pageError) = found.Paged(call, tag => tag.Place);
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject
        {
            ["Tags"] = page.List(tag => new JsonObject { ["ResourceId"] = tag.Resource, ["ResourceType"] = tag.Kind, ["Key"] = tag.Key, ["Value"] = tag.Value }),
            ["NextToken"] = next,
        };
    }

    private static Outcome Change(Call call, Action<Dictionary<string, string>, JsonObject> change)
    {
        var resources = call.Parameters.Texts("Resources");
        if (InstanceIds.Fault([.. resources.Where(id => id.StartsWith("i-", StringComparison.Ordinal))], call) is { } fault)
        {
            return fault;
        }

        var found = resources.ToDictionary(id => id, id => TagsOf(id, call));
        if (found.Where(entry => entry.Value is null).Select(entry => entry.Key).ToList() is { Count: > 0 } unknown)
        {
            return ApiError.NotFound(unknown[0].StartsWith("vol-", StringComparison.Ordinal) ? "InvalidVolume.NotFound" : "InvalidID", "ID", unknown);
        }

        if (call.DryRun)
        {
            return ApiError.DryRun;
        }

        foreach (var tags in found.Values)
        {
            foreach (var tag in call.Parameters.Children("Tags"))
            {
                change(tags!, tag);
            }
        }

        return new JsonObject();
    }

    private static Dictionary<string, string>? TagsOf(string id, Call call) =>
        call.Account.Find(id)?.Tags ?? call.Account.Volumes(call.Now).FirstOrDefault(entry => entry.Volume.Id == id).Volume?.Tags;

    private static IEnumerable<Tag> All(Call call) =>
        DescribeInstances.Visible(call, []).SelectMany(seen => Of(seen.Order.Id, "instance", seen.Instance.Tags))
            .Concat(call.Account.Volumes(call.Now).SelectMany(entry => Of(entry.Volume.Id, "volume", entry.Volume.Tags)));

    private static IEnumerable<Tag> Of(string resource, string kind, IReadOnlyDictionary<string, string> tags) => tags.Select(tag => new Tag(resource, kind, tag.Key, tag.Value));

    private sealed record Tag(string Resource, string Kind, string Key, string Value)
    {
        public string Place => $"{Resource}/{Key}";
    }
}
