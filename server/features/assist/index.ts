// The assistant: a model that people in a room ask about their code, and that changes nothing by itself. Knows no provider's words.
import { randomBytes } from "node:crypto";
import type { LanguageModel } from "ai";
import type { Feature } from "../feature.ts";
import { AssistFigures } from "./assistFigures.ts";
import { DayTokens } from "./dayTokens.ts";
import { ERRORS } from "./notDone.ts";
import { paths } from "./openapi.ts";
import { NAME } from "./proposals.ts";
import { type Addresses, ADDRESSES, type ModelAddress, openModel } from "./providers.ts";
import type { Assistant } from "./questions.ts";
import { RoomAssist } from "./roomAssist.ts";
import { routes } from "./routes.ts";
import { type Operator, operatorOf, settings } from "./settings.ts";
import { serverTurns } from "./turns.ts";

/** What a second has of messages. */
const MESSAGES = { perSecond: 20, atOnce: 60 };
/** What of them these count as: each is more than a look at what is there. */
const COSTS = { ask: 5, accept: 10, look: 5, setting: 10 };
/** Of an address, 120 in a minute. */
const REQUEST_POINTS = 50;
/** Of the word that marks what is data; as many bits as nobody guesses. */
const MARK_BYTES = 12;

/** `addresses`: where people's own keys lead. */
export function assistFeature(addresses: Addresses = ADDRESSES): Feature {
  // until it is started
  let operator: Operator = { tokensPerDay: 0, guardrail: "off", takesOwnKeys: false };
  let day: DayTokens | undefined;
  let failed: Assistant["failed"] = () => {};
  let left = (): number | undefined => undefined;
  const model = (to: ModelAddress): Promise<LanguageModel> => openModel(to, addresses);
  const live: Assistant["live"] = new Set();
  const turns = serverTurns();
  const figures = new AssistFigures();
  const newMark = (): string => randomBytes(MARK_BYTES).toString("hex");
  return {
    name: NAME,
    settings,
    messages: MESSAGES,
    costs: COSTS,
    writesNothing: ["read", "stop", "look"],
    errors: ERRORS,
    requestPoints: REQUEST_POINTS,
    async start({ logger, setting, values, clock }) {
      operator = operatorOf(setting);
      const tokens = new DayTokens(values, operator.tokensPerDay);
      day = tokens;
      if (operator.model) left = () => tokens.leftLately(clock.now());
      // whose room it was is no matter of whoever reads the log
      failed = (code, status) =>
        logger.warn({ feature: NAME, provider: operator.model?.provider, code, status }, "a question was not answered");
      if (operator.trouble !== undefined) logger.warn({ feature: NAME }, operator.trouble);
    },
    trouble: () => operator.trouble,
    figures: () => figures.figures(live.size, left()),
    open: (room) =>
      new RoomAssist(room, {
        operator,
        day: day ?? new DayTokens(room.values, 0),
        model,
        newMark,
        live,
        turns,
        failed,
        figures,
      }),
    routes,
    paths,
  };
}

export default assistFeature();
