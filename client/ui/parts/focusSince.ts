// Where the focus is, and whether the person has taken it elsewhere since. Knows no element's meaning.

/**
 * Remembers what has the focus now. Later tells whether the person has gone elsewhere, from where what they asked for before must not
 * take them. That the focus had to go, since its element has left the page, does not count.
 */
export function focusSince(): () => boolean {
  const before = document.activeElement;
  return () => {
    const now = document.activeElement;
    return now !== before && now !== document.body && before?.isConnected === true;
  };
}
