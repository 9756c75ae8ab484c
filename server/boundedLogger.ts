// Bounds how often the same is written to a log, so that whoever can cause a line cannot fill a disk with it. Knows no make of logger.
import type { Logger } from "./rooms/ports.ts";

const LINES_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Of one sentence. */
interface Said {
  since: number;
  lines: number;
}

/** The same logger, but of each sentence at most ten lines a minute at error, and ten at warn; the next has in `leftOut` how many more there were. */
export function boundedLogger(logger: Logger, now: () => number): Logger {
  const bounded = (write: Logger["error"]): Logger["error"] => {
    // as many as the sources have sentences
    const said = new Map<string, Said>();
    return (details, sentence) => {
      const time = now();
      const before = said.get(sentence);
      const isOver = before === undefined || time - before.since >= MINUTE_MS;
      const leftOut = before && isOver ? Math.max(0, before.lines - LINES_PER_MINUTE) : 0;
      const current = isOver ? { since: time, lines: 0 } : before;
      said.set(sentence, current);
      if (++current.lines > LINES_PER_MINUTE) return;
      write(leftOut > 0 ? { ...details, leftOut } : details, sentence);
    };
  };
  return {
    error: bounded((details, sentence) => logger.error(details, sentence)),
    warn: bounded((details, sentence) => logger.warn(details, sentence)),
    info: (details, sentence) => logger.info(details, sentence),
  };
}
