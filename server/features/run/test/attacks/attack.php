<?php
// Attacks that PHP can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
[$word, $port, $server, $paths] = array_map("rtrim", [fgets(STDIN), fgets(STDIN), fgets(STDIN), fgets(STDIN)]);

function escapedIf(mixed $happened, string $what): void
{
    if ($happened !== false && $happened !== null) echo "escaped $what\n";
}

function reads(string $path): bool
{
    return @opendir($path) !== false || (string) @file_get_contents($path, false, null, 0, 1) !== "";
}

function alone(string $command): void
{
    @proc_close(proc_open("(setsid sh -c '$command' >/dev/null 2>&1 </dev/null &)", [], $pipes));
}

switch ($word) {
    case "forks":
        while (true) @pcntl_fork();
    case "memory":
        $taken = [];
        while (true) $taken[] = str_repeat("x", 1_000_000);
    case "memories":
        for ($count = 0; $count < 16; $count++)
            if (pcntl_fork() === 0) {
                $taken = str_repeat("x", 8 << 20);
                sleep(100);
            }
        sleep(100);
        break;
    case "disk":
        foreach (["/tmp/f", "f", "/dev/shm/f"] as $path)
            escapedIf(@file_put_contents($path, str_repeat("x", 20 << 20)), $path);
        break;
    case "output":
        while (true) echo str_repeat("x", 1000);
    case "stays":
        foreach ([SIGTERM, SIGINT, SIGHUP, SIGQUIT] as $signal) pcntl_signal($signal, SIG_IGN);
        alone("sleep 1000");
        while (true) sleep(1000);
    case "daemon":
        alone("sleep 1000");
        break;
    case "reads":
        foreach (explode(" ", $paths) as $path) if (reads($path)) escapedIf(true, $path);
        break;
    case "looks":
        escapedIf(getenv("SANDBOX_SECRET"), "environment");
        foreach (glob("/proc/[0-9]*/environ") as $path)
            if (str_contains((string) @file_get_contents($path), "SANDBOX_SECRET")) escapedIf(true, $path);
        break;
    case "signals":
        if ((int) $server > 500) escapedIf(@posix_kill((int) $server, 0), "signal");
        posix_kill(-1, SIGKILL);
        break;
    case "network":
        foreach (["tcp://127.0.0.1:$port", "udp://1.1.1.1:53", "tcp://1.1.1.1:53", "unix:///run/docker.sock"] as $address)
            escapedIf(@stream_socket_client($address, $code, $said, 1), $address);
        break;
    case "links":
        if (@symlink("/proc/1/root", "l") && reads("l/etc/shadow")) escapedIf(true, "symbolic link");
        escapedIf(@link("/usr/bin/env", "h"), "hard link");
        escapedIf(@chown("/tmp", 0), "owner");
        escapedIf(@rename("/usr/bin/env", "/tmp/env"), "rename");
        escapedIf(@posix_setuid(0), "user");
        escapedIf(@file_put_contents("/proc/sys/kernel/core_pattern", "|/room/x"), "kernel");
        escapedIf(@file_put_contents("/proc/1/oom_score_adj", "-1000"), "first process");
        break;
    default:
        echo "escaped nothing tried\n";
}
