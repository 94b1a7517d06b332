using Mux;
using Mux.Camp;
using Mux.Cli;

return await MuxCli.RunAsync(args, CliEnvironment.OfProcess(new LocalVerbs(ServeCommand.RunAsync, file => [.. CampReader.ReadFile(file).Errors.Select(error => error.ToString())])));
