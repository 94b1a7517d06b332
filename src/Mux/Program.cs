using Mux;
using Mux.Camp;
using Mux.Cli;

// Sockets complete on the thread that polls them: worth a third of the proxy's throughput, and safe because no handler blocks
// (the store's writer is a task of its own). It must be said before the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await MuxCli.RunAsync(args, CliEnvironment.OfProcess(new LocalVerbs(ServeCommand.RunAsync, file => [.. CampReader.ReadFile(file).Errors.Select(error => error.ToString())])));
