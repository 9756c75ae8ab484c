// What some texts have to look like, as patterns of JSON schema that any language reads. Knows no route; a test holds them against what reads the texts.

/** Of a name nothing is left where it has none but these: blanks, controls, and what is drawn as nothing. */
const UNSEEN =
  String.raw`\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f` +
  String.raw`\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb` +
  "\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}";

/** A text of which a name is left. */
export const VISIBLE = `[^${UNSEEN}]`;
