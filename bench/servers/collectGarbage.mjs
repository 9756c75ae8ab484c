// Loaded into a server before its own code when its memory is measured: collects the garbage at SIGUSR2. Knows no server.
process.on("SIGUSR2", () => globalThis.gc());
