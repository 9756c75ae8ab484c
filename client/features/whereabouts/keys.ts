// The keys of where others are, each as `client/ui/keys.ts` writes it. Knows no command.

export const KEYS = {
  nextChange: "F8",
  previousChange: "Shift-F8",
  whoIsWhere: "F9",
  whoIsOnMyLine: "Shift-F9",
} as const;
