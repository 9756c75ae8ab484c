// The keys of formatting, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  file: "Alt-Shift-f",
} as const;
