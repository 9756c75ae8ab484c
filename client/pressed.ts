// Which keys are pressed for the page, and which for the input method that spells a word; and whose keyboard it is. Knows no key's meaning.

/** The code of a key that went to an input method. Safari has nothing else on the Enter that accepts a word: the composition has ended by then. */
const WENT_TO_INPUT_METHOD = 229;

/** Accepts a word, ends it, or walks through what it may be. */
export const isOfComposition = ({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean =>
  isComposing || keyCode === WENT_TO_INPUT_METHOD;

/** A handler of keys that hears of none that are of a composition. */
export const pressed =
  <Key extends Pick<KeyboardEvent, "isComposing" | "keyCode">>(handle: (event: Key) => void) =>
  (event: Key): void => {
    if (!isOfComposition(event)) handle(event);
  };

/** Whether Command stands where others have Ctrl. */
export const IS_MAC = typeof navigator !== "undefined" && /^(?:Mac|iP)/.test(navigator.platform);
