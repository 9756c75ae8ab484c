// Units as text. Knows no weave.

/** As many arguments as a call may have everywhere. */
const UNITS_OF_A_CALL = 8_192;

/** The units from `from` until before `to`; half a pair stays one, which no decoder of the platform would do. */
export function textOf(units: Uint16Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at += UNITS_OF_A_CALL)
    text += String.fromCharCode.apply(
      undefined,
      units.subarray(at, Math.min(to, at + UNITS_OF_A_CALL)) as unknown as number[],
    );
  return text;
}
