// The keys of the palette, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  /** browsers keep the second for themselves here and there */
  commands: ["F1", "Mod-Shift-p"],
  quickOpen: "Mod-p",
  shortcuts: "?",
} as const;
