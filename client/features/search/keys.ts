// The keys of the search in all files, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  show: "Mod-Shift-f",
} as const;
