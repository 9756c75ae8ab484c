// Promises that hold through power cuts and cut connections, against the real process and its store. Kills by the hundred are in kills.long.ts.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { Gathering } from "./gathering.ts";
import { typeThroughKills } from "./kills.ts";
import { below, seededRandom } from "./seededRandom.ts";

const PEOPLE = 20;
const KILLS = 8;
const CUTS = 150;

let gathering: Gathering;

beforeEach(async () => {
  gathering = await Gathering.onOwnServer();
});
afterEach(() => gathering.end());

describe("a server that is killed", () => {
  it(`[R1] ${KILLS} kills while ${PEOPLE} people type: nothing that anybody saw is missing, nothing is doubled`, async () => {
    await typeThroughKills(gathering, seededRandom(1), { people: PEOPLE, kills: KILLS });
  }, 400_000);

  it("[R2] people who do not touch anything while it restarts get what a newcomer types", async () => {
    const random = seededRandom(2);
    const idle = Array.from({ length: 5 }, () => gathering.enter());
    await gathering.settled();
    for (const person of idle) gathering.ledger.edit(person, random);
    await gathering.settled();
    await gathering.server.kill();
    await gathering.server.start();
    const newcomer = gathering.enter();
    await newcomer.settled();
    for (let count = 0; count < 50; count++) gathering.ledger.edit(newcomer, random);
    await gathering.settled();
    for (const person of idle) expect(person.text()).toBe(newcomer.text());
    await gathering.verify();
  });
});

/** When the connection is cut after a push: before it can have left, when it has, or when the answer is there and not yet read. */
type Cut = "at once" | "soon" | "before the answer";
const CUT_TIMES: readonly Cut[] = ["at once", "soon", "before the answer"];

/** Cuts a connection after the next push whenever `arm` was called. */
class Scissors {
  #armed: Cut | undefined;
  #cuts = 0;

  get cuts(): number {
    return this.#cuts;
  }

  arm(when: Cut): void {
    this.#armed = when;
  }

  around(open: OpenSocket): OpenSocket {
    return (handlers) => {
      let answerCuts = false;
      const cut = (): void => {
        this.#cuts++;
        socket.close();
        handlers.closed();
      };
      const socket = open({
        ...handlers,
        frame: (data) => {
          if (!answerCuts || !data.startsWith('{"type":"updates"')) return handlers.frame(data);
          answerCuts = false;
          cut();
        },
      });
      return {
        close: () => socket.close(),
        send: (frame) => {
          socket.send(frame);
          const when = this.#armed;
          if (when === undefined || !frame.startsWith('{"type":"push"')) return;
          this.#armed = undefined;
          if (when === "at once") cut();
          else if (when === "soon") setImmediate(cut);
          else answerCuts = true;
        },
      };
    };
  }
}

describe("a connection that is cut right after a push", () => {
  it(`[C3] ${CUTS} times: every edit is there once`, async () => {
    const random = seededRandom(3);
    const scissors = new Scissors();
    const typist = gathering.enter({}, (open) => scissors.around(open));
    const bystander = gathering.enter();
    await gathering.settled();
    for (let count = 0; count < CUTS; count++) {
      scissors.arm(CUT_TIMES[count % CUT_TIMES.length] as Cut);
      gathering.ledger.type(typist, below(random, typist.text().length + 1));
      gathering.ledger.edit(bystander, random);
      await typist.until(() => typist.session.status.state === "offline");
      // typed before the answer is known, so it goes together with what has to be sent again
      gathering.ledger.edit(typist, random);
      typist.session.retryNow();
      await typist.settled();
    }
    expect(scissors.cuts).toBe(CUTS);
    await gathering.verify();
  }, 180_000);
});

describe("a welcome that is lost on the way", () => {
  /** Cuts the first connection instead of letting it be welcomed. */
  const loseFirstWelcome = (open: OpenSocket): OpenSocket => {
    let lost = false;
    return (handlers) => {
      const socket = open({
        ...handlers,
        frame(data) {
          if (lost || !data.startsWith('{"type":"welcome"')) return handlers.frame(data);
          lost = true;
          socket.close();
          handlers.closed();
        },
      });
      return socket;
    };
  };

  it("[R3] a newcomer who connects again is let in as the one person that they are", async () => {
    const newcomer = gathering.enter({ name: "Ben" }, loseFirstWelcome);
    await newcomer.until(() => newcomer.session.status.state === "ended" || newcomer.editors.has(1));
    expect(newcomer.session.status).toEqual({ state: "saved" });
    expect(newcomer.session.room?.participants.map(({ name }) => name)).toEqual(["Olga", "Ben"]);
    gathering.ledger.type(newcomer, 0);
    await gathering.server.kill();
    await gathering.server.start();
    await gathering.verify();
  });
});
