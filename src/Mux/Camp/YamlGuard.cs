using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mux.Camp;

/// <summary>Looks at a file's events before a tree is made of them: what nests without end or names itself again and again could take the mux down.</summary>
internal static class YamlGuard
{
    private const int LargestFile = 1 << 20;
    private const int Deepest = 16;

    /// <summary>Null when the text may be read as a tree; else why not.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static CampError? Check(string text)
    {
        if (text.Length > LargestFile)
        {
            return new CampError(1, "camp.yaml", $"is longer than {LargestFile >> 20} MiB: is it the right file?");
        }

        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Deepest)
            {
                return new CampError((int)parser.Current.Start.Line, "camp.yaml", $"nests more than {Deepest} levels deep");
            }

            if (parser.Current is AnchorAlias alias)
            {
                return new CampError((int)alias.Start.Line, "camp.yaml", $"refers to '*{alias.Value}': write the value itself there");
            }
        }

        return null;
    }
}
