// Keys of a row of tabs, as the ARIA pattern has them. Knows no tabs.

/** The place to go to from `index` of `count`; undefined: the key is for something else. */
export function next(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
