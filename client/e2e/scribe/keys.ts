// The key of the scribe, as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = { ask: "Alt-Shift-s" } as const;
