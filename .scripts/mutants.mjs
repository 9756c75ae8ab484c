// Breaks the code on purpose, one rule at a time, in a copy, and shows that the tests of the rule catch every break.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = process.env.MUTANT_RUNS ?? "4000";
/** Tests that take longer go round for ever, which is no way to catch a mutant. */
const ENDS_WITHIN_MS = 240_000;
const SCHEDULES = "server/test/fuzz/schedules";

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
    name: "a room that somebody has deleted is trouble of ours [D24]",
    file: "server/rooms/room.ts",
    find: 'if (reason === "gone") this.close("room_not_found");',
    replace: 'if (reason === "gone") this.#fail("store_unavailable");',
    tests: "server/rooms/roomGone",
  },
  {
    name: "who waits for a room that has closed waits for ever [D24]",
    file: "server/rooms/roomLog.ts",
    find: "    this.#closed = code;\n",
    replace: "",
    tests: "server/rooms/roomGone",
  },
  {
    name: "a log takes all that anybody causes [O8]",
    file: "server/boundedLog.ts",
    find: "if (++current.lines > LINES_PER_MINUTE) return;",
    replace: "current.lines++;",
    tests: "server/boundedLog",
  },
  {
    name: "what ends an answer in the middle is written beside the log [O9]",
    file: "server/http/errors.ts",
    find: "return void response.destroy();",
    replace: "return _next(error);",
    tests: "server/features/download",
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
    name: "what others do changes a line in which letters are composed [K26]",
    file: "client/sync/intake.ts",
    find: "changes.touchesRange(from, to)",
    replace: "changes.touchesRange(at, at)",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "a push from before what waits leaves out what of its own is in the log [K26]",
    file: "client/sync/fileSession.ts",
    find: "version, seq: this.#confirmed + 1, changes });",
    replace: "version, seq: this.#returned + 1, changes: changes.slice(known) });",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "what waits is forgotten when the connection is gone [K26]",
    file: "client/sync/fileSession.ts",
    find: "  lost(): void {\n",
    replace: "  lost(): void {\n    this.#intake.forget();\n",
    tests: "server/test/fuzz/composing",
  },
  {
    name: "what waits is taken in beside the newest text [K26]",
    file: "client/sync/fileSession.ts",
    find: " || this.#intake.length > 0) return this.#readAnew",
    replace: ") return this.#readAnew",
    tests: "client/sync/composing",
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
    find: "        this.#shares = Math.min(this.#shares * 2, MOST_SHARES);\n",
    replace: "",
    tests: "client/sync/roomSession",
  },
  {
    name: "a wait on the browser's storage has no end [B64]",
    file: "client/unconfirmed.ts",
    find: "await inTime(writing)",
    replace: "await writing",
    tests: "client/unconfirmed",
  },
  {
    name: "edits that are being written count as kept [B65]",
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
    tests: "server/rooms/roomFile",
  },
  {
    name: "whoever was overtaken tells those who have seen more to throw it away [C11]",
    file: "server/rooms/roomFile.ts",
    find: "isShared && (await store.read(",
    replace: "isShared && version < 0 && (await store.read(",
    tests: "server/rooms/roomFile",
  },
  {
    name: "who fills a room keeps its owner out [P14]",
    file: "server/rooms/room.ts",
    find: 'role !== "owner" && this.#audience.size',
    replace: "this.#audience.size",
    tests: "server/socket/sessionHello",
  },
  {
    name: "a status is another one at each keystroke of anybody [K34]",
    file: "client/sync/roomSession.ts",
    find: "isSame(status, this.#status) ? this.#status : status",
    replace: "status",
    tests: "client/sync/roomSession",
  },
  {
    name: "a new owner does not mark the room's own log [C11]",
    file: "server/rooms/roomDirectory.ts",
    find: "isShared ? this.#mark(found) : found",
    replace: "found",
    tests: "server/rooms/roomDirectory",
  },
  {
    name: "a server that lost a room while it wrote shows what it wrote [C11]",
    file: "server/features/cluster/guardedStore.ts",
    find: "owners.epochOf(stream.roomId) !== epochs[index]",
    replace: "epochs[index] === undefined",
  },
  {
    name: "a server that begins anew leaves its former name alive [N8]",
    file: "server/features/cluster/membership.ts",
    find: "    await nodes.deleteMany({ server, _id: { $ne: id } });\n",
    replace: "",
    tests: "server/features/cluster/owners",
  },
  {
    name: "a server with another secret takes part [N9]",
    file: "server/features/cluster/membership.ts",
    find: "if (!this.#isSealed(other))",
    replace: "if (this.#stopped)",
    tests: "server/features/cluster/owners",
  },
  {
    name: "an address that no server has written is sent what people ask [N10]",
    file: "server/features/cluster/membership.ts",
    find: "found && this.#isSealed(found) ? found : undefined",
    replace: "found ?? undefined",
    tests: "server/features/cluster/owners",
  },
  {
    name: "a client's Connection chooses which headers are handed on [N3]",
    file: "server/features/cluster/handOn.ts",
    find: 'connection: "Upgrade",',
    replace: "connection: request.headers.connection,",
    tests: "server/features/cluster/handOn",
  },
  {
    name: "a proof is good for whatever is asked [N3]",
    file: "server/features/cluster/handOn.ts",
    find: '"request", server, request.method ?? "", pathOf(request), address)',
    replace: '"request", server, address)',
    also: [
      {
        file: "server/features/cluster/handOn.ts",
        find: '"request", to.server, method, path, address)',
        replace: '"request", to.server, address)',
      },
    ],
    tests: "server/features/cluster/handOn",
  },
  {
    name: "whoever reads an answer slowly is cut [N4]",
    file: "server/features/cluster/handOn.ts",
    find: 'for (const over of ["response", "upgrade", "close"])',
    replace: 'for (const over of ["close"])',
    tests: "server/features/cluster/handOn",
  },
  {
    name: "a connection that answers late is cut before another is there [K19]",
    file: "client/sync/connection.ts",
    find: "      if (!this.#opening) this.#openBeside();",
    replace: "      if (!this.#opening) this.reconnect();",
    tests: "client/sync",
  },
  {
    name: "somebody who catches up is sent what an append under way has written [C11]",
    file: "server/rooms/roomFile.ts",
    find: "stored.slice(0, this.version - from)",
    replace: "stored",
    tests: "server/rooms/roomFile",
  },
  {
    name: "a viewer is told a text's history [P86]",
    file: "server/rooms/room.ts",
    find: 'return this.people.person(participant).role !== "viewer";',
    replace: "return participant > 0;",
    tests: "server/test/fuzz/viewers",
  },
  {
    name: "a viewer who has read slowly is told all that was typed meanwhile [P86]",
    file: "server/rooms/roomFile.ts",
    find: "      seesHistory() &&\n      (this.authority.recent",
    replace: "      (this.authority.recent",
    also: [{ file: "server/rooms/roomFile.ts", find: "if (!page || !seesHistory())", replace: "if (!page)" }],
    tests: "server/test/fuzz/viewers",
  },
  {
    name: "whoever became a viewer is told what they asked for as an editor [P86]",
    file: "server/rooms/roomFile.ts",
    find: "if (past && seesHistory())",
    replace: "if (past)",
    tests: "server/rooms/history",
  },
  {
    name: "a page for whoever became a viewer meanwhile is sent [P86]",
    file: "server/rooms/roomFile.ts",
    find: "if (!page || !seesHistory())",
    replace: "if (!page)",
    tests: "server/rooms/history",
  },
  {
    name: "a file that is deleted stays open to viewers [P20]",
    file: "server/rooms/room.ts",
    find: '    if (event.type === "file" && event.file.deleted) this.#closeFiles(this.#audience.here, event.file.file);\n',
    replace: "",
    tests: "server/rooms/history",
  },
  {
    name: "the text of a deleted file is read over HTTP [P86]",
    file: "server/http/roomService.ts",
    find: " && !one.deleted",
    replace: "",
    tests: "server/features/roles/leaks",
  },
  {
    name: "what the newest text has already is given back as well [K17]",
    file: "client/sync/fileSession.ts",
    find: "Math.max(0, confirmed + 1 - first)",
    replace: "0",
    tests: "client/sync",
  },
  {
    name: "what was typed while a text was read anew is lost [K4]",
    file: "client/sync/fileSession.ts",
    find: "    this.#left = editor && { editor, given };",
    replace: "    void given;",
    tests: "server/test/fuzz/viewers",
  },
  {
    name: "a socket that was given up is still heard [K18]",
    file: "client/sync/connection.ts",
    find: "if (socket === this.#socket) this.#frame(data);",
    replace: "this.#frame(data);",
    tests: "client/sync/connection",
  },
  {
    name: "somebody who has read all that waited is told nothing more [P52]",
    file: "server/socket/session.ts",
    find: "slowReader.fullBytes) && !this.#full)",
    replace: "slowReader.fullBytes))",
    tests: "server/socket/slowReader",
  },
  {
    name: "a link is shown as it was written [T15]",
    file: "client/features/chat/parts.ts",
    find: "shown: shownAs(address, href)",
    replace: "shown: address",
    tests: "client/features/chat/parts",
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
    name: "whoever was removed comes back by the room's id [L10]",
    file: "server/features/roles/told.ts",
    find: "...(isPlain && people",
    replace: '...(isPlain && left === "viewer" && people',
    tests: "server/features/roles/sequences",
  },
  {
    name: "whoever was removed comes back by the link that raised them [L21]",
    file: "server/features/roles/door.ts",
    find: "if (person) this.#learn(person.participant, coming);",
    replace: "",
    tests: "server/features/roles/sequences",
  },
  {
    name: "an ex-owner comes back as somebody new by the owner's link by which they came [L9]",
    file: "server/features/roles/told.ts",
    find: "  has(told, participant) ||",
    replace: '  (kind !== "owner" && has(told, participant)) ||',
    tests: "server/features/roles/sequences",
  },
  {
    name: "what a role has shown is forgotten with the role [L21]",
    file: "server/features/roles/told.ts",
    find: "numbers((person) => knowsLink(link, person))",
    replace: "numbers(() => false)",
    tests: "server/features/roles/sequences",
  },
  {
    name: "an undo opens what somebody knows who was removed since [L23]",
    file: "server/features/roles/index.ts",
    find: "taken.closed = undefined;",
    replace: "void taken;",
    tests: "server/features/roles/told",
  },
  {
    name: "viewers stay in by a viewing address that was revoked [L24]",
    file: "server/features/roles/index.ts",
    find: 'this.#room.dismiss(participant, "not_admitted", address);',
    replace: "void participant;",
    tests: "server/features/roles/sequences",
  },
  {
    name: "something else closes than the owner was shown [L22]",
    file: "server/features/roles/index.ts",
    find: "shown !== undefined && shown !== nameOf(all)",
    replace: "shown !== undefined && nameOf(all) === undefined",
    tests: "server/features/roles/told",
  },
  {
    name: "the store has a join code as it is read aloud [L6]",
    file: "server/features/roles/index.ts",
    find: "return { code, ...(await drawnFromCode(code)) };",
    replace: "return { ...(await drawnFromCode(code)), code, address: code };",
    tests: "server/features/roles/told",
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
  {
    name: "what is done for an address costs it nothing [O20]",
    file: "server/budgets/fairTurns.ts",
    find: "        account.spend(ended - begun);",
    replace: "",
    tests: "server/budgets/fairTurns",
  },
  {
    name: "what has arrived goes in all at once when its turn comes [O20]",
    file: "server/socket/inlet.ts",
    find: "const PIECE_BYTES = 4 * 1024;",
    replace: "const PIECE_BYTES = 4 * 1024 * 1024;",
    tests: "server/socket/inlet",
  },
  {
    name: "what arrives of a message that is not whole waits for nothing [O21]",
    file: "server/socket/inlet.ts",
    find: '    if (bytes > LITTLE_BYTES && arriving.isOver) end("too_many_refusals");\n',
    replace: "",
    tests: "server/socket/inlet",
  },
  {
    name: "answers that nobody reads do not count [O28]",
    file: "server/http/turns.ts",
    find: "        waiting.set(writableLength);\n",
    replace: "",
    tests: "server/http/turns",
  },
  {
    name: "answers are made all at once [O28]",
    file: "server/http/turns.ts",
    find: "if (own.made >= MOST_MADE) return void own.untilMade.push(go);",
    replace: "",
    tests: "server/http/turns",
  },
  {
    name: "whoever asks whether the server is ready has the store write [H8]",
    file: "server/server.ts",
    find: "await lastReady();",
    replace: "await storeReady();",
    tests: "server/http/health",
  },
  {
    name: "a page looks its room up without a rate [H14]",
    file: "server/app.ts",
    find: "          await addressLimits.request(addressOf(request), 1);\n",
    replace: "",
    tests: "server/http/page",
  },
  {
    name: "requests have no turn [O20]",
    file: "server/app.ts",
    find: "    inTurn({ budgets, addressOf: (request) => addressGroup(addressOf(request)), isSmall, clock: options.clock }),\n",
    replace: "",
    tests: "server/http/turns",
  },
  {
    name: "requests to the API have no rate [H9]",
    file: "server/app.ts",
    find: '  site.use("/api", limitRequests(addressLimits, addressOf));\n',
    replace: "",
    tests: "server/http/turns",
  },
  {
    name: "a download counts as any request [H9]",
    file: "server/app.ts",
    find: "    if (requestPoints) site.use(`/api/rooms/:roomId/${name}`, countPoints(requestPoints, addressLimits, addressOf));\n",
    replace: "",
    tests: "server/http/turns",
  },
  {
    name: "what rooms write is not counted [O22]",
    file: "server/rooms/commitLoop.ts",
    find: "this.#written.of(stream.roomId).add(entries.length);",
    replace: "void entries;",
    tests: "server/test/hostile/oneAddress",
  },
  {
    name: "a right key is refused for wrong look-ups elsewhere [P51]",
    file: "server/http/addressLimits.ts",
    find: "tries.begin(`${addressGroup(address)} ${room}`)",
    replace: "tries.begin(addressGroup(address))",
    tests: "server/http/addressLimits",
  },
  {
    name: "as many secrets are tried at once as are sent at once [P51]",
    file: "server/http/tries.ts",
    find: "if (account.failed + account.underWay < this.#most)",
    replace: "if (account.failed < this.#most)",
    tests: "server/http/tries",
  },
  {
    name: "what earlier builds have packed is not read any more [S50]",
    file: "server/store/embedded/records.ts",
    find: "const COUNT_BYTES = 4;",
    replace: "const COUNT_BYTES = 8;",
    tests: "server/test/stored",
  },
  {
    name: "links that earlier builds have made are hashed otherwise [S51]",
    file: "server/features/roles/secrets.ts",
    find: '  createHash("sha256").update(invitation)',
    replace: '  createHash("sha512").update(invitation)',
    tests: "server/test/stored",
  },
  {
    name: "a name loses the joiners that spell it [P12]",
    file: "server/protocol/names.ts",
    find: '(_, spells = "") => spells as string',
    replace: '() => ""',
    tests: "server/protocol/names",
  },
  {
    name: "a name keeps what turns the direction [P12]",
    file: "server/protocol/names.ts",
    find: '    .replaceAll(DECEIVES, "")\n',
    replace: "",
    tests: "server/protocol/names",
  },
  {
    name: "a joiner makes another person of a name [P12]",
    file: "server/rooms/people.ts",
    find: 'withoutJoiners(name.normalize("NFKC"))',
    replace: 'name.normalize("NFKC")',
    tests: "server/rooms/people",
  },
  {
    name: "a number makes a name longer than disks take [P81]",
    file: "server/protocol/filePaths.ts",
    find: "const most = Math.min(PART_BYTES, PATH_BYTES - bytesOf(free));",
    replace: "const most = Infinity;",
    tests: "server/protocol/filePaths",
  },
  {
    name: "a name is made that disks do not take [E2]",
    file: "server/protocol/possiblePaths.ts",
    find: "if (!fitsDisks(path))",
    replace: "if (parts.length < 0)",
    tests: "server/features/files/tree",
  },
  {
    name: "a name that is too long for disks is said to be taken [E20]",
    file: "client/features/files/nameProblems.ts",
    find: "if (wrong !== undefined) return",
    replace: "if (wrong === typed) return",
    tests: "client/features/files/filesModel",
  },
  {
    name: "a name that rooms have already goes to disks as long as it is [H50]",
    file: "server/protocol/diskNames.ts",
    find: "safeName(fitting(safeName(name), bytes))",
    replace: "bytes > 0 ? safeName(name) : name",
    tests: "server/features/download",
  },
  {
    name: "a device of Windows is the name of a download [H19]",
    file: "server/protocol/diskNames.ts",
    find: '    .replace(DEVICE, "_") ||',
    replace: "    ||",
    tests: "server/features/download",
  },
  {
    name: "a push has one update more than the server takes [K27]",
    file: "client/sync/fileSession.ts",
    find: "changes.length >= pushUpdates ||",
    replace: "changes.length > pushUpdates ||",
    also: [
      {
        file: "client/sync/fileSession.ts",
        find: "changes.length >= pushUpdates / this.#shares ||",
        replace: "changes.length > pushUpdates / this.#shares ||",
      },
    ],
    tests: "client/sync/sayingBounds",
  },
  {
    name: "more carets are told than the server takes [K27]",
    file: "client/sync/fileSession.ts",
    find: "selections.slice(0, this.#context.limits().selections)",
    replace: "selections",
    tests: "client/sync/sayingBounds",
  },
  {
    name: "pushes are not counted before they are sent [K25]",
    file: "client/sync/allowances.ts",
    find: "const waitMore = this.#pushes.spend(cost, now);",
    replace: "const waitMore = cost > 0 ? 0 : this.#pushes.spend(cost, now);",
    tests: "client/sync/sayingBounds",
  },
  {
    name: "what the text has moved on too far for is not asked for [K28]",
    file: "client/sync/fileSession.ts",
    find: "return this.#intake.length > 0 ? this.#waitFor(BEHIND_MS) : this.#reopen();",
    replace: "return this.#waitFor(BEHIND_MS);",
    tests: "client/sync/sayingBounds",
  },
  {
    name: "the page gives a text to the disk under any name [B67]",
    file: "client/ui/saveFile.ts",
    find: "link.download = diskName(file.name)",
    replace: "link.download = file.name",
    tests: "client/ui/saveFile",
  },
  {
    name: "the Enter that accepts a word in Safari is the page's [B62]",
    file: "client/pressed.ts",
    find: "isComposing || keyCode === WENT_TO_INPUT_METHOD",
    replace: "isComposing || keyCode === -WENT_TO_INPUT_METHOD",
    tests: "client/pressed",
  },
  {
    name: "what is pasted keeps its NUL [B61]",
    file: "client/editor/limitsFilter.ts",
    find: "  if (changes.length === 0) return transaction;",
    replace: "  if (changes.length >= 0) return transaction;",
    tests: "client/editor/limits",
  },
  {
    name: "by chance a page tries ten times in a second [K1]",
    file: "client/sync/connection.ts",
    find: "sure: 0.6,",
    replace: "sure: 0,",
    tests: "client/sync/outage",
  },
  {
    name: "a page tries although there is no network [K1]",
    file: "client/sync/connection.ts",
    find: "this.#network.isThere() ? time : Infinity",
    replace: "time",
    tests: "client/sync/outage",
  },
  {
    name: "a page that saves between two cuts is taken for one in an outage [K1]",
    file: "client/sync/fileSession.ts",
    find: "    this.#context.confirmed();\n",
    replace: "",
    tests: "client/sync/outage",
  },
  {
    name: "a page whose pushes are confirmed hammers a server that cuts it [K1]",
    file: "client/sync/connection.ts",
    find: "Math.max(0, this.#triedAt + TRIES_APART_MS - now)",
    replace: "0",
    tests: "client/sync/outage",
  },
  {
    name: "a closed room that is opened again is not found by who asks [K30]",
    file: "client/sync/roomSession.ts",
    find: 'if (ERRORS[code].remedy === "later") this.#connection.rest();',
    replace: 'if (code === "internal") this.#connection.rest();',
    tests: "client/sync/outage",
  },
  {
    name: "a page looks again while nobody sees it [B30]",
    file: "client/ui/lookAgain.ts",
    find: "    if (!this.#options.isSeen()) return;\n",
    replace: "",
    tests: "client/ui/lookAgain",
  },
  {
    name: "whoever loads the page anew has left [K31]",
    file: "client/sync/roomSession.ts",
    find: "clock.after(GONE_AFTER_MS, () => this.#gone(participant))",
    replace: "clock.after(0, () => this.#gone(participant))",
    tests: "client/sync/outage",
  },
  {
    name: "a page drops the last copy of a text when an older copy is put back [K32]",
    file: "client/sync/fileSession.ts",
    find: 'code === "version_ahead" && this.#editor',
    replace: 'code === "internal" && this.#editor',
    tests: "client/sync/olderCopy",
  },
  {
    name: "a page drops the last copy of a file that an older copy has not [K32]",
    file: "client/sync/roomSession.ts",
    find: "text !== undefined && this.#names.has(number)",
    replace: "text !== undefined && number < 0",
    tests: "client/sync/olderCopy",
  },
  {
    name: "what is put back after an older copy takes away what was written since [B31]",
    file: "client/sync/putBack.ts",
    find: "[...writtenSince, ...wanted.slice(fromB, toB)]",
    replace: "wanted.slice(fromB, toB)",
    tests: "client/sync/putBack",
  },
];

const run = promisify(execFile);

/** What the tests of a mutant need of the project. */
const PARTS = ["server", "client", "package.json", "jest.config.mjs"];

/** A copy of the project in which one mutant after the other is tried: what is not changed stays as jest has read it. */
async function makeCopy() {
  const directory = await mkdtemp(join(tmpdir(), "companion-mutants-"));
  for (const part of PARTS) await cp(join(ROOT, part), join(directory, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** Changes a file's text, and returns what puts it back. */
async function replaceOnce(directory, { file, find, replace }) {
  const path = join(directory, file);
  const source = await readFile(path, "utf8");
  if (source.split(find).length !== 2) throw new Error(`${file} does not have this exactly once:\n${find}`);
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
  return () => writeFile(path, source);
}

/** True when its tests fail on the mutant, as they must. */
async function isCaught(mutant, directory) {
  const putBack = [];
  try {
    for (const change of [mutant, ...(mutant.also ?? [])]) putBack.unshift(await replaceOnce(directory, change));
    const env = { ...process.env, FUZZ_RUNS: RUNS, FUZZ_SHRINK: "no", NODE_OPTIONS: "--experimental-vm-modules" };
    const jest = join(ROOT, "node_modules/jest/bin/jest.js");
    // the caches of two copies are apart, as each has its own path
    const args = [
      jest,
      "--rootDir",
      directory,
      "--cacheDirectory",
      join(directory, ".cache"),
      "--bail",
      mutant.tests ?? SCHEDULES,
    ];
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
    for (const put of putBack) await put();
  }
}

// `npm run test:mutants -- kept` tries those whose name has the word.
const wanted = MUTANTS.filter(({ name }) => name.includes(process.argv[2] ?? ""));
let caught = 0;
const left = [...wanted];
/** One after the other, beside as many others as there are processors: most of a mutant's time is jest's own start. */
async function tryThem() {
  const directory = await makeCopy();
  try {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const started = Date.now();
      const ok = await isCaught(mutant, directory);
      if (ok) caught += 1;
      console.log(`${ok ? "caught" : "NOT CAUGHT"}: ${mutant.name} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, tryThem));
console.log(`mutants: ${caught} passed, ${wanted.length - caught} failed`);
process.exitCode = caught === wanted.length ? 0 : 1;
