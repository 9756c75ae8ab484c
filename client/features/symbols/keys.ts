// The keys of the list of symbols, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  show: "Mod-Shift-o",
} as const;
