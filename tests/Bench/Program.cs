using Bench.Login;

switch (args)
{
    case ["login", .. var rest]:
        await LoginCommands.LoginAsync(rest);
        return 0;
    case ["small-cells", .. var rest]:
        await LoginCommands.SmallCellsAsync(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: ops/bench login [--ships N] [--alone N] [--no-hub] | small-cells [--cells N]");
        return 2;
}
