// A QR code, whose making is loaded when the first one is shown.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

type QrCode = typeof import("./qrCode.tsx").QrCode;

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

export function LazyQrCode(props: QrCodeProps) {
  const loaded = useSignal<{ readonly QrCode: QrCode } | "failed" | undefined>(undefined);
  useEffect(() => {
    import("./qrCode.tsx").then(
      ({ QrCode: Drawing }) => {
        loaded.value = { QrCode: Drawing };
      },
      () => {
        loaded.value = "failed";
      },
    );
  }, []);
  if (loaded.value === "failed")
    return <p class="roles-note">The QR code could not be loaded. Try again when the connection is back.</p>;
  if (loaded.value === undefined) return <p class="roles-qr" aria-busy="true" />;
  const { QrCode: Loaded } = loaded.value;
  return <Loaded {...props} />;
}
