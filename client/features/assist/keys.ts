// The keys of the assistant, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  ask: "Alt-Shift-q",
  complete: "Alt-Shift-c",
} as const;
