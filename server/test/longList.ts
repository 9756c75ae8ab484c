// A list that is too long for any message and counts who looks at it, for tests of decoders. Knows no message.

/** `looks`: how many of its elements were looked at. */
export function longList(): { readonly list: readonly number[]; readonly looks: () => number } {
  let looks = 0;
  const list = new Proxy(Array<number>(2_000).fill(-1), {
    get: (target, name) => {
      if (typeof name === "string" && /^\d+$/.test(name)) looks++;
      return Reflect.get(target, name) as unknown;
    },
  });
  return { list, looks: () => looks };
}
