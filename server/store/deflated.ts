// Compressing for the stores: what is short at once, what is long beside the event loop. Knows no record.
import { promisify } from "node:util";
import { deflateRaw, deflateRawSync } from "node:zlib";

const deflateBeside = promisify(deflateRaw);

/** Handing a text to another thread costs as much of this one as compressing so many bytes does, and more when many do so at once. */
const SHORT_BYTES = 8_192;

/** zlib's own choice. */
const LEVEL = 6;

/** The bytes, compressed at a level of zlib's. */
export const deflated = async (bytes: Buffer, level = LEVEL): Promise<Buffer> =>
  bytes.length <= SHORT_BYTES ? deflateRawSync(bytes, { level }) : deflateBeside(bytes, { level });
