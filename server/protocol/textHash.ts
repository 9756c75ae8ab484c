// The hash that the divergence alarm compares. Knows texts only.
import type { Text } from "@codemirror/state";

/** 32-bit FNV-1a over the UTF-16 units of the text, line breaks counted as one "\n"; not for secrets. */
export function textHash(text: Text): number {
  let hash = 0x811c9dc5;
  const cursor = text.iter();
  while (!cursor.next().done) {
    const piece = cursor.value;
    for (let i = 0; i < piece.length; i++) hash = Math.imul(hash ^ piece.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
