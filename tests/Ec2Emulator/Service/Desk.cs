using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Model;
using Ec2Emulator.Operations;
using Ec2Emulator.Records;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Service;

/// <summary>Takes EC2's calls one after the other: reads, lies, works, writes into the ledger.</summary>
/// <param name="console">What an instance wrote to its console.</param>
/// <param name="changed">Called after each call that touched instances, outside of the lock.</param>
internal sealed class Desk(Account account, Liar liar, Ledger ledger, TimeProvider time, Func<string, string> console, Action changed)
{
    private readonly ServiceModel model = ServiceModel.Ec2;

    /// <param name="form">With Action and Version.</param>
    /// <param name="signed">Whether the request carries credentials.</param>
    public Reply Take(IReadOnlyCollection<KeyValuePair<string, string>> form, bool signed)
    {
        lock (account.Gate)
        {
            var requestId = Guid.NewGuid().ToString();
            var operation = model.Find(form.FirstOrDefault(field => field.Key == "Action").Value ?? "");
            var read = operation is null ? Unknown(form) : new QueryReader(model).Read(operation.Input, form.Where(field => field.Key is not ("Action" or "Version")));
            var call = new Call(read.Answer ?? [], account, liar, ledger, time.GetUtcNow(), ledger.NextCall, console);
            var outcome = !signed ? ApiError.NoCredentials : read.Error is { } fault ? fault : Work(operation!.Name, call);
            var reply = new Reply(outcome, operation, requestId, Cut: outcome.Error is null && liar.Cuts(), call.Touched.Count > 0);
            ledger.Add(new CallRecord(call.Number, call.Now, operation?.Name ?? "?", call.Parameters, requestId, outcome.Error?.Code, reply.Cut, call.Touched));
            return reply;
        }
    }

    /// <summary>Says that instances changed.</summary>
    public void Announce() => changed();

    private Outcome Work(string operation, Call call) => liar.Refusal(operation, call.Parameters, call.Now) is { } refusal ? refusal : Table.Run(operation, call);

    private static Outcome Unknown(IEnumerable<KeyValuePair<string, string>> form)
    {
        var action = form.FirstOrDefault(field => field.Key == "Action").Value;
        return action is null
            ? ApiError.Of("MissingAction", "The request is missing an action or a required parameter.")
            : ApiError.Of("InvalidAction", $"The action {action} is not valid for this web service.");
    }
}

/// <summary>What goes back.</summary>
/// <param name="Cut">The answer is never sent.</param>
/// <param name="Touched">Instances changed.</param>
internal sealed record Reply(Outcome Outcome, Operation? Operation, string RequestId, bool Cut, bool Touched);
