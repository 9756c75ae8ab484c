// What a narrow window is: the one border that the layout, the start page and the style sheets go by. Knows no page.

/** Sixteenths of a rem; narrower is a phone. */
const BELOW = 720;

export const isPhone = (width: number): boolean => width < BELOW;

/** What style sheets write as `(--phone)`; in letters as the browser's owner has set them, as layouts count. */
export const PHONE_MEDIA = `(max-width: ${BELOW / 16 - 0.01}em)`;

/** Whether this window is one at the moment, for what no workbench has measured yet. */
export const isPhoneNow = (): boolean => matchMedia(PHONE_MEDIA).matches;
