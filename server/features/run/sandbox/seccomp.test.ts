// The filter in a machine like the kernel's: what it answers to each call, and its numbers against Linux's own headers. Knows no box.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { seccompFilter } from "./seccomp.ts";
import { CLONE3, DENIED, HIGHEST, LOOKED_AT } from "./syscalls.ts";

const X64 = 0xc000003e;
const ARM64 = 0xc00000b7;
const ALLOWED = "allowed";

interface Call {
  readonly architecture: number;
  readonly number: number;
  readonly words?: readonly number[];
}

/** What the kernel's machine would answer. */
function answerOf(filter: Buffer, { architecture, number, words = [] }: Call): string {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(architecture, 4);
  words.forEach((word, index) => data.writeUInt32LE(word, 16 + 8 * index));
  let loaded = 0;
  for (let at = 0; ; at += 8) {
    const code = filter.readUInt16LE(at);
    const value = filter.readUInt32LE(at + 4);
    const jump = (holds: boolean): void => void (at += 8 * filter.readUInt8(at + (holds ? 2 : 3)));
    if (code === 0x20) loaded = data.readUInt32LE(value);
    else if (code === 0x15) jump(loaded === value);
    else if (code === 0x25) jump(loaded > value);
    else if (code === 0x35) jump(loaded >= value);
    else if (code === 0x45) jump((loaded & value) !== 0);
    else if (code === 0x06) return inWords(value);
    else throw new Error(`no such operation: ${code}`);
  }
}

function inWords(value: number): string {
  if (value === 0x80000000) return "killed";
  if (value === 0x7fff0000) return ALLOWED;
  const names: Record<number, string> = { 1: "EPERM", 38: "ENOSYS", 97: "EAFNOSUPPORT" };
  return names[value & 0xffff] ?? String(value);
}

const PROCESSORS = [
  { name: "x64", column: 0, architecture: X64, other: ARM64 },
  { name: "arm64", column: 1, architecture: ARM64, other: X64 },
] as const;

describe.each(PROCESSORS)("the filter of $name", ({ name, column, architecture, other }) => {
  const filter = seccompFilter(name);
  const asked = (number: number, ...words: number[]): string => answerOf(filter, { architecture, number, words });

  it("[M4] ends who calls as another architecture", () => {
    expect(answerOf(filter, { architecture: other, number: 0 })).toBe("killed");
    expect(answerOf(filter, { architecture: 0x40000003, number: 0 })).toBe("killed");
    if (name === "x64") expect(asked(0x40000000)).toBe("killed");
  });

  it("[M4] refuses each call of the table, and no other", () => {
    const denied = Object.values(DENIED).flatMap((numbers) => numbers[column] ?? []);
    const looked = Object.values(LOOKED_AT).map((numbers) => numbers[column]);
    for (let number = 0; number <= HIGHEST; number++) {
      if (looked.includes(number as never) || number === CLONE3) continue;
      expect([number, asked(number)]).toEqual([number, denied.includes(number) ? "EPERM" : ALLOWED]);
    }
    expect(denied.length).toBe(new Set(denied).size);
  });

  it("[M4] has none of what later kernels add, and says of clone3 that it is not there", () => {
    expect([asked(HIGHEST + 1), asked(1_000), asked(CLONE3)]).toEqual(["ENOSYS", "ENOSYS", "ENOSYS"]);
  });

  it("[M4] lets threads and processes be made, but no namespace", () => {
    const clone = LOOKED_AT.clone[column];
    expect(asked(clone, 0x3d0f00)).toBe(ALLOWED);
    expect(asked(clone, 0x11)).toBe(ALLOWED);
    for (const flag of [0x80, 0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000])
      expect(asked(clone, flag | 0x11)).toBe("EPERM");
  });

  it("[M3] knows no family of sockets but Unix", () => {
    const families = Array.from({ length: 64 }, (_, family) => family);
    for (const type of [1, 2, 3, 1 | 0x80000])
      expect(families.filter((family) => asked(LOOKED_AT.socket[column], family, type) === ALLOWED)).toEqual([1]);
    expect(asked(LOOKED_AT.socket[column], 40)).toBe("EAFNOSUPPORT");
  });

  it("[M4] has nobody type into a terminal", () => {
    expect(asked(LOOKED_AT.ioctl[column], 0, 0x5412)).toBe("EPERM");
    expect(asked(LOOKED_AT.ioctl[column], 0, 0x541c)).toBe("EPERM");
    expect(asked(LOOKED_AT.ioctl[column], 0, 0x5401)).toBe(ALLOWED);
  });
});

describe("the table", () => {
  /** Where Linux's headers are, each for one column. */
  const HEADERS = [
    ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 0],
    ["/usr/include/asm-generic/unistd.h", 1],
  ] as const;

  it.each(HEADERS)("[M4] has the numbers of %s", (path, column) => {
    expect(existsSync(path)).toBe(true);
    const numbers = new Map<string, number>();
    for (const [, name = "", number] of readFileSync(path, "utf8").matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)/gm))
      numbers.set(name, Number(number));
    const wrong = Object.entries({ ...DENIED, ...LOOKED_AT }).filter(
      // a header that is older than a call does not have it
      ([name, known]) => numbers.get(name) !== known[column] && (numbers.has(name) || (known[column] ?? 0) < 424),
    );
    expect(wrong).toEqual([]);
  });
});
