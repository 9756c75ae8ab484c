// A QR code, whose making is loaded when the first one is shown.
import { useSignal } from "@preact/signals";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import { words } from "./words.ts";

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

export function LazyQrCode(props: QrCodeProps) {
  const isFailed = useSignal(false);
  const QrCode = useLoaded(
    () => true,
    async () => (await import("./qrCode.tsx")).QrCode,
    () => {
      isFailed.value = true;
    },
  );
  if (isFailed.value) return <p class="roles-note">{words.value.qrFailed}</p>;
  return QrCode ? <QrCode {...props} /> : <p class="roles-qr" aria-busy="true" />;
}
