using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Model;

namespace Ec2Emulator.Wire;

/// <summary>A request of the Query API, read by the model: what the model does not know is refused, as AWS does.</summary>
internal sealed class QueryReader(ServiceModel model)
{
    private ApiError? fault;

    /// <param name="form">Such as <c>TagSpecification.1.Tag.2.Key</c> and its value.</param>
    public Outcome Read(Shape? input, IEnumerable<KeyValuePair<string, string>> form)
    {
        var fields = form.Select(field => new Field(field.Key.Split('.'), field.Value)).ToList();
        if (input is null)
        {
            return fields.Count == 0 ? new JsonObject() : Unknown(fields[0]);
        }

        var read = Structure(input, fields, 0);
        return fault is { } found ? found : read;
    }

    private JsonNode? Value(Shape shape, List<Field> fields, int depth) => shape.Kind switch
    {
        ShapeKind.Structure => Structure(shape, fields, depth),
        ShapeKind.List => List(shape, fields, depth),
        _ => Scalar(shape, fields, depth),
    };

    private JsonObject Structure(Shape shape, List<Field> fields, int depth)
    {
        var read = new JsonObject();
        // In the order of names: requests that say the same in another order are the same.
        foreach (var group in fields.GroupBy(field => field.At(depth)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var member = shape.Members.Values.FirstOrDefault(member => member.Asked == group.Key);
            if (member is null)
            {
                fault ??= Unknown(group.First());
                return read;
            }

            read[member.Name] = Value(model.ShapeOf(member), [.. group], depth + 1);
        }

        foreach (var missing in shape.Required.Where(name => !read.ContainsKey(name)))
        {
            fault ??= ApiError.Of("MissingParameter", $"The request must contain the parameter {shape.Members[missing].Asked}");
        }

        return read;
    }

    private JsonArray List(Shape shape, List<Field> fields, int depth)
    {
        var numbered = new SortedDictionary<int, List<Field>>();
        foreach (var field in fields)
        {
            if (!int.TryParse(field.At(depth), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                fault ??= Unknown(field);
                return [];
            }

            numbered.TryAdd(number, []);
            numbered[number].Add(field);
        }

        var element = model.ShapeOf(shape.Element!);
        return [.. numbered.Values.Select(entry => Value(element, entry, depth + 1))];
    }

    private JsonNode? Scalar(Shape shape, List<Field> fields, int depth)
    {
        if (fields.Count > 1 || fields[0].Path.Length != depth)
        {
            fault ??= Unknown(fields[0]);
            return null;
        }

        var read = ScalarText.Read(shape, fields[0].Value);
        fault ??= read is null ? ApiError.Invalid($"Invalid value '{fields[0].Value}' for {fields[0].Name}") : null;
        return read;
    }

    private static ApiError Unknown(Field field) => ApiError.Of("UnknownParameter", $"The parameter {field.Name} is not recognized");

    private sealed record Field(string[] Path, string Value)
    {
        public string Name => string.Join('.', Path);

        // Empty past the end: no member has that name.
        public string At(int depth) => depth < Path.Length ? Path[depth] : "";
    }
}
