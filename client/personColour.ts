// The colours of people, by class name; people.css says what they look like in light and dark.

/** people.css has this many. */
const PALETTE = 12;

/** The class that gives an element and all in it the colours of a person. */
export const personColour = (colour: number): string => `person-${colour % PALETTE}`;
