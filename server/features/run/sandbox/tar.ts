// Writes files as one stream of the kind that every tar unpacks. Knows no file system; it reads nothing.

const BLOCK = 512;
/** What a header has room for; a longer path stands before it. */
const NAME_BYTES = 100;

function header(name: string, size: number, type: "0" | "x"): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, at: number): void => void block.write(text, at);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  Buffer.from(name).copy(block, 0, 0, NAME_BYTES);
  put(octal(0o644, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  put(" ".repeat(8), 148);
  put(type, 156);
  put("ustar\u000000", 257);
  put(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return block;
}

function entry(name: string, content: Buffer, type: "0" | "x"): Buffer[] {
  return [header(name, content.length, type), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}

/** "24 path=…\n", where the number counts itself as well. */
function pathRecord(path: string): Buffer {
  const rest = Buffer.byteLength(` path=${path}\n`);
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} path=${path}\n`);
}

/** The files by their paths. */
export function tar(files: Iterable<readonly [path: string, text: string]>): Buffer {
  const parts: Buffer[] = [];
  for (const [path, text] of files) {
    if (Buffer.byteLength(path) > NAME_BYTES) parts.push(...entry("path", pathRecord(path), "x"));
    parts.push(...entry(path, Buffer.from(text), "0"));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}
