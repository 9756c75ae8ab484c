// A console that writes as a program's output does. Knows no place where it is read.
import inspect from "object-inspect";
import type { ConsoleStream } from "../../../../frame/messages.ts";

/** Levels of an object that are written. */
const DEPTH = 6;
const MOST_LABELS = 1_000;

const shown = (value: unknown): string => {
  if (typeof value === "string") return value;
  try {
    if (value instanceof Error) return errorText(value);
    return inspect(value, { depth: DEPTH });
  } catch {
    return "[?]";
  }
};

/** With the places in the room's files; those of what runs it are left out. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${shown(error)}`;
  const title = `${error.name}: ${error.message}`;
  const places = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at |@/.test(line) && !/\b(?:blob|https?):|<anonymous>$|\(native\)/.test(line));
  return [title, ...places].join("\n");
}

const PLACEHOLDER = /%[sdifoOc%]/g;

/** As consoles do, with the placeholders of the first. */
function line(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string" || rest.length === 0) return values.map(shown).join(" ");
  const text = first.replaceAll(PLACEHOLDER, (placeholder) => {
    if (placeholder === "%%") return "%";
    if (rest.length === 0) return placeholder;
    const value = rest.shift();
    if (placeholder === "%c") return "";
    if (placeholder === "%d" || placeholder === "%i") return String(Math.trunc(Number(value)));
    return placeholder === "%f" ? String(Number(value)) : shown(value);
  });
  return [text, ...rest.map(shown)].join(" ");
}

/** What programs use of a console; the rest of it does nothing. */
export function consoleOf(write: (stream: ConsoleStream, text: string) => void): Partial<Console> {
  let indent = "";
  const counts = new Map<string, number>();
  const times = new Map<string, number>();
  const to =
    (stream: ConsoleStream) =>
    (...values: unknown[]): void =>
      write(stream, `${indent}${line(values).replaceAll("\n", `\n${indent}`)}\n`);
  const [out, err] = [to("stdout"), to("stderr")];
  const group = (...values: unknown[]): void => {
    if (values.length > 0) out(...values);
    indent = `${indent}  `.slice(0, 40);
  };
  const since = (label = "default", ...values: unknown[]): void => {
    const from = times.get(label);
    if (from !== undefined) out(`${label}: ${(performance.now() - from).toFixed(1)} ms`, ...values);
  };
  return {
    log: out,
    info: out,
    debug: out,
    dir: (value: unknown) => out(value),
    table: out,
    warn: err,
    error: err,
    trace: (...values: unknown[]) => err(errorText(Object.assign(new Error(line(values)), { name: "Trace" }))),
    assert: (holds: unknown, ...values: unknown[]) => {
      if (!holds) err("assert:", ...values);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = "default") => {
      if (counts.size >= MOST_LABELS) counts.clear();
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => {
      if (times.size >= MOST_LABELS) times.clear();
      times.set(label, performance.now());
    },
    timeLog: since,
    timeEnd: (label = "default") => {
      since(label);
      times.delete(label);
    },
    clear: () => {},
  };
}
