// Which files there were at a moment, by a history of the test's own.
import { describe, expect, it } from "@jest/globals";
import { ApiError } from "../../api.ts";
import { FilesThen } from "./filesThen.ts";
import type { LoadedHistory } from "./weave/loadedHistory.ts";
import { typedFile } from "./test/typed.ts";

const ONE_EDIT = {
  times: Float64Array.of(500),
  authors: Uint32Array.of(1),
  inserted: Uint32Array.of(1),
  carets: Uint32Array.of(1),
};

/** There were files 1 and 3 at any moment; 2 was typed in from 1,000 on, and 4, which is not read before, from 500 on. */
function started() {
  const asked: number[] = [];
  let isDown = false;
  const files = [typedFile(1, []), typedFile(2, [{ time: 1_000 }]), typedFile(3, []), typedFile(4, [])];
  const unread = files[3]!;
  const history = {
    file: (number: number) => ({
      ...files[number - 1],
      async read() {
        if (number === 4) unread.edits.add(ONE_EDIT);
      },
    }),
    async filesAt(at: number) {
      asked.push(at);
      if (isDown) throw new ApiError("unreachable", "Not now.");
      return [1, 3];
    },
  };
  const filesThen = new FilesThen(history as unknown as LoadedHistory);
  return { filesThen, asked, down: (is: boolean) => (isDown = is) };
}

describe("the files of a moment", () => {
  it("[V420] were there where the server says so, or where they had a text, of which nobody is asked", async () => {
    const { filesThen, asked } = started();
    expect([await filesThen.had(1, 900), await filesThen.had(2, 900), await filesThen.had(3, 900)]).toEqual([
      true,
      false,
      true,
    ]);
    // deleted by then, as far as that was read
    expect(await filesThen.had(4, 900)).toBe(true);
    // once for each moment
    expect(asked).toEqual([900]);
    expect(await filesThen.had(2, 1_000)).toBe(true);
    expect(asked).toEqual([900]);
  });

  it("[V420] were there where nobody can say so, until somebody can", async () => {
    const { filesThen, down } = started();
    down(true);
    expect(await filesThen.had(2, 900)).toBe(true);
    down(false);
    expect(await filesThen.had(2, 900)).toBe(false);
  });
});
