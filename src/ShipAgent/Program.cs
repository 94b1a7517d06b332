using ShipAgent;

// ShipAgent --dir DIR    the supervisor of one ship
return args switch
{
    ["--dir", var directory] => await AgentHost.RunAsync(directory),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: ShipAgent --dir DIR                 supervise a ship; DIR holds agent.json");
    return 64;
}
