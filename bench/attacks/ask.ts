// HTTP from an address that is chosen, which fetch cannot do. Knows a few routes of the rooms and no attack.
import { type IncomingMessage, request } from "node:http";

/** A server on this machine, and the address from which it is asked. */
export interface Way {
  readonly port: number;
  readonly from: string;
}

interface Asked {
  readonly key?: string;
  readonly body?: object;
}

/** Resolves with the status and the JSON of the answer; rejects when there is none within 30 s. */
export function ask<Answer = unknown>(
  { port, from }: Way,
  method: string,
  path: string,
  { key, body }: Asked = {},
): Promise<{ readonly status: number; readonly answer: Answer }> {
  const headers = {
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(30_000);
    const asked = request({ host: "127.0.0.1", port, localAddress: from, method, path, headers, signal });
    asked.on("error", reject);
    asked.on("response", (response: IncomingMessage) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString()));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, answer: (text === "" ? undefined : JSON.parse(text)) as Answer }),
      );
    });
    asked.end(body && JSON.stringify(body));
  });
}

/** A room and its owner's key. */
export interface OwnRoom {
  readonly roomId: string;
  readonly key: string;
}

export async function createRoom(way: Way): Promise<OwnRoom> {
  const { status, answer } = await ask<OwnRoom>(way, "POST", "/api/rooms", { body: { name: "Olga" } });
  if (status !== 201) throw new Error(`no room was created: ${status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Sets of the room's roles what its owner may. Resolves with the status. */
export const setRoles = async (way: Way, { roomId, key }: OwnRoom, settings: object): Promise<number> =>
  (await ask(way, "PATCH", `/api/rooms/${roomId}/roles/settings`, { key, body: settings })).status;
