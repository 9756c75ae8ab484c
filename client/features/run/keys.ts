// The keys of running code, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  /** taken before the editor hears it, which makes an empty line of it */
  run: "Mod-Enter",
  stop: "Mod-.",
} as const;
