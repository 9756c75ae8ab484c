#!/usr/bin/env python3
"""The smallest client of a room, as server/protocol/SPEC.md describes it: follows a file, and may add a line to it.

    python3 example_client.py http://localhost:3000/ROOM [LINE]

Prints the text whenever it is another one, until it is stopped; with a line, until that is stored. Needs `pip install websockets`.
Shows nothing of its own before the server has stored it, so it never has to rebase: that is the server's work (C1, C2).
"""

import asyncio
import json
import random
import secrets
import sys

import websockets

FILE = 1  # every room has it, and it is the first
SUBPROTOCOL = "companion.v2"  # P4
UNIT = 2  # bytes of a UTF-16 unit
# By SPEC.md's table of remedies: what trying again is no use for, what is said again later, and what is read anew first.
OVER = """bad_frame bad_hello unauthorized removed not_admitted room_closed room_locked password_needed wrong_password
address_blocked closed_by_operator expired_by_operator deleted_by_operator origin_refused room_not_found client_taken
unsupported_protocol too_large read_only bad_change line_too_long document_too_large unknown_file""".split()
WAIT = "rate_limited written_much server_read_only".split()
REREAD = "version_too_old seq_gap version_ahead".split()


def apply(text: bytes, change: list) -> bytes:
    """The text, in UTF-16 units as lengths are (C7), after a change: kept lengths, and [deleted, ...lines] (P25)."""
    parts, at = [], 0
    for section in change:
        kept, deleted, lines = (section, 0, []) if isinstance(section, int) else (0, section[0], section[1:])
        parts += [text[at : at + kept * UNIT], encoded("\n".join(lines))]
        at += (kept + deleted) * UNIT
    return b"".join(parts)


def encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


class Client:
    def __init__(self, link: str, line: str | None):
        self.url, _, self.invitation = link.replace("http", "ws", 1).partition("#")  # P1
        self.client = secrets.token_urlsafe(18)  # this program's own, and nobody else's
        self.line = line
        self.key = None
        self.number = 0  # what the room calls this client
        self.text: bytes | None = None
        self.version = 0
        self.confirmed = False  # the line is in the log; as the first change of this client it has seq 1
        self.pushed_at: int | None = None  # the version that the line was last offered on
        self.head: int | None = None  # nothing is pushed before it is reached (P21)
        self.waits = 0.0  # seconds before the next is said

    async def run(self) -> None:
        pause = 0.1
        while not self.confirmed:
            try:
                async with websockets.connect(self.url, subprotocols=[SUBPROTOCOL], compression=None, max_size=None) as socket:
                    await socket.send(json.dumps(self.hello()))
                    async for frame in socket:
                        message = json.loads(frame)
                        pause = 0.1 if message["type"] == "updates" else pause
                        for answer in self.take(message):
                            await asyncio.sleep(self.waits)
                            await socket.send(json.dumps(answer))
                        if self.confirmed:
                            return
            except (OSError, websockets.WebSocketException):
                pass  # lost: all that matters is in self, and is said again
            self.head = self.pushed_at = None
            await asyncio.sleep(max(pause * (1 + random.random()), self.waits))
            pause, self.waits = min(pause * 2, 10), 0

    def hello(self) -> dict:
        who = {"key": self.key} if self.key else {"name": "Python"}
        if self.invitation and not self.key:
            who["invitation"] = self.invitation
        return {"type": "hello", "client": self.client, **who, "files": [self.request()]}

    def request(self) -> dict:
        return {"file": FILE, "version": None if self.text is None else self.version}

    def take(self, message: dict) -> list[dict]:
        """What is to be said to a message of the server; one of an unknown type is ignored (P57)."""
        kind, self.waits = message["type"], 0
        if kind == "welcome":
            self.number = message["you"]["client"]
            self.key = message["you"].get("key", self.key)
        elif kind == "error":
            return self.refused(message)
        elif kind == "file" and message["file"] == FILE:
            if "text" in message:
                self.text = encoded(message["text"])
                self.version = message["version"]
            elif "change" in message:  # for a viewer (P86)
                self.text, self.version = apply(self.text or b"", message["change"]), message["head"]
            self.confirmed = self.line is not None and message.get("confirmed", 0) > 0
            self.head = message["head"]
            self.show()
        elif kind == "updates" and message["file"] == FILE and self.text is not None:
            self.follow(message["version"], message["updates"])
        return self.push()

    def follow(self, version: int, updates: list) -> None:
        author = None
        for update in updates:
            # [client, seq, time, change], or [change] of the same client as the one before (P85)
            author = update[0] if len(update) > 1 else author
            if version == self.version:  # else it is there already
                self.text, self.version = apply(self.text, update[-1]), version + 1
                self.confirmed = self.confirmed or (author == self.number and self.line is not None)
            version += 1
        self.show()

    def push(self) -> list[dict]:
        """The line, at the end of the text that is here; the server carries it to the end of that text in the newest one."""
        if self.line is None or self.confirmed or self.head is None or self.version < self.head or self.pushed_at is not None:
            return []
        self.pushed_at = self.version
        length = len(self.text) // UNIT
        lines = (["", self.line] if length and not self.text.endswith(encoded("\n")) else [self.line]) + [""]
        change = ([length] if length else []) + [[0, *lines]]
        return [{"type": "push", "file": FILE, "version": self.version, "seq": 1, "changes": [change]}]

    def refused(self, error: dict) -> list[dict]:
        code = error["code"]
        if code in OVER:
            sys.exit(error["message"])
        self.waits = error.get("retryAfterMs", 1000 if code in WAIT else 0) / 1000
        if error["fatal"] or code not in WAIT + REREAD:  # a code that is not known is like `internal`
            raise ConnectionError(code)  # another connection is tried
        self.pushed_at = None
        if code in WAIT and self.head is not None:
            return self.push()
        self.head = self.text = None  # read anew, and offer the line once more
        return [{"type": "open", **self.request()}]

    def show(self) -> None:
        print(self.text.decode("utf-16-le", "replace"), f"--- version {self.version}", sep="\n", flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(Client(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None).run())
    except KeyboardInterrupt:
        pass
