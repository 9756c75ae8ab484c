// Copies text to the clipboard where the browser allows it.

/** Resolves to false where it is not allowed: on plain http, or when the person said no. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
