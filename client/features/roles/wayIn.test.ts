// What is taken for a join code on the start page, with what stands around it.
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { readRoomLink } from "../../roomLink.ts";
import { wayIn } from "./wayIn.ts";

const BASE = "https://pair.example/";
const CODE = "K7MN2PQR";
const asked: unknown[] = [];

beforeEach(() => {
  asked.length = 0;
  Object.assign(globalThis, { document: { baseURI: BASE } });
  jest.spyOn(globalThis, "fetch").mockImplementation(async (address, init) => {
    asked.push([address instanceof URL && address.href, init?.body]);
    return Response.json({ address: "346789ABCDEFG", invitation: "s-_" });
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(globalThis, "document");
});

/** Where it leads what somebody pastes, as the start page asks. */
async function found(pasted: string): Promise<unknown> {
  const read = readRoomLink(pasted, BASE);
  if (read.is !== "unclear") return read.is;
  return wayIn.find(read.text);
}

it.each([CODE, " k7mn – 2pqr ", "'K7MN-2PQR'!", "k7 mn\u200b2p qr"])(
  "[L73] %j is a code, and leads where the server says",
  async (pasted) => {
    expect(await found(pasted)).toEqual({ roomId: "346789ABCDEFG", invitation: "s-_" });
    expect(asked).toEqual([[`${BASE}api/join-code`, JSON.stringify({ code: CODE })]]);
  },
);

it.each(["K7MN2PQ0", "K7MN2PQ", `pair.example/${CODE}`, "", "hello"])(
  "[L73] %j is none, and the server is not asked",
  async (pasted) => {
    expect(await found(pasted)).toBeUndefined();
    expect(asked).toEqual([]);
  },
);

it("[L73] a link of another site, and an address, are for the page", async () => {
  expect(await found("https://other.example/K7MN2PQR")).toBe("elsewhere");
  expect(await found("346789ABCDEFG")).toBe("room");
});
