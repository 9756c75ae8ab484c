// The keys of following, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  whereAsked: "Alt-Enter",
} as const;
