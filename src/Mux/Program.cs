using Mux;

// Sockets complete on the thread that polls them: worth a third of the proxy's throughput, and safe because no handler blocks
// (the store's writer is a task of its own). It must be said before the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return args is ["serve", "--config", var file] ? await ServeCommand.RunAsync(file, CancellationToken.None) : 1;
