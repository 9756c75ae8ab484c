// The live text while something lies over it. Knows no past.

/** Nobody types into what they do not see: until the returned function is called the code under this takes no keys. */
export function layAside(over: Element): () => void {
  const live = over.closest(".code-place")?.querySelector<HTMLElement>("#code");
  if (!live) return () => {};
  live.inert = true;
  return () => {
    live.inert = false;
  };
}
