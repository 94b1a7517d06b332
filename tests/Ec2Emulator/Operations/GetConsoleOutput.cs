using System.Text;
using System.Text.Json.Nodes;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static class GetConsoleOutput
{
    private const int Limit = 64 * 1024;

    public static Outcome Answer(Call call)
    {
        var id = call.Parameters.Text("InstanceId")!;
        if (InstanceIds.Fault([id], call) is { } fault)
        {
            return fault;
        }

        var console = Encoding.UTF8.GetBytes(call.Console(id));
        return new JsonObject { ["InstanceId"] = id, ["Output"] = Convert.ToBase64String(console[Math.Max(0, console.Length - Limit)..]), ["Timestamp"] = ScalarText.Time(call.Now) };
    }
}
