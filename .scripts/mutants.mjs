// Breaks the code on purpose, one rule at a time, in a copy, and shows that the tests of the rule catch every break.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = process.env.MUTANT_RUNS ?? "4000";
/** Tests that take longer go round for ever, which is no way to catch a mutant. */
const ENDS_WITHIN_MS = 240_000;

/** Each is a defect that such code has had elsewhere. `find` must stand in the file exactly once; `tests`: what must catch it, the schedules unless named. */
const MUTANTS = [
  {
    name: "the server composes what it rebases over instead of going step by step [C1]",
    file: "server/rooms/authority.ts",
    find: "    for (const entry of this.#log.between(version)) {\n      if (pending.length === 0) break;",
    replace:
      "    const over = [...this.#log.between(version)];\n    expected += over.filter((entry) => entry.client === client).length;\n    pending = rebaseUpdates(pending, over.map((entry) => ({ changes: entry.changes, clientID: clientId(entry.client) })));\n    for (const entry of over.slice(over.length)) {",
  },
  {
    name: "a client composes what it receives instead of going step by step [C1]",
    file: "client/sync/fileSync.ts",
    find: "  for (const update of updates) {",
    replace:
      "  const groups = [];\n  for (const one of updates) {\n    const last = groups.at(-1);\n    if (last && one.client !== own && last.client !== own) {\n      last.change = last.change.compose(one.change);\n      last.count++;\n    } else groups.push({ ...one, count: 1 });\n  }\n  for (const update of groups) {",
    also: [
      {
        file: "client/sync/fileSync.ts",
        find: "{ client, change }: ReceivedUpdate): Transaction",
        replace: "{ client, change, count }): Transaction",
      },
      {
        file: "client/sync/fileSync.ts",
        find: "version: version + 1, unconfirmed: after",
        replace: "version: version + count, unconfirmed: after",
      },
      {
        file: "client/sync/fileSync.ts",
        find: "    transactions.push(transaction);\n    current = transaction.state;",
        replace:
          "    transactions.push(transaction);\n    current = transaction.state;\n    for (let more = 1; more < update.count; more++) transactions.push(current.update({}));",
      },
    ],
  },
  {
    name: "a reloaded page sends what was kept under a new client id [C3]",
    file: "client/sync/leftovers.ts",
    find: "identity: { client, key },",
    replace: "identity: { client: `again${client}`, key },",
  },
  {
    name: "duplicates are not dropped [C3]",
    file: "server/rooms/authority.ts",
    find: "    const last = this.#accepted.seqs.get(client) ?? 0;",
    replace: "    const last = Math.max(0, offer.seq - 1);",
  },
  {
    name: "updates are shown before they are stored [C5]",
    file: "server/rooms/roomFile.ts",
    find: "    return commit && { stream: this.#options.stream, ...commit };",
    replace:
      "    if (commit) this.committed(commit, 0);\n    this.show();\n    return commit && { stream: this.#options.stream, ...commit };",
  },
  {
    name: "a newcomer is given what is accepted instead of what is stored [C5]",
    file: "server/rooms/authority.ts",
    find: "    this.#durable.version = version;\n    this.#durable.text = this.#taken.text;",
    replace: "    this.#durable.version = version;\n    this.#durable.text = this.#accepted.text;",
  },
  {
    name: "an update that has become empty is dropped from the log [C3]",
    file: "server/rooms/authority.ts",
    find: "    pending.forEach(({ change }, index) =>",
    replace:
      "    pending.filter(({ change }) => change.some((section) => typeof section !== 'number')).forEach(({ change }, index) =>",
  },
  {
    name: "a change that was kept and has become empty loses its place [C3]",
    file: "client/sync/fileSync.ts",
    find: "restored.of(true), ",
    replace: "",
  },
  {
    name: "an older connection of a client is not fenced [C4]",
    file: "server/rooms/room.ts",
    find: '    before?.outlet.end("superseded");\n    if (before) this.leave(before);',
    replace: "    void before;",
    also: [
      {
        file: "server/rooms/room.ts",
        find: '    if (!this.#listening || !this.#audience.has(client)) return;\n    if (message.type === "hello")',
        replace: '    if (!this.#listening) return;\n    if (message.type === "hello")',
      },
    ],
  },
  {
    name: "a room that failed goes on with what it believes [C8]",
    file: "server/rooms/room.ts",
    find: '  failed(reason: AppendOutcome | "error"): void {\n',
    replace: '  failed(reason: AppendOutcome | "error"): void {\n    if (reason === "error") return;\n',
  },
  {
    name: "somebody who catches up ends between two frames of a paced room [C1]",
    file: "server/rooms/roomFile.ts",
    find: "!follower.outlet.full; this.show()) {",
    replace: "!follower.outlet.full; ) {",
  },
  {
    name: "a client forgets what was under way when its connection goes [C3]",
    file: "client/sync/fileSession.ts",
    find: "    this.#head = undefined;\n    this.#inFlight = 0;\n    this.#place.forget();",
    replace:
      "    this.#head = undefined;\n    this.#returned += this.#inFlight;\n    this.#inFlight = 0;\n    this.#place.forget();",
  },
  {
    name: "what others do changes a line in which letters are composed [K20]",
    file: "client/sync/intake.ts",
    find: "changes.touchesRange(from, to)",
    replace: "changes.touchesRange(at, at)",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "a push from before what waits leaves out what of its own is in the log [K20]",
    file: "client/sync/fileSession.ts",
    find: "version, seq: this.#confirmed + 1, changes });",
    replace: "version, seq: this.#returned + 1, changes: changes.slice(known) });",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "what waits is forgotten when the connection is gone [K20]",
    file: "client/sync/fileSession.ts",
    find: "  lost(): void {\n",
    replace: "  lost(): void {\n    this.#intake.forget();\n",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "what was kept is split anew [K21]",
    file: "client/sync/fileSync.ts",
    find: "      ? [changes]\n",
    replace: "      ? updateParts(changes, startState.facet(options).limits())\n",
    tests: "client/sync/updateParts",
  },
  {
    name: "what follows a part is not moved by it [K21]",
    file: "client/sync/updateParts.ts",
    find: "    shift += part.newLength - part.length;",
    replace: "    shift = 0;",
    tests: "client/sync/updateParts",
  },
  {
    name: "a push that came too late is offered whole again [K22]",
    file: "client/sync/fileSession.ts",
    find: 'if (code === "version_too_old") this.#shares = Math.min(this.#shares * 2, MOST_SHARES);',
    replace: "",
    tests: "client/sync/roomSession",
  },
  {
    name: "a wait on the browser's storage has no end [B60]",
    file: "client/unconfirmed.ts",
    find: "await inTime(writing)",
    replace: "await writing",
    tests: "client/unconfirmed",
  },
  {
    name: "edits that are being written count as kept [B61]",
    file: "client/unconfirmed.ts",
    find: "  put(unconfirmed: Unconfirmed): Promise<void> {\n    this.#unkept.set(nameOf(unconfirmed), unconfirmed);\n",
    replace: "  put(unconfirmed: Unconfirmed): Promise<void> {\n",
    tests: "client/unconfirmed",
  },
  {
    name: "a new owner does not mark the file [C11]",
    file: "server/rooms/roomFile.ts",
    find: "    if (isShared) {",
    replace: "    if (isShared && now < 0) {",
  },
  {
    name: "a new owner does not mark the room's own log [C11]",
    file: "server/rooms/roomDirectory.ts",
    find: "this.#services.isShared ? await this.#mark(found) : found",
    replace: "found",
  },
  {
    name: "a server that lost a room while it wrote shows what it wrote [C11]",
    file: "server/features/cluster/guardedStore.ts",
    find: "owners.epochOf(stream.roomId) !== epochs[index]",
    replace: "epochs[index] === undefined",
  },
  {
    name: "somebody who catches up is sent what an append under way has written [C11]",
    file: "server/rooms/roomFile.ts",
    find: "stored.slice(0, this.version - from)",
    replace: "stored",
  },
  {
    name: "what a viewer pushes is taken [L3]",
    file: "server/rooms/room.ts",
    find: 'return !isFrozen && this.people.person(participant).role !== "viewer";',
    replace: "return !isFrozen;",
    tests: "server/features/roles",
  },
  {
    name: "whoever comes by a viewing address is told the room's own [L7]",
    file: "server/rooms/room.ts",
    find: "room: { ...this.details, roomId: client.address },",
    replace: "room: this.details,",
    tests: "server/features/roles",
  },
  {
    name: "a locked room lets newcomers in [L12]",
    file: "server/features/roles/door.ts",
    find: "this.#settings.locked &&",
    replace: "false &&",
    tests: "server/features/roles",
  },
  {
    name: "notes of owners are open to everybody [J2]",
    file: "server/features/notes/index.ts",
    find: ' && one.role === "owner"',
    replace: "",
    tests: "server/features/notes",
  },
  {
    name: "where owners are in their notes is told to everybody [J2]",
    file: "server/rooms/room.ts",
    find: "return this.#isListed(file) || this.#files.get(file)?.isFollowedBy(client) === true;",
    replace: "return file > 0 || this.#files.get(file)?.isFollowedBy(client) === true;",
    tests: "server/features/notes",
  },
  {
    name: "of a room that goes while it is packed something stays [S18]",
    file: "server/store/embedded/compaction.ts",
    find: "this.#gone === gone ? ",
    replace: "true ? ",
    tests: "server/store/embedded",
  },
  {
    name: "after a kill the journal brings again what the tables have [S27]",
    file: "server/store/embedded/intoTables.ts",
    find: "readAppends(record.text).filter(isMissing)",
    replace: "readAppends(record.text)",
    tests: "server/store/embedded",
  },
  {
    name: "a busy server spaces its appends as an idle one [D21]",
    file: "server/rooms/commitLoop.ts",
    find: "share(this.#busy(), BUSY_FROM, 1)",
    replace: "0",
    tests: "server/rooms/commitLoop",
  },
  {
    name: "where many wait, the first to be heard is stored alone [D21]",
    file: "server/rooms/commitLoop.ts",
    find: "    await this.#after(0);",
    replace: "",
    tests: "server/rooms/commitLoop",
  },
  {
    name: "what reaches past the last change is not deleted with it [C6]",
    file: "server/rooms/applyChanges.ts",
    find: "      this.#to += Math.max(0, deletedTo - end);",
    replace: "",
    tests: "server/rooms/applyChanges",
  },
  {
    name: "another client's update goes on from the one before [P85]",
    file: "server/protocol/updates.ts",
    find: "before.client === client && ",
    replace: "",
    tests: "server/protocol/updates",
  },
  {
    name: "time goes back with the machine's clock [D22]",
    file: "server/protocol/steadyTime.ts",
    find: "ahead = Math.max(ahead, last - now);",
    replace: "ahead = 0;",
    tests: "server/protocol/steadyTime",
  },
];

const run = promisify(execFile);

async function replaceOnce(directory, { file, find, replace }) {
  const path = join(directory, file);
  const source = await readFile(path, "utf8");
  if (source.split(find).length !== 2) throw new Error(`${file} does not have this exactly once:\n${find}`);
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
}

/** True when its tests fail on the mutant, as they must. */
async function isCaught(mutant) {
  const directory = await mkdtemp(join(tmpdir(), "companion-mutant-"));
  try {
    for (const part of ["server", "client", "package.json", "jest.config.mjs"])
      await cp(join(ROOT, part), join(directory, part), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
    for (const change of [mutant, ...(mutant.also ?? [])]) await replaceOnce(directory, change);
    const env = { ...process.env, FUZZ_RUNS: RUNS, FUZZ_SHRINK: "no", NODE_OPTIONS: "--experimental-vm-modules" };
    const jest = join(ROOT, "node_modules/jest/bin/jest.js");
    const args = [jest, "--rootDir", directory, mutant.tests ?? "server/test/fuzz/schedules"];
    const options = { cwd: directory, env, timeout: ENDS_WITHIN_MS, killSignal: "SIGKILL" };
    const output = await run(process.execPath, args, options).then(
      () => undefined,
      (error) => {
        if (error.killed) throw new Error(`the tests of a mutant did not end: ${mutant.name}`);
        return String(error.stderr);
      },
    );
    // A mutant that does not even run proves nothing.
    if (output !== undefined && !/● (?!Test suite failed to run)/.test(output)) throw new Error(output);
    return output !== undefined;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

// `npm run test:mutants -- kept` tries those whose name has the word.
const wanted = MUTANTS.filter(({ name }) => name.includes(process.argv[2] ?? ""));
let caught = 0;
for (const mutant of wanted) {
  const started = Date.now();
  const ok = await isCaught(mutant);
  if (ok) caught += 1;
  console.log(`${ok ? "caught" : "NOT CAUGHT"}: ${mutant.name} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}
console.log(`mutants: ${caught} passed, ${wanted.length - caught} failed`);
process.exitCode = caught === wanted.length ? 0 : 1;
