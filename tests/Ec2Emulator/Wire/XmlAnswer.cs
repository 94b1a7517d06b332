using System.Text.Json.Nodes;
using System.Xml;
using Ec2Emulator.Model;

namespace Ec2Emulator.Wire;

/// <summary>Answers as XML: the model turns the names that SDKs use into those of the wire.</summary>
internal static class XmlAnswer
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new System.Text.UTF8Encoding(false), Indent = false };

    public static byte[] Write(ServiceModel model, Operation operation, JsonObject answer, string requestId) => Document(writer =>
    {
        writer.WriteStartElement(operation.Name + "Response", model.Namespace);
        if (operation.Wrapper is null)
        {
            writer.WriteElementString("requestId", model.Namespace, requestId);
        }

        new Body(model, writer).Write(operation, answer);
        if (operation.Wrapper is not null)
        {
            writer.WriteStartElement("ResponseMetadata", model.Namespace);
            writer.WriteElementString("RequestId", model.Namespace, requestId);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    });

    public static byte[] Write(ApiError error, string requestId) => Document(writer =>
    {
        writer.WriteStartElement("Response");
        writer.WriteStartElement("Errors");
        writer.WriteStartElement("Error");
        writer.WriteElementString("Code", error.Code);
        writer.WriteElementString("Message", error.Message);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteElementString("RequestID", requestId);
        writer.WriteEndElement();
    });

    /// <summary>An error in the query protocol, which STS speaks.</summary>
    public static byte[] WriteSts(ApiError error, string requestId) => Document(writer =>
    {
        writer.WriteStartElement("ErrorResponse", ServiceModel.Sts.Namespace);
        writer.WriteStartElement("Error", ServiceModel.Sts.Namespace);
        writer.WriteElementString("Type", ServiceModel.Sts.Namespace, "Sender");
        writer.WriteElementString("Code", ServiceModel.Sts.Namespace, error.Code);
        writer.WriteElementString("Message", ServiceModel.Sts.Namespace, error.Message);
        writer.WriteEndElement();
        writer.WriteElementString("RequestId", ServiceModel.Sts.Namespace, requestId);
        writer.WriteEndElement();
    });

    private static byte[] Document(Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            write(writer);
        }

        return buffer.ToArray();
    }

    private sealed class Body(ServiceModel model, XmlWriter writer)
    {
        public void Write(Operation operation, JsonObject answer)
        {
            if (operation.Output is null)
            {
                writer.WriteElementString("return", model.Namespace, "true");
            }
            else if (operation.Wrapper is { } wrapper)
            {
                Element(wrapper, () => Members(operation.Output, answer));
            }
            else
            {
                Members(operation.Output, answer);
            }
        }

        private void Members(Shape shape, JsonObject value)
        {
            foreach (var (name, content) in value.Where(entry => entry.Value is not null))
            {
                var member = shape.Members.GetValueOrDefault(name) ?? throw new InvalidOperationException($"the model's {shape.Name} has no {name}");
                Named(member.Answered, model.ShapeOf(member), content!);
            }
        }

        private void Named(string name, Shape shape, JsonNode value)
        {
            switch (shape.Kind)
            {
                case ShapeKind.Structure:
                    Element(name, () => Members(shape, value.AsObject()));
                    break;
                case ShapeKind.List when shape.Flattened:
                    Items(name, shape, value.AsArray());
                    break;
                case ShapeKind.List:
                    Element(name, () => Items(shape.Element!.Answered, shape, value.AsArray()));
                    break;
                default:
                    writer.WriteElementString(name, model.Namespace, ScalarText.Write(value));
                    break;
            }
        }

        private void Items(string name, Shape list, JsonArray values)
        {
            var element = model.ShapeOf(list.Element!);
            foreach (var value in values)
            {
                Named(name, element, value!);
            }
        }

        private void Element(string name, Action content)
        {
            writer.WriteStartElement(name, model.Namespace);
            content();
            writer.WriteEndElement();
        }
    }
}
