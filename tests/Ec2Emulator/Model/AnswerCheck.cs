using System.Xml.Linq;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Model;

/// <summary>
/// A strict walk over an answer: clients drop an element whose name they do not know without a word, so that only this finds it.
/// It reads the XML and the model; it shares nothing with what wrote the answer but the model.
/// </summary>
internal sealed class AnswerCheck(ServiceModel model)
{
    private readonly List<string> faults = [];

    /// <summary>Every fault, each with the path of its element; none for a right answer.</summary>
    public static IReadOnlyList<string> Faults(ServiceModel model, string operation, string xml)
    {
        var check = new AnswerCheck(model);
        check.Answer(model.Find(operation), operation, XDocument.Parse(xml).Root!);
        return check.faults;
    }

    private void Answer(Operation? operation, string name, XElement root)
    {
        if (operation is null || root.Name != XName.Get(name + "Response", model.Namespace))
        {
            faults.Add($"{root.Name} answers {name}");
            return;
        }

        var (id, content) = operation.Wrapper is { } wrapper ? ("ResponseMetadata", root.Elements().Where(element => element.Name.LocalName == wrapper).Elements()) : ("requestId", root.Elements());
        Require(root, id);
        var members = content.Where(element => element.Name.LocalName != "requestId").ToList();
        if (operation.Output is { } output)
        {
            Members(output, members, name);
        }
        else if (members is not [{ Name.LocalName: "return", Value: "true" }])
        {
            faults.Add($"{name}: not <return>true</return> alone");
        }
    }

    private void Members(Shape shape, List<XElement> elements, string path)
    {
        foreach (var group in elements.GroupBy(element => element.Name.LocalName))
        {
            if (shape.Members.Values.FirstOrDefault(member => member.Answered == group.Key) is not { } member)
            {
                faults.Add($"{path}/{group.Key}: {shape.Name} has no such element");
                continue;
            }

            Content(model.ShapeOf(member), [.. group], $"{path}/{group.Key}");
        }

        foreach (var missing in shape.Required.Select(name => shape.Members[name].Answered).Where(name => elements.All(element => element.Name.LocalName != name)))
        {
            faults.Add($"{path}: {missing} is missing");
        }
    }

    private void Content(Shape shape, List<XElement> elements, string path)
    {
        if (elements.Count > 1 && !shape.Flattened)
        {
            faults.Add($"{path}: {elements.Count} times");
        }

        foreach (var element in shape.Flattened ? elements : elements.Take(1))
        {
            One(shape.Flattened ? model.ShapeOf(shape.Element!) : shape, element, path);
        }
    }

    private void One(Shape shape, XElement element, string path)
    {
        if (element.Name.NamespaceName != model.Namespace)
        {
            faults.Add($"{path}: in the namespace '{element.Name.NamespaceName}'");
        }

        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                Members(shape, [.. element.Elements()], path);
                break;
            case ShapeKind.List:
                Items(shape, element, path);
                break;
            default:
                Scalar(shape, element, path);
                break;
        }
    }

    private void Items(Shape list, XElement element, string path)
    {
        foreach (var item in element.Elements())
        {
            if (item.Name.LocalName != list.Element!.Answered)
            {
                faults.Add($"{path}/{item.Name.LocalName}: not {list.Element.Answered}");
            }

            One(model.ShapeOf(list.Element), item, $"{path}/{item.Name.LocalName}");
        }

        NoText(element, path);
    }

    private void Scalar(Shape shape, XElement element, string path)
    {
        if (element.HasElements)
        {
            faults.Add($"{path}: elements inside of a {shape.Kind}");
        }
        else if (ScalarText.Read(shape, element.Value) is null)
        {
            faults.Add($"{path}: '{element.Value}' is no {shape.Name}");
        }
    }

    private void NoText(XElement element, string path)
    {
        if (element.Nodes().OfType<XText>().Any(text => text.Value.Trim().Length > 0))
        {
            faults.Add($"{path}: text between the elements");
        }
    }

    private void Require(XElement root, string name)
    {
        if (root.Elements().All(element => element.Name.LocalName != name))
        {
            faults.Add($"{root.Name.LocalName}: {name} is missing");
        }
    }
}
