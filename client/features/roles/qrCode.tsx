// A link as a QR code, dark on white in any theme, as cameras want it. Loaded apart from the dialog.
import encodeQR from "qr";

/** Modules of white around it, as the standard asks for. */
const QUIET_ZONE = 4;

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET_ZONE });
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      class="roles-qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <rect class="roles-qr-light" width="100%" height="100%" />
      <path class="roles-qr-dark" d={dark.join("")} />
    </svg>
  );
}
