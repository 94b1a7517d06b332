using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Records;

namespace Ec2Emulator.Operations;

/// <summary>One call while it is worked on, with the account's lock held.</summary>
/// <param name="Parameters">By the names that SDKs use, checked against the model.</param>
/// <param name="Number">Its place in the ledger.</param>
/// <param name="Console">What an instance wrote to its console.</param>
internal sealed record Call(JsonObject Parameters, Account Account, Liar Liar, Ledger Ledger, DateTimeOffset Now, int Number, Func<string, string> Console)
{
    public Region Region => Account.Region;

    public bool DryRun => Parameters.Flag("DryRun") ?? false;

    /// <summary>Instances that the call acted on.</summary>
    public List<string> Touched { get; } = [];
}
