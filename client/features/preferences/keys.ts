// The keys of the preferences, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  show: "Mod-,",
} as const;
