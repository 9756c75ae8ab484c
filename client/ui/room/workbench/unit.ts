// The length that the workbench counts in: it grows with the letters of the page.

/** px of a sixteenth of a rem */
export const unit = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
