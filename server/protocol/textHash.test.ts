// The hash of the divergence alarm.
import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { textHash } from "./textHash.ts";

const textOf = (text: string): Text => Text.of(text.split("\n"));

describe("the hash of a text", () => {
  it("[P43] is FNV-1a over UTF-16 units, 32 bits, with a line break as one LF", () => {
    expect(textHash(textOf(""))).toBe(0x811c9dc5);
    expect(textHash(textOf("a"))).toBe(0xe40c292c);
    expect(textHash(textOf("foobar"))).toBe(0xbf9cf968);
    expect(textHash(textOf("a\nb"))).not.toBe(textHash(textOf("ab")));
  });

  it("[P43] depends on the text alone, not on how it came about", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", size: "max", maxLength: 2_000 }), fc.nat(), (raw, at) => {
        const text = raw.replaceAll("\r", "\n");
        const cut = at % (text.length + 1);
        const grown = ChangeSet.of({ from: cut, insert: textOf(text.slice(cut)) }, cut).apply(
          textOf(text.slice(0, cut)),
        );
        expect(textHash(grown)).toBe(textHash(textOf(text)));
      }),
      { numRuns: 100 },
    );
  });

  it("[P43] tells one unit from another, halves of a pair included", () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), (one, other) => {
        fc.pre(one !== other && ![10, 13].includes(one) && ![10, 13].includes(other));
        expect(textHash(Text.of([`x${String.fromCharCode(one)}`]))).not.toBe(
          textHash(Text.of([`x${String.fromCharCode(other)}`])),
        );
      }),
    );
  });
});
