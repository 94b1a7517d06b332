using ShipAgent;
using ShipAgent.Try;

return args switch
{
    ["--dir", var directory] => await AgentHost.RunAsync(directory),
    ["try", .. var rest] => await TryCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: ShipAgent --dir DIR   supervise the ship that DIR/agent.json describes");
    Console.Error.WriteLine(TryOptions.Usage);
    return 64;
}
